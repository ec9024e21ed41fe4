import { type Point, place, unseen } from "./run";
import { lasting } from "./words";

/** A time without an answer, in ms since 1970. */
export interface Outage {
  readonly from: number;
  /** Its end, or how far it is known to last. */
  readonly to: number;
  /** Nothing has come back yet. */
  readonly open: boolean;
}

/** After so long a reply is missing (the node's own measure). */
export const TIMEOUT_MS = 1000;

/**
 * The outages of a run of pings: each from the last reply before a loss to the first one after it, as the node measures
 * them. What this page has not seen is no outage: there it begins and ends with what was seen of it.
 */
export function outages(points: readonly Point[]): Outage[] {
  const found: Outage[] = [];
  let from: number | null = null;
  let known = 0;
  let previous: Point | undefined;
  for (const point of points) {
    if (from !== null && unseen(previous?.sample, point.sample) > 0) {
      found.push({ from, to: known, open: false });
      from = null;
    }
    if (point.sample.timeout === true) {
      from ??= begin(previous, point);
      known = Math.max(known, point.at);
    } else if (from !== null) {
      found.push({ from, to: point.at, open: false });
      from = null;
    }
    previous = point;
  }
  if (from !== null) {
    found.push({ from, to: known, open: true });
  }
  return found;
}

function begin(previous: Point | undefined, point: Point): number {
  const left = point.at - TIMEOUT_MS;
  const replied = previous !== undefined && place(previous.sample) === place(point.sample) - 1;
  return replied ? Math.min(previous.at, point.at) : left;
}

/** The intervals of an iperf run in which nothing arrived, joined, in seconds since its begin. */
export function standstills(points: readonly Point[]): Outage[] {
  const found: Outage[] = [];
  let previous: Point | undefined;
  for (const point of points) {
    const { from_s, to_s, mbit_per_s } = point.sample;
    if (from_s !== undefined && to_s !== undefined && mbit_per_s === 0) {
      const last = found.at(-1);
      if (
        last !== undefined &&
        previous?.sample.mbit_per_s === 0 &&
        unseen(previous.sample, point.sample) === 0
      ) {
        found[found.length - 1] = { ...last, to: to_s };
      } else {
        found.push({ from: from_s, to: to_s, open: false });
      }
    }
    previous = point;
  }
  const end = found.at(-1);
  if (end !== undefined && previous?.sample.mbit_per_s === 0) {
    found[found.length - 1] = { ...end, open: true };
  }
  return found;
}

/** The longest one, or null if there is none. */
export function longest(all: readonly Outage[]): Outage | null {
  return all.reduce<Outage | null>(
    (most, outage) => (most === null || outage.to - outage.from > most.to - most.from ? outage : most),
    null,
  );
}

/** What is written on a ping's outage. */
export function noReply(ms: number): string {
  return `no reply for ${lasting(ms)}`;
}
