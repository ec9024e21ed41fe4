import { expect, test } from "vitest";
import type { ReplayTelegram } from "../wire/generated/api";
import { doing, played } from "./playing";

const at = "2026-05-01T12:00:10Z";
const replay = (more: Partial<ReplayTelegram>): ReplayTelegram => ({
  type: "replay",
  id: 1,
  state: "playing",
  at,
  t: 10,
  speed: 2,
  pace: 2,
  from: "2026-05-01T12:00:00Z",
  to: "2026-05-01T12:01:00Z",
  length_s: 60,
  recording: { id: 1, name: "r", from: "2026-05-01T12:00:00Z", going_on: false, kept: true },
  chapters: [],
  ...more,
});

test("what plays goes on at its pace, up to the end", () => {
  expect(played(replay({}), 1500)).toBe(Date.parse(at) + 3000);
  expect(played(replay({ pace: 16 }), 60_000)).toBe(Date.parse("2026-05-01T12:01:00Z"));
});

test("what stands still stays", () => {
  expect(played(replay({ state: "paused", pace: 0 }), 5000)).toBe(Date.parse(at));
  expect(played(replay({ state: "ended", pace: 0 }), 5000)).toBe(Date.parse(at));
});

test("what it does is said in words", () => {
  expect(doing(replay({}))).toBe("plays 2×");
  expect(doing(replay({ pace: 20 }))).toContain("quiet stretch");
  expect(doing(replay({ state: "paused" }))).toBe("paused");
  expect(doing(replay({ state: "ended" }))).toBe("at its end");
});
