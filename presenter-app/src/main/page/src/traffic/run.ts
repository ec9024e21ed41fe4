import type { TestLog } from "../state/tests";
import type { Sample } from "../wire/world";

/** A sample and when it was taken: ms since 1970 by the laptop's clock, as far as that can be known. */
export interface Point {
  readonly at: number;
  readonly sample: Sample;
}

/** A Pi may have been out of reach for so long, and its samples be late by that; more must be a clock that was set. */
const LATE_MS = 60_000;
/** A timeout is told up to a second after younger replies: what is older than this and later is a new beginning. */
const OVERDUE_MS = 2_000;

/**
 * The newest run of a test, in the order of its samples' numbers. Who reuses a test's id begins a new run: a newer session
 * of the node, a number that was there already, or one from before that can't be merely late. A sample that comes twice
 * counts once.
 *
 * A Pi's clock is right only about lengths of time: it is compared with the laptop's by the sample that came fastest.
 */
export function newestRun(log: TestLog): readonly Point[] {
  let points: Point[] = [];
  let known = new Map<number, number>();
  let session = -1;
  let newest = Number.NEGATIVE_INFINITY;
  let offset: number | null = null;
  for (const { at, sample } of log.samples) {
    const taken = Date.parse(sample.ts);
    const key = place(sample);
    if (sample.session < session) {
      continue;
    }
    const before = known.get(key);
    if (before !== undefined && sample.session === session && taken <= before) {
      continue;
    }
    const newSession = sample.session > session;
    const last = points.at(-1);
    const back = last !== undefined && key < place(last.sample);
    const again = back && taken > newest + (sample.kind === "ping" ? OVERDUE_MS : 0);
    if (newSession || before !== undefined || again) {
      points = [];
      known = new Map();
      session = sample.session;
      newest = Number.NEGATIVE_INFINITY;
      offset = newSession ? null : offset;
    }
    newest = Math.max(newest, taken);
    const fastest: number = Math.min(offset ?? Number.POSITIVE_INFINITY, at - taken);
    offset = at - taken - fastest > LATE_MS ? at - taken : fastest;
    known.set(key, taken);
    insert(points, { at: taken + offset, sample });
  }
  return points;
}

/** A sample's place in its run; that a server listens comes before all that it hears. */
export function place(sample: Sample): number {
  return sample.listening === true && sample.text === undefined ? -1 : sample.seq;
}

/** How many samples before this one the page has not seen, if `previous` was the one before it that it has. */
export function unseen(previous: Sample | undefined, sample: Sample): number {
  const expected = previous === undefined ? 0 : place(previous) + 1;
  return Math.max(0, place(sample) - expected);
}

function insert(points: Point[], point: Point): void {
  let at = points.length;
  while (at > 0 && place(points[at - 1]!.sample) > place(point.sample)) {
    at--;
  }
  points.splice(at, 0, point);
}
