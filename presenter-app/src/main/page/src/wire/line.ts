import { read, type Telegram } from "./telegram";
import { protocols, socketAddress } from "./visitor";

/** Whether the server can be heard. */
export type LineState = "connecting" | "open" | "lost";

/** A connection that comes back by itself. */
export interface Line {
  /** Says something to the server; what is said while the line is lost is lost with it. */
  say(message: object): void;
  close(): void;
}

const PATIENCE_MS = [250, 500, 1000, 2000, 3000];

/**
 * Opens a WebSocket and keeps it open: when it breaks it is opened again, soon at first, then every few seconds, a little
 * apart for each page, so that a whole audience does not come back in the same instant.
 */
export function openLine(
  path: string,
  told: (telegram: Telegram) => void,
  state: (state: LineState, why: string | null) => void,
): Line {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let closed = false;

  const retry = (why: string | null): void => {
    if (closed) {
      return;
    }
    state("lost", why);
    const wait = PATIENCE_MS[Math.min(tries++, PATIENCE_MS.length - 1)]!;
    timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
  };

  function open(): void {
    const opened = new WebSocket(socketAddress(path), protocols());
    socket = opened;
    opened.onopen = () => {
      tries = 0;
      state("open", null);
    };
    opened.onmessage = (message) => {
      const telegram = typeof message.data === "string" ? read(message.data) : null;
      if (telegram !== null) {
        told(telegram);
      }
    };
    opened.onclose = (end) => {
      if (socket === opened) {
        socket = null;
        retry(end.reason === "" ? null : end.reason);
      }
    };
  }

  // A phone that wakes up, or a cable that is put in again, should not wait for the timer.
  const hurry = (): void => {
    if (!closed && socket === null) {
      clearTimeout(timer);
      open();
    }
  };
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);

  state("connecting", null);
  open();
  return {
    say: (message) => {
      if (socket?.readyState === WebSocket.OPEN) {
        socket.send(JSON.stringify(message));
      }
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      socket?.close();
    },
  };
}
