import { protocols, socketAddress } from "./visitor";

/** Whether the server can be heard. */
export type LineState = "connecting" | "open" | "lost";

/** What is heard over a WebSocket that comes back by itself. */
export interface Ears {
  text(text: string): void;
  bytes?(bytes: Uint8Array): void;
  /** `why` is the server's reason, if it gave one. */
  state(state: LineState, why: string | null): void;
}

/** A WebSocket that comes back by itself. */
export interface Socket {
  /** Sends; @return whether that could be: what is said while the line is lost is lost with it. */
  send(text: string): boolean;
  close(): void;
}

const PATIENCE_MS = [250, 500, 1000, 2000, 3000];

/**
 * Opens a WebSocket and keeps it open: when it breaks it is opened again, soon at first, then every few seconds, a little
 * apart for each page, so that a whole audience does not come back in the same instant.
 */
export function keepOpen(path: string, ears: Ears): Socket {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let closed = false;

  const retry = (why: string | null): void => {
    if (closed) {
      return;
    }
    ears.state("lost", why);
    const wait = PATIENCE_MS[Math.min(tries++, PATIENCE_MS.length - 1)]!;
    timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
  };

  function open(): void {
    const opened = new WebSocket(socketAddress(path), protocols());
    opened.binaryType = "arraybuffer";
    socket = opened;
    opened.onopen = () => ears.state("open", null);
    opened.onmessage = (message: MessageEvent<string | ArrayBuffer>) => {
      // One that is let in and at once put out again is no reason for haste.
      tries = 0;
      if (typeof message.data === "string") {
        ears.text(message.data);
      } else {
        ears.bytes?.(new Uint8Array(message.data));
      }
    };
    opened.onclose = (end) => {
      if (socket === opened) {
        socket = null;
        tries = end.code === NO_SUCH_THING || end.code === TAKEN_BACK ? PATIENCE_MS.length : tries;
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

  ears.state("connecting", null);
  open();
  return {
    send: (text) => {
      if (socket?.readyState !== WebSocket.OPEN) {
        return false;
      }
      socket.send(text);
      return true;
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

/** What the server closes with when there is no such thing: it may come yet. */
const NO_SUCH_THING = 4404;

/** What the server closes with when our link was taken back: whoever asks who they are is told so. */
const TAKEN_BACK = 4401;
