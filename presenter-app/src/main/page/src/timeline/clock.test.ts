import { expect, test } from "vitest";
import { clockTime, day, shortTime, stretch } from "./clock";

const at = (text: string) => new Date(text).getTime();

test("times are the viewer's own, with seconds", () => {
  expect(clockTime(at("2026-05-01T14:03:12.900"))).toBe("14:03:12");
  expect(clockTime(at("2026-05-01T00:00:00"))).toBe("00:00:00");
  expect(shortTime(at("2026-05-01T09:05:59"))).toBe("09:05");
});

test.each([
  ["2026-05-02T00:00:00", "today"],
  ["2026-05-01T23:59:59", "yesterday"],
  ["2026-04-24T10:00:00", "Fri 24 Apr"],
  ["2025-05-02T10:00:00", "2 May 2025"],
])("%s is %s, seen on 2 May 2026", (when, said) => {
  expect(day(at(when), at("2026-05-02T18:00:00")).replace(",", "")).toBe(said);
});

test.each([
  [-5, "0.0 s"],
  [400, "0.4 s"],
  [6840, "6.8 s"],
  [9960, "10 s"],
  [59_600, "1 min"],
  [134_000, "2 min 14 s"],
  [3_600_000, "1 h"],
  [3_900_000, "1 h 5 min"],
])("%i ms are %s", (ms, said) => {
  expect(stretch(ms)).toBe(said);
});
