import { expect, test } from "vitest";
import type { Performance, Step } from "../../wire/generated/api";
import { blocked, choices, facts, mark, opened, over, progress, standing, summary } from "./view";

const step = (number: number, state: NonNullable<Step["state"]>, more: Partial<Step> = {}): Step => ({
  number,
  text: `step ${number}`,
  at: "2026-05-01T12:00:00Z",
  pause_s: 1,
  within_s: 10,
  facts: [],
  state,
  ...more,
});
const performance = (state: Performance["state"], more: Partial<Performance> = {}): Performance => ({
  id: 1,
  title: "Friday demo",
  by: "anna",
  speed: 1,
  reset: false,
  began: "2026-05-01T12:00:00Z",
  state,
  step: 2,
  of: 4,
  steps: [step(1, "done"), step(2, "diverged"), step(3, "to_come"), step(4, "to_come")],
  skipped: [],
  log: [],
  ...more,
});

test("a divergence says what is not as recorded, and offers what can be done", () => {
  const diverged = performance("diverged", {
    divergence: { text: "step 2, boot doge3: it is off", do: ["go_on", "skip", "retry", "stop"] },
  });
  expect(standing(diverged)).toBe("Not as recorded: step 2, boot doge3: it is off");
  expect(choices(diverged).map((choice) => choice.do)).toEqual(["go_on", "retry", "skip", "stop"]);
});

test("one that goes on can only be stopped, and one that is over not even that", () => {
  expect(choices(performance("waiting")).map((choice) => choice.do)).toEqual(["stop"]);
  expect(choices(performance("passed"))).toEqual([]);
  expect(["passed", "failed", "stopped"].every((state) => over({ state: state as "passed" }))).toBe(true);
  expect(over({ state: "diverged" })).toBe(false);
});

test("every state of a step has a word, and those that are on are open", () => {
  const states = ["to_come", "sent", "waiting", "done", "diverged", "accepted", "skipped"] as const;
  expect(new Set(states.map((state) => mark(state).word)).size).toBe(states.length);
  expect(states.filter((state) => opened(step(1, state)))).toEqual(["sent", "waiting", "diverged"]);
});

test("what is still missing comes first", () => {
  const seen = { about: "vm/doge1", property: "phase", expected: "running", actual: "running", seen: true };
  const missing = { about: "vm/doge2", property: "phase", expected: "running", seen: false };
  expect(facts(step(1, "waiting", { facts: [seen, missing] }))).toEqual([missing, seen]);
});

test("progress counts what is behind", () => {
  expect(progress(performance("diverged"))).toBe(0.25);
  expect(progress(performance("passed", { steps: [] }))).toBe(1);
});

test("a plan is summed up before it is begun", () => {
  const plan = [step(1, "to_come")];
  expect(summary([], [])).toContain("no commands");
  expect(summary(plan, [])).toBe("1 step, and nothing stands in the way.");
  expect(summary(plan, [{ severity: "warns", text: "x" }])).toBe("1 step. Mind what was found.");
  expect(summary(plan, [{ severity: "blocks", text: "x" }])).toBe("1 step, but something stands in the way.");
  expect(blocked([{ severity: "warns", text: "x" }])).toBe(false);
});
