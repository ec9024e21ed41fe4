import { expect, test } from "vitest";
import type { Sample, TestResult } from "../wire/world";
import { figure, verdict } from "./verdict";

const result = (more: object) =>
  ({
    kind: "ping",
    from: "doge1",
    to: "10.1.1.2",
    ended: "stopped",
    duration_ms: 9012,
    ...more,
  }) as unknown as TestResult;
const sample = (more: object) => ({ kind: "ping", seq: 3, ...more }) as unknown as Sample;

test("a ping that recovered says how long its longest outage was", () => {
  const said = verdict(
    result({ verdict: "recovered", sent: 9, received: 7, outage_ms: 2140, avg_ms: 1.9 }),
    [],
  );
  expect(said).toMatchObject({
    word: "recovered",
    figures: "7 of 9 came back · longest: no reply for 2.1 s",
  });
});

test("one that was lost says since when, as far as the page has seen it", () => {
  const lost = result({ verdict: "lost", sent: 9, received: 2 });
  expect(verdict(lost, [{ from: 2000, to: 9000, open: true }]).figures).toBe(
    "2 of 9 came back · no reply for 7.0 s, to the end",
  );
  expect(verdict(lost, []).figures).toBe("2 of 9 came back");
});

test("figures are those of its kind", () => {
  expect(verdict(result({ kind: "iperf", verdict: "ok", mbit_per_s: 338.2 }), []).figures).toBe(
    "338.2 Mbit/s",
  );
  expect(verdict(result({ kind: "netcat", verdict: "ok", lines: 1 }), []).figures).toBe("1 line");
  const failed = {
    kind: "exec",
    verdict: "failed",
    lines: 1,
    exit_code: 127,
    text: "sh: <b>\u001b[1m: not found",
  };
  expect(verdict(result(failed), []).figures).toBe("1 line · exit code 127 · sh: <b>^[[1m: not found");
});

test("a verdict that this page does not know is shown as it is", () => {
  expect(verdict(result({ verdict: "late" }), [])).toMatchObject({ tone: "bad", word: "late" });
});

test("the big figure is the newest, and an outage's length while there is none", () => {
  expect(figure("ping", sample({ ms: 0.42 }), [])).toEqual({ figure: "0.42", unit: "ms", bad: false });
  expect(figure("ping", sample({ timeout: true }), [{ from: 0, to: 6000, open: true }])).toEqual({
    figure: "6.0 s",
    unit: "✕ no reply",
    bad: true,
  });
  expect(figure("iperf", sample({ mbit_per_s: 0 }), [])?.bad).toBe(true);
  expect(figure("netcat", sample({ listening: true }), [])?.unit).toBe("listening");
  expect(figure("ping", undefined, [])).toBeNull();
});
