import type { Performance } from "../../wire/generated/api";
import { protocols, socketAddress } from "../../wire/visitor";

const OVER = 1000;
const NONE = 4404;
const PATIENCE_MS = 1000;

/** How a performance is followed: the newest of it, whole, at each change. */
export interface Follower {
  told(performance: Performance): void;
  /** The line is lost, and being opened again. */
  lost(): void;
  /** There is no such performance. */
  none(): void;
}

/** Follows a performance until it is over. @return ends that before */
export function follow(id: number, follower: Follower): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const open = (): void => {
    const opened = new WebSocket(socketAddress(`/api/performances/${id}`), protocols());
    socket = opened;
    opened.onmessage = ({ data }) => {
      const said = typeof data === "string" ? read(data) : null;
      if (said !== null) {
        follower.told(said);
      }
    };
    opened.onclose = ({ code }) => {
      if (closed || code === OVER) {
        return;
      }
      if (code === NONE) {
        follower.none();
        return;
      }
      follower.lost();
      timer = setTimeout(open, PATIENCE_MS);
    };
  };
  open();
  return () => {
    closed = true;
    clearTimeout(timer);
    socket?.close();
  };
}

function read(text: string): Performance | null {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null && Array.isArray((said as Performance).steps)
      ? (said as Performance)
      : null;
  } catch {
    return null;
  }
}
