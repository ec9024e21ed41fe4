/** The consoles that are open as tabs, in the order in which they were opened. */
export type Opened = readonly string[];

/** So many at once; of more, the one that was opened first is closed. */
const MOST = 6;

/** What is open after the address says which is shown; null closes all. */
export function opened(before: Opened, shown: string | null): Opened {
  if (shown === null) {
    return before.length === 0 ? before : [];
  }
  return before.includes(shown) ? before : [...before, shown].slice(-MOST);
}

/** What is shown after one is closed: the shown one stays, or its neighbour comes; null if there is none. */
export function afterClosing(all: Opened, closed: string, shown: string): string | null {
  if (closed !== shown) {
    return shown;
  }
  const at = all.indexOf(closed);
  return all[at + 1] ?? all[at - 1] ?? null;
}
