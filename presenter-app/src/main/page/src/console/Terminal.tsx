import { useEffect, useRef, useState } from "preact/hooks";
import { keepOpen, type Socket } from "../wire/socket";
import { copy } from "./copy";
import { Feed } from "./feed";
import { readNotice } from "./notice";
import type { Screen } from "./screen";
import { canType, hear, type Told, UNTOLD, words } from "./told";
import { Typist } from "./typist";

interface Props {
  vm: string;
  /** Where its WebSocket is. */
  path: string;
  /** Whether it is the one that is seen. */
  shown: boolean;
  /** Whether screen readers are told what comes. */
  aloud: boolean;
  leave: () => void;
  elsewhere: () => void;
}

/** Keys that a phone has not. */
const KEYS = [
  ["Ctrl C", "\x03"],
  ["Ctrl D", "\x04"],
  ["Tab", "\t"],
  ["Esc", "\x1b"],
  ["↑", "\x1b[A"],
  ["↓", "\x1b[B"],
] as const;

/** One guest's console: a terminal, and the line to the guest. */
export function Terminal({ vm, path, shown, aloud, leave, elsewhere }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen | null>(null);
  const typist = useRef<Typist | null>(null);
  const [told, setTold] = useState<Told>(UNTOLD);
  const [columns, setColumns] = useState<{ columns: number; rows: number } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const asked = useRef({ shown, aloud, leave, elsewhere });
  asked.current = { shown, aloud, leave, elsewhere };

  useEffect(() => {
    let ended = false;
    let close = (): void => {};
    import("./screen")
      .then(({ openScreen }) =>
        openScreen(place.current!, {
          typed: (text) => setSaid(typist.current?.type(text) ?? null),
          resized: (columns, rows) => setColumns({ columns, rows }),
          leave: () => asked.current.leave(),
          elsewhere: () => asked.current.elsewhere(),
          copy: (text) => void copy(text).then((done) => setSaid(done ? null : CAN_NOT_COPY)),
        }),
      )
      .then((opened) => {
        if (ended) {
          opened.close();
          return;
        }
        screen.current = opened;
        const line = talk(path, opened, (change) => setTold(change));
        typist.current = new Typist(line.send);
        opened.readOnly(true);
        opened.aloud(asked.current.aloud);
        if (asked.current.shown) {
          opened.focus();
        }
        close = () => {
          typist.current?.stop();
          line.close();
          opened.close();
          screen.current = null;
        };
      })
      .catch((failure: unknown) => {
        console.error("the terminal could not be opened:", failure);
        setFailed(true);
      });
    return () => {
      ended = true;
      close();
      setTold(UNTOLD);
    };
  }, [path]);

  const mayType = canType(told);
  useEffect(() => screen.current?.readOnly(!mayType), [mayType]);
  useEffect(() => screen.current?.aloud(aloud), [aloud]);
  useEffect(() => {
    if (shown) {
      screen.current?.focus();
    }
  }, [shown]);

  const type = (text: string): void => {
    setSaid(typist.current?.type(text) ?? null);
    screen.current?.focus();
  };
  const state = words(told, vm);
  return (
    <div class="terminal" hidden={!shown}>
      {/* What is pressed in a terminal is the guest's; nothing else on the page acts on it. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys from going further */}
      <div class="screen mono" ref={place} onKeyDown={(event) => event.stopPropagation()}>
        {failed && <p>The terminal could not be loaded. Load the page again when the laptop answers.</p>}
      </div>
      <div class="foot">
        <p class="tells" role="status" data-tone={said === null ? state.tone : "notice"}>
          {said ?? state.text}
        </p>
        {told.typing && (
          <span class="touch">
            {KEYS.map(([name, text]) => (
              <button type="button" class="key" key={name} disabled={!mayType} onClick={() => type(text)}>
                {name}
              </button>
            ))}
          </span>
        )}
        {columns !== null && (
          <span class="size mono">
            {columns.columns} × {columns.rows}
          </span>
        )}
        {told.typing && columns !== null && (
          <button
            type="button"
            class="key"
            disabled={!mayType}
            title="A serial line has no size of its own: types stty in the guest"
            onClick={() => type(` stty rows ${columns.rows} cols ${columns.columns}\r`)}
          >
            Tell the guest its size
          </button>
        )}
        <button
          type="button"
          class="key"
          onClick={() =>
            void copy(screen.current?.selection() ?? "").then((done) => {
              setSaid(done ? "copied" : "mark something in the terminal first, then copy it");
              screen.current?.focus();
            })
          }
        >
          Copy
        </button>
      </div>
    </div>
  );
}

const CAN_NOT_COPY = "this browser does not let the page copy: use its own menu";

/** Connects a terminal with its guest. */
function talk(path: string, screen: Screen, change: (how: (told: Told) => Told) => void): Socket {
  const feed = new Feed(screen.show, (bytes) => change((told) => hear(told, { type: "skipped", bytes })));
  let fresh = false;
  const socket = keepOpen(path, {
    text: (text) => {
      const notice = readNotice(text);
      if (notice === null) {
        return;
      }
      if (notice.type === "scrollback" && fresh) {
        // A new connection tells the past again: the one that is shown already must not stand above it.
        feed.reset();
        fresh = false;
      } else if (notice.type === "reset") {
        feed.reset();
      } else if (notice.type === "skipped") {
        feed.gap(notice.bytes);
      }
      change((told) => hear(told, notice));
    },
    bytes: (bytes) => feed.add(bytes),
    state: (line) => {
      fresh ||= line === "open";
      change((told) => ({ ...told, line }));
    },
  });
  return {
    send: socket.send,
    close: () => {
      feed.end();
      socket.close();
    },
  };
}
