import { expect, test } from "vitest";
import type { Sample } from "../wire/world";
import { lastLines, line } from "./lines";
import type { Point } from "./run";

const sample = (more: Partial<Sample>) =>
  ({ kind: "ping", from: "doge1", to: "10.1.1.2", session: 17, ts: "", seq: 4, ...more }) as Sample;
const written = (more: Partial<Sample>) => {
  const { text, rest } = line(sample(more));
  return rest === undefined ? text : `${text} ${rest}`;
};
const points = (...samples: Partial<Sample>[]): Point[] =>
  samples.map((more) => ({ at: 0, sample: sample(more) }));

test("replies and timeouts read as in the thesis", () => {
  expect(written({ bytes: 64, ttl: 64, ms: 0.42 })).toBe("64 bytes from 10.1.1.2: icmp_seq=4 time=0.42 ms");
  expect(written({ seq: 5, timeout: true })).toBe("Request timeout for icmp_seq 5");
});

test("iperf's intervals read like iperf3's, figures under figures", () => {
  expect(written({ kind: "iperf", from_s: 2, to_s: 4, mbit_per_s: 341.7 })).toBe(
    "[  2.0-4.0  s]   341.7 Mbit/s",
  );
  expect(written({ kind: "iperf", from_s: 18, to_s: 20, mbit_per_s: 0 })).toBe(
    "[ 18.0-20.0 s]    0.00 Mbit/s",
  );
});

test("what others wrote is text: nothing hidden, nothing endless, no markup", () => {
  expect(written({ kind: "netcat", text: "<img src=x onerror=alert(1)>" })).toBe(
    "<img src=x onerror=alert(1)>",
  );
  expect(written({ kind: "netcat", text: "a\u001b[2Jb\rc\u202ed" })).toBe("a^[[2Jb^Mc\ufffdd");
  expect(written({ kind: "exec", text: "PID\tNAME" })).toBe("PID     NAME");
  const flood = written({ kind: "exec", text: "x".repeat(1_000_000) });
  expect(flood).toBe(`${"x".repeat(240)} … and 999760 more characters`);
  expect(written({ to: "\u0007", bytes: 64, ms: 1 })).toContain("from ^G:");
});

test("only the last lines are there", () => {
  const many = Array.from({ length: 1200 }, (_, seq) => ({
    kind: "exec" as const,
    seq,
    text: `line ${seq}`,
  }));
  const shown = lastLines(points(...many), 12);
  expect(shown).toHaveLength(12);
  expect(shown.at(-1)!.text).toBe("line 1199");
});

test("who came later is told that there was something before, and where something is missing", () => {
  const shown = lastLines(
    points({ seq: 57, bytes: 64, ms: 1 }, { seq: 58, bytes: 64, ms: 1 }, { seq: 70, timeout: true }),
    12,
  );
  expect(shown.map(({ text, tone }) => (tone === "note" ? text : tone))).toEqual([
    "from here on: 57 lines before",
    "said",
    "said",
    "11 not seen here",
    "missed",
  ]);
  expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length);
});

test("a server says that it listens, and then what it hears", () => {
  const heard = points(
    { kind: "netcat", seq: 0, listening: true },
    { kind: "netcat", seq: 0, text: "Hi from rasp1!" },
  );
  expect(lastLines(heard, 12).map(({ text }) => text)).toEqual(["listening", "Hi from rasp1!"]);
});
