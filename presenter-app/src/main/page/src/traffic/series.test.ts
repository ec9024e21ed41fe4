import { expect, test } from "vitest";
import type { Sample } from "../wire/world";
import type { Point } from "./run";
import { scale, series } from "./series";

const ping = (seq: number, at: number, ms: number | null): Point => ({
  at,
  sample: { kind: "ping", seq, ts: "", ...(ms === null ? { timeout: true } : { ms }) } as unknown as Sample,
});
const interval = (seq: number, mbit_per_s: number): Point => ({
  at: 0,
  sample: { kind: "iperf", seq, from_s: 2 * seq, to_s: 2 * seq + 2, mbit_per_s, ts: "" } as unknown as Sample,
});

test("pings are drawn where they left, in seconds, and a missing reply parts the line", () => {
  const drawn = series("ping", [ping(0, 2, 2), ping(1, 1001, 1), ping(2, 3000, null), ping(3, 3002, 2)])!;
  expect(drawn.x).toEqual([0, 1, 2, 3]);
  expect(drawn.y).toEqual([2, 1, null, 2]);
  expect(drawn.misses).toEqual([2]);
  expect(drawn.bands).toEqual([{ from: 1.001, to: 3.002, words: "no reply for 2.0 s" }]);
});

test("what was not seen parts the line, too, but is no outage", () => {
  const drawn = series("ping", [ping(0, 0, 0), ping(9, 9000, 0)])!;
  expect(drawn.y).toEqual([0, null, 0]);
  expect(drawn.bands).toEqual([]);
});

test("time never goes back along the axis", () => {
  const drawn = series("ping", [ping(0, 1000, 1), ping(1, 3000, null), ping(2, 1500, 1), ping(3, 4000, 1)])!;
  expect([...drawn.x].sort((a, b) => a - b)).toEqual(drawn.x);
});

test("throughput is drawn in steps, the last one to its end", () => {
  const drawn = series("iperf", [interval(0, 300), interval(1, 0), interval(3, 200)])!;
  expect(drawn.x).toEqual([0, 2, 4, 6, 8]);
  expect(drawn.y).toEqual([300, 0, null, 200, 200]);
  expect(drawn.bands.map(({ words }) => words)).toEqual(["nothing for 2.0 s"]);
});

test("what has no figures has no plot", () => {
  expect(series("netcat", [ping(0, 0, 1)])).toBeNull();
  expect(series("exec", [])).toBeNull();
  expect(series("ping", [])).toBeNull();
  expect(
    series("iperf", [{ at: 0, sample: { kind: "iperf", seq: 0, text: "Accepted" } as unknown as Sample }]),
  ).toBeNull();
});

test("the axes go in steps: round numbers at the top, a span that goes along at last", () => {
  expect(scale(3, [0, 1], [0.4, 0.3])).toEqual({ from: 0, to: 20, top: 0.5 });
  expect(scale(21, [0, 1], [18.5, 1])).toEqual({ from: 0, to: 60, top: 50 });
  expect(scale(300, [100, 290], [900, 340])).toEqual({ from: 180, to: 300, top: 500 });
  expect(scale(1, [0], [null])).toEqual({ from: 0, to: 20, top: 1 });
});

test("a long run is drawn whole and scaled by what is in sight", () => {
  const run = Array.from({ length: 1200 }, (_, seq) => ping(seq, seq * 1000, seq === 0 ? 90 : 1));
  const drawn = series("ping", run)!;
  expect(drawn.x).toHaveLength(1200);
  expect(drawn.scale).toEqual({ from: 1199 - 0.001 + 0.09 - 120, to: 1199 - 0.001 + 0.09, top: 2 });
});
