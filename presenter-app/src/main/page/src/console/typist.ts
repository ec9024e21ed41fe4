/** The server takes at most 4096 bytes at once: so many UTF-16 units of text are never more. */
const MOST_AT_ONCE = 1000;
/** With that, less than the 64 KiB a second that it takes. */
const PACE_MS = 50;
/** More is no paste but an accident. */
const MOST = 256 * 1024;

/** Types for somebody: keys at once, a long paste in parts that the other end can take. */
export class Typist {
  private waiting = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send @return whether it could be sent */
  constructor(private readonly send: (text: string) => boolean) {}

  /** @return null, or why nothing of it is typed */
  type(text: string): string | null {
    if (this.waiting.length + text.length > MOST) {
      return `a paste has at most ${MOST / 1024} KiB, so nothing of this one was typed`;
    }
    this.waiting += text;
    if (this.timer === undefined) {
      this.next();
    }
    return null;
  }

  /** Types nothing more of what waits. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = "";
  }

  private next(): void {
    this.timer = undefined;
    if (this.waiting === "") {
      return;
    }
    const end = part(this.waiting);
    const sent = this.send(this.waiting.slice(0, end));
    // What can't be sent now is not typed later, when nobody expects it any more.
    this.waiting = sent ? this.waiting.slice(end) : "";
    if (this.waiting !== "" || end === MOST_AT_ONCE) {
      this.timer = setTimeout(() => this.next(), PACE_MS);
    }
  }
}

/** Where the next part ends: not within a character. */
function part(text: string): number {
  if (text.length <= MOST_AT_ONCE) {
    return text.length;
  }
  const last = text.charCodeAt(MOST_AT_ONCE - 1);
  return last >= 0xd800 && last < 0xdc00 ? MOST_AT_ONCE - 1 : MOST_AT_ONCE;
}
