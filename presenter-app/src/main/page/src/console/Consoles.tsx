import "./console.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { element } from "../stage/place";
import { go, under } from "../state/route";
import { replay, world } from "../state/store";
import { visible } from "../state/visible";
import { afterClosing, type Opened, opened } from "./opened";
import { Terminal } from "./Terminal";

const HEIGHT = "scatola.console-height";
const ALOUD = "scatola.console-aloud";
/** Of the stage's height, in percent. */
const [LEAST, MOST, STEP] = [20, 100, 5];

/** The consoles of guests; the one at `#/console/VM` is seen. */
export function Consoles() {
  const shown = under("/console/");
  const [all, setAll] = useState<Opened>([]);
  const now = opened(all, shown);
  if (now !== all) {
    setAll(now);
  }
  return shown === null ? null : (
    <Drawer shown={shown} all={now} close={(vm) => setAll(now.filter((other) => other !== vm))} />
  );
}

interface Props {
  shown: string;
  all: Opened;
  close: (vm: string) => void;
}

function Drawer({ shown, all, close }: Props) {
  const drawer = useRef<HTMLElement>(null);
  const tab = useRef<HTMLAnchorElement>(null);
  const [height, setHeight] = useState(() => clamp(Number(localStorage.getItem(HEIGHT) ?? "50")));
  const [full, setFull] = useState(false);
  const [aloud, setAloud] = useState(() => localStorage.getItem(ALOUD) === "yes");
  useFocusBack(shown);

  const resize = (percent: number): void => {
    const next = clamp(percent);
    setHeight(next);
    localStorage.setItem(HEIGHT, String(next));
  };
  const leave = (): void => go("/");
  const closeOne = (vm: string): void => {
    close(vm);
    const next = afterClosing(all, vm, shown);
    go(next === null ? "/" : `/console/${encodeURIComponent(next)}`);
  };
  const others = Object.keys(world.value.guests).filter((vm) => !all.includes(vm));
  const id = replay.value?.id ?? null;
  return (
    <section
      ref={drawer}
      class="consoles"
      aria-label={`Console of ${visible(shown)}`}
      data-full={full}
      style={{ "--height": `${height}%` }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          leave();
        }
      }}
    >
      <Handle height={height} resize={resize} />
      <div class="bar">
        <nav aria-label="Consoles">
          {all.map((vm) => (
            <span class="tab" key={vm} data-shown={vm === shown}>
              <a
                href={`#/console/${encodeURIComponent(vm)}`}
                aria-current={vm === shown ? "page" : undefined}
                ref={vm === shown ? tab : null}
              >
                {visible(vm)}
              </a>
              {all.length > 1 && (
                <button
                  type="button"
                  aria-label={`Close the console of ${visible(vm)}`}
                  onClick={() => closeOne(vm)}
                >
                  ✕
                </button>
              )}
            </span>
          ))}
        </nav>
        {others.length > 0 && (
          <select
            class="key another"
            aria-label="Open another guest's console"
            value=""
            onChange={(event) => go(`/console/${encodeURIComponent(event.currentTarget.value)}`)}
          >
            <option value="">Other …</option>
            {others.map((vm) => (
              <option key={vm} value={vm}>
                {visible(vm)}
              </option>
            ))}
          </select>
        )}
        <span class="room" />
        <button
          type="button"
          class="key"
          aria-pressed={aloud}
          onClick={() => {
            setAloud(!aloud);
            localStorage.setItem(ALOUD, aloud ? "no" : "yes");
          }}
        >
          Screen reader
        </button>
        <button type="button" class="key enlarge" aria-pressed={full} onClick={() => setFull(!full)}>
          {full ? "Smaller" : "Whole page"}
        </button>
        <button type="button" class="key" title="Escape twice in the terminal closes it, too" onClick={leave}>
          Close
        </button>
      </div>
      {all.map((vm) => (
        <Terminal
          key={vm}
          vm={visible(vm)}
          path={`/api/${id === null ? "" : `replays/${id}/`}consoles/${encodeURIComponent(vm)}`}
          shown={vm === shown}
          aloud={aloud}
          leave={leave}
          elsewhere={() => tab.current?.focus()}
        />
      ))}
    </section>
  );
}

/** Gives the focus back when the drawer goes: to where it came from, or to the guest on the stage. */
function useFocusBack(shown: string): void {
  const last = useRef(shown);
  last.current = shown;
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const back =
        before instanceof HTMLElement && before !== document.body && before.isConnected
          ? before
          : element({ kind: "guest", vm: last.current });
      back?.focus();
    };
  }, []);
}

/** What the drawer is made higher and lower by, with a pointer or with the arrow keys. */
function Handle({ height, resize }: { height: number; resize: (percent: number) => void }) {
  const drag = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    if (handle.hasPointerCapture(event.pointerId)) {
      const stage = document.querySelector(".stage")!.getBoundingClientRect();
      resize(((stage.bottom - event.clientY) / stage.height) * 100);
    }
  };
  const press = (event: KeyboardEvent): void => {
    const to = { ArrowUp: height + STEP, ArrowDown: height - STEP, Home: LEAST, End: MOST }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      resize(to);
    }
  };
  return (
    <div
      class="handle"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the console"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={Math.round(height)}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}

function clamp(percent: number): number {
  return Number.isFinite(percent) ? Math.min(MOST, Math.max(LEAST, percent)) : 50;
}
