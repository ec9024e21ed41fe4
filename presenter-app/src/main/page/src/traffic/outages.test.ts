import { expect, test } from "vitest";
import type { Sample } from "../wire/world";
import { longest, noReply, outages, standstills } from "./outages";
import type { Point } from "./run";

const reply = (seq: number, at: number): Point => ({
  at,
  sample: { kind: "ping", seq, ms: 1, ts: "" } as unknown as Sample,
});
const miss = (seq: number, at: number): Point => ({
  at,
  sample: { kind: "ping", seq, timeout: true, ts: "" } as unknown as Sample,
});
const interval = (seq: number, mbit_per_s: number): Point => ({
  at: 0,
  sample: { kind: "iperf", seq, from_s: 2 * seq, to_s: 2 * seq + 2, mbit_per_s, ts: "" } as unknown as Sample,
});

test("an outage lasts from the last reply before it to the first one after it", () => {
  const run = [reply(0, 0), reply(1, 1000), miss(2, 3000), miss(3, 4000), reply(4, 4200), reply(5, 5000)];
  expect(outages(run)).toEqual([{ from: 1000, to: 4200, open: false }]);
});

test("one that is not over lasts as long as is known", () => {
  expect(outages([reply(0, 0), miss(1, 2000), miss(2, 3000)])).toEqual([{ from: 0, to: 3000, open: true }]);
});

test("who never had a reply has none since the first request left", () => {
  expect(outages([miss(0, 1000), miss(1, 2000)])).toEqual([{ from: 0, to: 2000, open: true }]);
});

test("what this page has not seen is no outage", () => {
  const before = [reply(0, 0), miss(40, 41_000), reply(41, 41_100)];
  expect(outages(before)).toEqual([{ from: 40_000, to: 41_100, open: false }]);
  const after = [reply(0, 0), miss(1, 2000), reply(90, 90_000)];
  expect(outages(after)).toEqual([{ from: 0, to: 2000, open: false }]);
});

test("several outages are told apart, and the longest is found", () => {
  const run = [
    reply(0, 0),
    miss(1, 2000),
    reply(2, 2001),
    reply(3, 3000),
    miss(4, 5000),
    miss(5, 6000),
    reply(6, 6001),
  ];
  const found = outages(run);
  expect(found).toHaveLength(2);
  expect(longest(found)).toEqual({ from: 3000, to: 6001, open: false });
  expect(longest([])).toBeNull();
});

test("a run without losses has none, and neither has an empty one", () => {
  expect(outages([reply(0, 0), reply(1, 1000)])).toEqual([]);
  expect(outages([])).toEqual([]);
});

test("intervals of an iperf run in which nothing arrived are joined", () => {
  const run = [interval(0, 300), interval(1, 0), interval(2, 0), interval(3, 300), interval(4, 0)];
  expect(standstills(run)).toEqual([
    { from: 2, to: 6, open: false },
    { from: 8, to: 10, open: true },
  ]);
});

test("its length is told in words", () => {
  expect(noReply(40.4)).toBe("no reply for 40 ms");
  expect(noReply(6849)).toBe("no reply for 6.8 s");
  expect(noReply(42_400)).toBe("no reply for 42 s");
  expect(noReply(59_700)).toBe("no reply for 1 min");
  expect(noReply(125_000)).toBe("no reply for 2 min 5 s");
});
