import { expect, test } from "vitest";
import type { TestLog } from "../state/tests";
import type { Sample } from "../wire/world";
import { newestRun, unseen } from "./run";

const BEGIN = Date.parse("2026-05-01T18:30:00Z");

/** A sample taken so many ms after the begin. */
function reply(seq: number, taken: number, more: Partial<Sample> = {}): Sample {
  const ts = new Date(BEGIN + taken).toISOString();
  return {
    kind: "ping",
    from: "doge1",
    to: "10.1.1.2",
    session: 17,
    ts,
    seq,
    bytes: 64,
    ttl: 64,
    ms: 1,
    ...more,
  } as Sample;
}

/** What came, each so many ms after it was taken by the node's clock. */
function log(samples: readonly Sample[], late: (index: number) => number = () => 0): TestLog {
  return {
    id: "p1",
    kind: "ping",
    from: "doge1",
    to: "10.1.1.2",
    samples: samples.map((sample, index) => ({ at: Date.parse(sample.ts) + late(index), sample })),
  };
}

const numbers = (of: TestLog) => newestRun(of).map((point) => point.sample.seq);
const times = (of: TestLog) => newestRun(of).map((point) => point.at - BEGIN);

test("samples are in the order of their numbers, whenever they came", () => {
  expect(numbers(log([reply(0, 0), reply(2, 2000), reply(1, 1000), reply(3, 3000)]))).toEqual([0, 1, 2, 3]);
});

test("a timeout that is told after a younger reply is no new beginning", () => {
  const samples = [reply(0, 0), reply(5, 500), reply(4, 1400, { timeout: true }), reply(6, 1500)];
  expect(numbers(log(samples))).toEqual([0, 4, 5, 6]);
});

test("a sample that comes twice counts once", () => {
  expect(numbers(log([reply(0, 0), reply(1, 1000), reply(1, 1000), reply(0, 0)]))).toEqual([0, 1]);
});

test("a number that was there already begins anew", () => {
  expect(numbers(log([reply(0, 0), reply(1, 1000), reply(0, 9000), reply(1, 10000)]))).toEqual([0, 1]);
  expect(times(log([reply(0, 0), reply(1, 1000), reply(0, 9000)]))).toEqual([9000]);
});

test("so does one that can't be merely late, though of the run before only the end was seen", () => {
  expect(numbers(log([reply(31, 0), reply(0, 9000), reply(1, 10_000)]))).toEqual([0, 1]);
  const interval = (seq: number, taken: number) => reply(seq, taken, { kind: "iperf", mbit_per_s: 300 });
  expect(numbers(log([interval(9, 0), interval(0, 1500), interval(1, 3500)]))).toEqual([0, 1]);
  expect(numbers(log([interval(0, 0), interval(2, 4000), interval(1, 2000)]))).toEqual([0, 1, 2]);
});

test("a newer session of the node begins anew, and an older one is not heard any more", () => {
  const samples = [
    reply(0, 0),
    reply(1, 1000, { session: 18 }),
    reply(1, 2000),
    reply(2, 3000, { session: 18 }),
  ];
  expect(newestRun(log(samples)).map(({ sample }) => [sample.session, sample.seq])).toEqual([
    [18, 1],
    [18, 2],
  ]);
});

test("that a server listens comes before its first line, which has the same number", () => {
  const listening = reply(0, 0, { kind: "netcat", listening: true });
  const line = reply(0, 900, { kind: "netcat", text: "Hi from rasp1!" });
  expect(newestRun(log([listening, line])).map(({ sample }) => sample.text)).toEqual([
    undefined,
    "Hi from rasp1!",
  ]);
  expect(unseen(listening, line)).toBe(0);
});

test("times are the laptop's, as the fastest sample tells, and lengths are the node's", () => {
  // The Pi's clock is an hour behind; the second sample waited for a cable.
  const late = (index: number) => 3_600_000 + [5, 8000, 20][index]!;
  expect(times(log([reply(0, 0), reply(1, 1000), reply(2, 9000)], late))).toEqual([
    3_600_005, 3_601_005, 3_609_005,
  ]);
});

test("a Pi's clock that is set does not tear the run apart", () => {
  const forward = log([reply(0, 0), reply(1, 86_401_000), reply(2, 86_402_000)], (index) =>
    index === 0 ? 0 : -86_400_000,
  );
  expect(times(forward)).toEqual([0, 1000, 2000]);
  const back = log([reply(0, 0), reply(1, -599_000), reply(2, -598_000)], (index) =>
    index === 0 ? 0 : 600_000,
  );
  expect(times(back)).toEqual([0, 1000, 2000]);
});

test("what is missing between two samples is known", () => {
  expect(unseen(reply(3, 0), reply(4, 0))).toBe(0);
  expect(unseen(reply(3, 0), reply(7, 0))).toBe(3);
  expect(unseen(undefined, reply(57, 0))).toBe(57);
});
