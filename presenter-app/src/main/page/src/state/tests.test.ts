import { expect, test } from "vitest";
import type { Sample } from "../wire/world";
import { recall, type TestLog } from "./tests";

const sample = (seq: number, more: Partial<Sample> = {}): Sample =>
  ({
    kind: "ping",
    from: "doge1",
    session: 1,
    ts: `2026-05-01T12:00:0${seq}Z`,
    seq,
    ms: 0.4,
    ...more,
  }) as unknown as Sample;
const log = (...seqs: number[]): TestLog => ({
  id: "p",
  kind: "ping",
  from: "doge1",
  to: "10.1.1.2",
  samples: seqs.map((seq) => ({ at: seq * 1000, sample: sample(seq) })),
});
const seqs = (logs: ReadonlyMap<string, TestLog>): number[] =>
  (logs.get("p")?.samples ?? []).map((one) => Number((one.sample as { seq?: number }).seq));

test("what was before is put before, and what is known already is not taken twice", () => {
  const recalled = [1, 2, 3].map((seq) => ({ at: seq * 1000 + 3, test: "p", sample: sample(seq) }));
  expect(seqs(recall(new Map([["p", log(3, 4)]]), recalled))).toEqual([1, 2, 3, 4]);
});

test("a test that the world has forgotten, or another one of that id, is not recalled", () => {
  const logs = new Map([["p", log(3)]]);
  expect(recall(logs, [{ at: 1, test: "q", sample: sample(1) }]).size).toBe(1);
  expect(seqs(recall(logs, [{ at: 1, test: "p", sample: sample(1, { from: "doge9" }) }]))).toEqual([3]);
});
