import "./presenting.css";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { me, steers } from "../state/me";
import { go, route } from "../state/route";
import { replay, selected } from "../state/store";
import { select } from "../steer/view";
import { askForMark } from "../timeline/marking";
import { backToLive, chapter } from "../timeline/orders";
import { isPanel } from "../timeline/panels";
import { type Act, actOf, KEYS } from "./keys";
import { blank, fullScreen, resize, turnTheme } from "./looks";
import { Programme } from "./Programme";
import { giveCue, programme } from "./programme";

const help = signal(false);

/** The keys of a presenter and of a clicker, and what they open. */
export function Keys() {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const act = event.defaultPrevented ? null : actOf(event, typing(event.target), blank.value);
      if (act !== null && done(act)) {
        event.preventDefault();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return (
    <>
      <Dialog title="Keys" open={help.value} close={() => (help.value = false)}>
        <dl class="keys">
          {KEYS.filter((key) => key.presenters === undefined || steers.value).map(({ keys, words }) => (
            <div key={words}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
      {me.value.role === "presenter" && (
        <Dialog title="Shows" open={programme.value} close={() => (programme.value = false)}>
          <Programme />
        </Dialog>
      )}
      {blank.value && (
        <button
          type="button"
          class="blank"
          onClick={() => (blank.value = false)}
          aria-label="The page is blank: press . to show it"
        />
      )}
    </>
  );
}

/** @return whether there was something to do */
function done(act: Act): boolean {
  switch (act) {
    case "help":
      help.value = !help.value;
      return true;
    case "blank":
      blank.value = !blank.value;
      return true;
    case "full-screen":
      void fullScreen();
      return true;
    case "larger":
      resize(1);
      return true;
    case "smaller":
      resize(-1);
      return true;
    case "theme":
      turnTheme();
      return true;
    case "programme":
      programme.value = steers.value && !programme.value;
      return steers.value;
    case "next":
      return walk(1);
    case "previous":
      return walk(-1);
    case "live":
      if (replay.value === null) {
        return false;
      }
      backToLive();
      return true;
    case "mark":
      return askForMark();
    case "recordings":
      go(route.value === "/recordings" ? "/" : "/recordings");
      return true;
    case "close":
      if (selected.value !== null) {
        select(null);
        return true;
      }
      if (isPanel(route.value)) {
        go("/");
        return true;
      }
      if (replay.value === null) {
        return false;
      }
      backToLive();
      return true;
  }
}

function walk(by: 1 | -1): boolean {
  if (replay.value !== null) {
    chapter(by);
  } else if (by === 1 && steers.value) {
    giveCue();
  }
  // A clicker must never scroll the page.
  return true;
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], .xterm, dialog[open] .own-keys") !== null
  );
}

interface DialogProps {
  title: string;
  open: boolean;
  close: () => void;
  children: preact.ComponentChildren;
}

/** A dialog that closes with Escape and gives the focus back, as the browser's own does. */
export function Dialog({ title, open, close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current!;
    if (open && !shown.open) {
      shown.showModal();
    } else if (!open && shown.open) {
      shown.close();
    }
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={title}
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) {
          close();
        }
      }}
    >
      {open && (
        <div class="sheet-inside">
          <header>
            <h2>{title}</h2>
            <button type="button" class="key" onClick={close}>
              Close
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
