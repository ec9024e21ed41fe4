/**
 * Sends one thing at a time, and of what comes meanwhile only the newest: who drags fast asks for many moments, and wants to
 * see the last of them.
 */
export class Newest<T> {
  private next: { value: T } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;

  /**
   * @param send does it
   * @param patience after how many ms the next is sent although nobody said {@link done}
   */
  constructor(
    private readonly send: (value: T) => void,
    private readonly patience: number,
  ) {}

  /** Sends it now, or when the one before is done, unless a newer one comes. */
  offer(value: T): void {
    if (this.busy) {
      this.next = { value };
      return;
    }
    this.busy = true;
    this.timer = setTimeout(() => this.done(), this.patience);
    this.send(value);
  }

  /** What was sent is done. */
  done(): void {
    clearTimeout(this.timer);
    this.busy = false;
    const next = this.next;
    this.next = null;
    if (next !== null) {
      this.offer(next.value);
    }
  }

  /** Forgets what waits. */
  clear(): void {
    clearTimeout(this.timer);
    this.busy = false;
    this.next = null;
  }

  /** Whether nothing is on its way. */
  get idle(): boolean {
    return !this.busy;
  }
}
