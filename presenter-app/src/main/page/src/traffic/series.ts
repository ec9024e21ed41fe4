import type { Sample } from "../wire/world";
import { noReply, outages, standstills, TIMEOUT_MS } from "./outages";
import { type Point, unseen } from "./run";
import { lasting } from "./words";

/** What a plot draws; all times in seconds since the first sample that this page has seen (ping), or the test's begin. */
export interface Series {
  readonly unit: "ms" | "Mbit/s";
  readonly stepped: boolean;
  readonly x: readonly number[];
  /** A null parts the line: nothing came, or it was not seen. */
  readonly y: readonly (number | null)[];
  /** Where an answer is missing. */
  readonly misses: readonly number[];
  readonly bands: readonly { readonly from: number; readonly to: number; readonly words: string }[];
  readonly scale: Scale;
}

/** What the axes span. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly top: number;
}

/** A plot shows this much of a run, s. */
const WINDOW_S = 120;
const SPANS_S = [20, 60, WINDOW_S] as const;

/** The series of a run, or null if there is nothing in it to plot. */
export function series(kind: Sample["kind"], points: readonly Point[]): Series | null {
  switch (kind) {
    case "ping":
      return points.length === 0 ? null : ping(points);
    case "iperf":
      return iperf(points.filter((point) => point.sample.mbit_per_s !== undefined));
    default:
      return null;
  }
}

function ping(points: readonly Point[]): Series {
  const begin = left(points[0]!);
  const [x, y, misses]: [number[], (number | null)[], number[]] = [[], [], []];
  let previous: Point | undefined;
  for (const point of points) {
    // Pings leave at a steady pace and in order; what a clock says otherwise would only tangle the line.
    const at = Math.max((left(point) - begin) / 1000, x.at(-1) ?? 0);
    if (previous !== undefined && unseen(previous.sample, point.sample) > 0) {
      x.push(at);
      y.push(null);
    }
    x.push(at);
    y.push(point.sample.timeout === true ? null : (point.sample.ms ?? null));
    if (point.sample.timeout === true) {
      misses.push(at);
    }
    previous = point;
  }
  const bands = outages(points).map(({ from, to }) => ({
    from: (from - begin) / 1000,
    to: (to - begin) / 1000,
    words: noReply(to - from),
  }));
  const end = Math.max(x.at(-1) ?? 0, bands.at(-1)?.to ?? 0);
  return { unit: "ms", stepped: false, x, y, misses, bands, scale: scale(end, x, y) };
}

/** When a request left. */
function left({ at, sample }: Point): number {
  return at - (sample.timeout === true ? TIMEOUT_MS : (sample.ms ?? 0));
}

function iperf(points: readonly Point[]): Series | null {
  if (points.length === 0) {
    return null;
  }
  const [x, y, misses]: [number[], (number | null)[], number[]] = [[], [], []];
  let end = 0;
  let previous: Point | undefined;
  for (const point of points) {
    const { from_s = 0, to_s = 0, mbit_per_s = 0 } = point.sample;
    if (previous !== undefined && unseen(previous.sample, point.sample) > 0) {
      x.push(end);
      y.push(null);
    }
    const from = Math.max(from_s, x.at(-1) ?? 0);
    x.push(from);
    y.push(mbit_per_s);
    if (mbit_per_s === 0) {
      misses.push((from_s + to_s) / 2);
    }
    end = Math.max(to_s, from);
    previous = point;
  }
  // The last step has an end, too.
  x.push(end);
  y.push(y.at(-1) ?? null);
  const bands = standstills(points).map(({ from, to }) => ({
    from,
    to,
    words: `nothing for ${lasting((to - from) * 1000)}`,
  }));
  return { unit: "Mbit/s", stepped: true, x, y, misses, bands, scale: scale(end, x, y) };
}

/** A span that grows in steps and then goes along, and a top that is a round number: neither moves at every sample. */
export function scale(end: number, x: readonly number[], y: readonly (number | null)[]): Scale {
  const span = SPANS_S.find((fits) => end <= fits) ?? WINDOW_S;
  const from = Math.max(0, end - span);
  let most = 0;
  for (let index = x.length - 1; index >= 0 && x[index]! >= from; index--) {
    most = Math.max(most, y[index] ?? 0);
  }
  return { from, to: from + span, top: round(most * 1.1) };
}

/** The next of 1, 2, 5, 10, 20, … that is not less. */
function round(least: number): number {
  if (least <= 0) {
    return 1;
  }
  const ten = 10 ** Math.floor(Math.log10(least));
  return (
    [1, 2, 5, 10].map((step) => Number((step * ten).toPrecision(1))).find((top) => top >= least) ?? 10 * ten
  );
}
