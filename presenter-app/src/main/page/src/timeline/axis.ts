/** From time to place and back: the strip's line. Times are in ms since 1970, places in pixels from its left end. */

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How much of the line the live page shows, where it is wide and where it is a phone's. */
export const WINDOW_MS = { wide: 15 * 60_000, narrow: 5 * 60_000 };

const SHORTEST_MS = 60_000;

/** Where a time is on the line, from 0 at its beginning to 1 at its end. */
export function fraction(span: Span, at: number): number {
  return span.to <= span.from ? 1 : Math.min(1, Math.max(0, (at - span.from) / (span.to - span.from)));
}

/** The time at a place of the line. */
export function timeAt(span: Span, part: number): number {
  return span.from + Math.min(1, Math.max(0, part)) * (span.to - span.from);
}

/**
 * The last minutes. They begin with what there is, if that is shorter, but no line is so short that a second jumps.
 *
 * @param first the beginning of what is recorded at all, or null if that is not known
 */
export function lastMinutes(now: number, window: number, first: number | null): Span {
  const from = first === null ? now - window : Math.max(first, now - window);
  return { from: Math.min(from, now - SHORTEST_MS), to: now };
}

const STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];

/**
 * The times that are written below the line: round ones, at least `room` pixels apart.
 *
 * @param offsetMin the viewer's zone as JavaScript tells it: minutes to be added to get UTC
 */
export function roundTimes(
  span: Span,
  width: number,
  room: number,
  offsetMin: number,
): { at: number; seconds: boolean }[] {
  const length = span.to - span.from;
  if (width <= 0 || length <= 0) {
    return [];
  }
  const least = (length * room) / width / 1000;
  const step = (STEPS_S.find((each) => each >= least) ?? Math.ceil(least / 86_400) * 86_400) * 1000;
  const offset = offsetMin * 60_000;
  const times = [];
  for (let at = Math.ceil((span.from - offset) / step) * step + offset; at <= span.to; at += step) {
    times.push({ at, seconds: step < 60_000 });
  }
  return times;
}
