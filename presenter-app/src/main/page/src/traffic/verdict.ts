import type { Sample, TestResult } from "../wire/world";
import { longest, noReply, type Outage } from "./outages";
import { plain } from "./plain";
import { lasting, roundTrip, several, throughput } from "./words";

/** What came of a test: told by a sign, a word and the figures, never by colour alone. */
export interface Verdict {
  readonly tone: "good" | "mended" | "bad";
  readonly sign: "✓" | "↺" | "✕";
  readonly word: string;
  readonly figures: string;
}

const WORDS = {
  ok: { tone: "good", sign: "✓", word: "ok" },
  recovered: { tone: "mended", sign: "↺", word: "recovered" },
  lost: { tone: "bad", sign: "✕", word: "lost" },
  unreachable: { tone: "bad", sign: "✕", word: "no answer" },
  failed: { tone: "bad", sign: "✕", word: "failed" },
} as const satisfies Record<TestResult["verdict"], object>;

/** A result in words; `seen` are the outages that this page has seen, where the result itself has no length. */
export function verdict(result: TestResult, seen: readonly Outage[]): Verdict {
  // A newer node may know more verdicts than this page.
  const known = WORDS[result.verdict] ?? { tone: "bad", sign: "✕", word: plain(String(result.verdict)) };
  return { ...known, figures: figures(result, seen).join(" · ") };
}

function figures(result: TestResult, seen: readonly Outage[]): string[] {
  const said: string[] = [];
  if (result.sent !== undefined && result.received !== undefined) {
    said.push(`${result.received} of ${result.sent} came back`);
  }
  const outage = outageOf(result, seen);
  if (outage !== null) {
    said.push(outage);
  }
  if (result.avg_ms !== undefined && result.verdict === "ok") {
    said.push(`${roundTrip(result.avg_ms)} ms`);
  }
  if (result.mbit_per_s !== undefined) {
    said.push(`${throughput(result.mbit_per_s)} Mbit/s`);
  }
  // Who only sends has no lines.
  if (result.lines !== undefined && (result.lines > 0 || result.kind === "exec")) {
    const dropped = result.dropped_lines ?? 0;
    said.push(several(result.lines, "line") + (dropped > 0 ? ` and ${dropped} more that were not told` : ""));
  }
  if (result.exit_code !== undefined && result.exit_code > 0) {
    said.push(`exit code ${result.exit_code}`);
  }
  if (result.text !== undefined && result.text !== "") {
    said.push(plain(result.text));
  } else if (result.ended === "guest_gone") {
    said.push(`${result.from} is gone`);
  }
  return said;
}

function outageOf(result: TestResult, seen: readonly Outage[]): string | null {
  if (result.kind !== "ping") {
    return null;
  }
  if (result.outage_ms !== undefined) {
    return result.outage_ms > 0 ? `longest: ${noReply(result.outage_ms)}` : null;
  }
  const last = seen.at(-1);
  const most = longest(seen);
  if (result.verdict !== "lost" || last?.open !== true || most === null) {
    return null;
  }
  return most === last
    ? `${noReply(last.to - last.from)}, to the end`
    : `longest: ${noReply(most.to - most.from)}, the last one to the end`;
}

/** What a test is doing now, as its big figure. */
export interface Figure {
  readonly figure: string;
  readonly unit: string;
  readonly bad: boolean;
}

/** The big figure of a run whose newest sample is this. */
export function figure(
  kind: Sample["kind"],
  newest: Sample | undefined,
  seen: readonly Outage[],
): Figure | null {
  if (newest === undefined) {
    return null;
  }
  if (newest.timeout === true) {
    const last = seen.at(-1);
    return { figure: lasting(last === undefined ? 0 : last.to - last.from), unit: "✕ no reply", bad: true };
  }
  if (newest.ms !== undefined) {
    return { figure: roundTrip(newest.ms), unit: "ms", bad: false };
  }
  if (newest.mbit_per_s !== undefined) {
    const bad = newest.mbit_per_s === 0;
    return { figure: throughput(newest.mbit_per_s), unit: bad ? "✕ Mbit/s" : "Mbit/s", bad };
  }
  if (newest.text === undefined) {
    return { figure: "…", unit: "listening", bad: false };
  }
  return kind === "iperf"
    ? null
    : { figure: String(newest.seq + 1), unit: newest.seq === 0 ? "line" : "lines", bad: false };
}

/** How long a test took, in words. */
export function took(result: TestResult): string {
  return lasting(result.duration_ms);
}
