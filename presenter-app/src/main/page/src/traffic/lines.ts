import type { Sample } from "../wire/world";
import { plain } from "./plain";
import { type Point, place, unseen } from "./run";
import { roundTrip, several, throughput } from "./words";

/** A line of the board. */
export interface Line {
  /** Its own within its run. */
  readonly key: string;
  readonly text: string;
  /** Where it may go on in another row, if at all. */
  readonly rest?: string;
  /** `note` is a word of the board's own, not of the test. */
  readonly tone: "said" | "missed" | "note";
}

/** The last lines of a run, oldest first, at most that many; where some were not seen it says so. */
export function lastLines(points: readonly Point[], most: number): Line[] {
  const lines: Line[] = [];
  for (let index = points.length - 1; index >= 0 && lines.length < most; index--) {
    const { sample } = points[index]!;
    const previous = points[index - 1]?.sample;
    lines.unshift(line(sample));
    const missing = unseen(previous, sample);
    if (missing > 0 && lines.length < most) {
      lines.unshift({ key: `before ${place(sample)}`, text: note(previous, missing), tone: "note" });
    }
  }
  return lines;
}

/** What a sample says, in the words of the program that it comes from. */
export function line(sample: Sample): Line {
  const key = String(place(sample));
  if (sample.timeout === true) {
    return { key, text: `Request timeout for icmp_seq ${sample.seq}`, tone: "missed" };
  }
  if (sample.ms !== undefined) {
    const to = plain(sample.to ?? "");
    const rest = `icmp_seq=${sample.seq} time=${roundTrip(sample.ms)} ms`;
    return { key, text: `${sample.bytes} bytes from ${to}:`, rest, tone: "said" };
  }
  if (sample.mbit_per_s !== undefined) {
    const { from_s = 0, to_s = 0, mbit_per_s } = sample;
    const during = `[${from_s.toFixed(1).padStart(5)}-${to_s.toFixed(1).padEnd(4)} s]`;
    const text = `${during} ${throughput(mbit_per_s).padStart(7)} Mbit/s`;
    return { key, text, tone: mbit_per_s === 0 ? "missed" : "said" };
  }
  if (sample.text !== undefined) {
    return { key, text: plain(sample.text), tone: "said" };
  }
  return { key, text: "listening", tone: "note" };
}

function note(previous: Sample | undefined, missing: number): string {
  return previous === undefined
    ? `from here on: ${several(missing, "line")} before`
    : `${missing} not seen here`;
}
