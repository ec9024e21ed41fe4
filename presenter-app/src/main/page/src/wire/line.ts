import { keepOpen, type LineState } from "./socket";
import { read, type Telegram } from "./telegram";

export type { LineState } from "./socket";

/** A connection over which the server tells, and which comes back by itself. */
export interface Line {
  /** Says something to the server; what is said while the line is lost is lost with it. */
  say(message: object): void;
  close(): void;
}

/** Opens a line to the server. */
export function openLine(
  path: string,
  told: (telegram: Telegram) => void,
  state: (state: LineState, why: string | null) => void,
): Line {
  const socket = keepOpen(path, {
    text: (text) => {
      const telegram = read(text);
      if (telegram !== null) {
        told(telegram);
      }
    },
    state,
  });
  return {
    say: (message) => {
      socket.send(JSON.stringify(message));
    },
    close: socket.close,
  };
}
