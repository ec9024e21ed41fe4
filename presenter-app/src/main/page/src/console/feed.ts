/** What a terminal is given to show. */
export type Piece =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** So many bytes are missing here. */
  | { readonly kind: "gap"; readonly missing: number }
  /** What was shown before does not count. */
  | { readonly kind: "reset" };

/** A terminal is given at most so much at once, so that a frame can be drawn in between. */
const MOST_AT_ONCE = 64 * 1024;

/**
 * What waits for a terminal. It is given one piece at a time and says when it has shown it; what comes meanwhile waits, up
 * to a bound. Then the oldest is dropped, and what is missing is told in its place: who looks wants to see what is now.
 */
export class Feed {
  private waiting: Piece[] = [];
  private bytes = 0;
  private busy = false;
  private ended = false;

  /**
   * @param show shows a piece, then calls back; not before it returns
   * @param dropped is told of bytes that were dropped here
   * @param most so many bytes may wait
   */
  constructor(
    private readonly show: (piece: Piece, shown: () => void) => void,
    private readonly dropped: (bytes: number) => void = () => {},
    private readonly most = 512 * 1024,
  ) {}

  add(bytes: Uint8Array): void {
    if (this.ended || bytes.length === 0) {
      return;
    }
    for (let at = 0; at < bytes.length; at += MOST_AT_ONCE) {
      this.waiting.push({ kind: "bytes", bytes: bytes.subarray(at, at + MOST_AT_ONCE) });
    }
    this.bytes += bytes.length;
    this.bound();
    this.next();
  }

  gap(missing: number): void {
    if (!this.ended && missing > 0) {
      const last = this.waiting.at(-1);
      if (last?.kind === "gap") {
        this.waiting.pop();
      }
      this.waiting.push({ kind: "gap", missing: missing + (last?.kind === "gap" ? last.missing : 0) });
      this.next();
    }
  }

  /** What was there does not count any more, and what waits neither. */
  reset(): void {
    if (!this.ended) {
      this.waiting = [{ kind: "reset" }];
      this.bytes = 0;
      this.next();
    }
  }

  /** Gives nothing more. */
  end(): void {
    this.ended = true;
    this.waiting = [];
    this.bytes = 0;
  }

  /** Drops the oldest bytes that are too many; the gap that they leave is one with those beside it. */
  private bound(): void {
    let dropped = 0;
    let missing = 0;
    const first = this.waiting[0]?.kind === "reset" ? 1 : 0;
    while (this.bytes > this.most || (missing > 0 && this.waiting[first]?.kind === "gap")) {
      const [oldest] = this.waiting.splice(first, 1);
      if (oldest?.kind === "bytes") {
        this.bytes -= oldest.bytes.length;
        dropped += oldest.bytes.length;
        missing += oldest.bytes.length;
      } else if (oldest?.kind === "gap") {
        missing += oldest.missing;
      }
    }
    if (missing > 0) {
      this.waiting.splice(first, 0, { kind: "gap", missing });
      this.dropped(dropped);
    }
  }

  private next(): void {
    if (this.busy || this.ended) {
      return;
    }
    const piece = this.waiting.shift();
    if (piece === undefined) {
      return;
    }
    if (piece.kind === "bytes") {
      this.bytes -= piece.bytes.length;
    }
    this.busy = true;
    this.show(piece, () => {
      this.busy = false;
      this.next();
    });
  }
}
