import "./strip.css";
import "./samples";
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { steers } from "../state/me";
import { go, route } from "../state/route";
import { replay } from "../state/store";
import { Refused } from "../wire/http";
import { Band } from "./Band";
import { clockTime } from "./clock";
import { hovering, takeDrops } from "./dropping";
import { Lazily } from "./Lazily";
import { Line } from "./Line";
import { askForMark, mark, marking } from "./marking";
import { opening, remark } from "./orders";
import { isPanel } from "./panels";
import { now } from "./past";
import { performing } from "./performing";
import { leadsToPresent, whole } from "./view";

/** The page's foot: the last minutes, and the way back to any moment of them; and what opens beside the stage from here. */
export function Strip() {
  const live = replay.value === null;
  const open = isPanel(route.value);
  useEffect(takeDrops, []);
  return (
    <>
      <section class="strip" aria-label="Timeline">
        <Band />
        <div class="strip-remark" role="status">
          {remark.value !== null && (
            <p>
              {remark.value}{" "}
              <button type="button" class="key" onClick={() => (remark.value = null)}>
                Understood
              </button>
            </p>
          )}
        </div>
        {hovering.value && <p class="strip-drop">Drop the recording's file anywhere.</p>}
        <Performing />
        {marking.value && live && <Mark />}
        <div class="strip-row">
          <Line />
          <div class="strip-keys">
            {live && (
              <p class="strip-now" title="The laptop's time, as your clock shows it">
                <span>{opening.value ? "Going back…" : "Live"}</span>
                <time class="mono">{clockTime(now.value)}</time>
              </p>
            )}
            {steers.value && live && (
              <button
                type="button"
                class="key"
                aria-keyshortcuts="m"
                aria-expanded={marking.value}
                onClick={askForMark}
              >
                Mark
              </button>
            )}
            {leadsToPresent.value && (
              <button
                type="button"
                class="key"
                aria-pressed={whole.value}
                onClick={() => (whole.value = !whole.value)}
                title="All of the recording, or its last minutes"
              >
                All
              </button>
            )}
            <button
              type="button"
              class="key"
              aria-pressed={open}
              onClick={() => go(open ? "/" : "/recordings")}
            >
              Recordings
            </button>
          </div>
        </div>
      </section>
      {open && <Lazily load={() => import("./panel/Panel").then(({ Panel }) => Panel)} />}
    </>
  );
}

/** That a recording is being performed again is to be known by everybody. */
function Performing() {
  const on = performing.value;
  return on === null || replay.value !== null ? null : (
    <p class="strip-remark">
      A recording is performed again: {on.title}. <a href={`#/performance/${on.id}`}>Watch its steps</a>
    </p>
  );
}

/** Names this moment. */
function Mark() {
  const field = useRef<HTMLInputElement>(null);
  const why = useSignal<string | null>(null);
  // At once: what is typed next is the title.
  useLayoutEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <form
      class="strip-mark"
      onSubmit={async (event) => {
        event.preventDefault();
        try {
          await mark(field.current!.value);
          marking.value = false;
        } catch (failure) {
          why.value = failure instanceof Refused ? failure.message : String(failure);
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          marking.value = false;
        }
      }}
    >
      <label>
        <span>Chapter, from now on:</span>
        <input ref={field} required maxLength={100} />
      </label>
      <button type="submit" class="key" data-tone="first">
        Mark
      </button>
      <button type="button" class="key" onClick={() => (marking.value = false)}>
        Leave
      </button>
      {why.value !== null && (
        <p class="strip-why" role="alert">
          {why.value}
        </p>
      )}
    </form>
  );
}
