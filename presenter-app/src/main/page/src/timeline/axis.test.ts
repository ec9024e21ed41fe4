import { expect, test } from "vitest";
import { fraction, lastMinutes, roundTimes, timeAt } from "./axis";

const span = { from: 1000, to: 3000 };

test("a time has a place, and a place its time; outside are the ends", () => {
  expect(fraction(span, 1500)).toBe(0.25);
  expect(timeAt(span, 0.25)).toBe(1500);
  expect(fraction(span, 0)).toBe(0);
  expect(timeAt(span, 1.5)).toBe(3000);
  expect(fraction({ from: 5, to: 5 }, 5)).toBe(1);
});

test("the last minutes begin with what was recorded, and are a minute at least", () => {
  const now = 10_000_000;
  expect(lastMinutes(now, 900_000, null)).toEqual({ from: now - 900_000, to: now });
  expect(lastMinutes(now, 900_000, now - 200_000)).toEqual({ from: now - 200_000, to: now });
  expect(lastMinutes(now, 900_000, now - 5000)).toEqual({ from: now - 60_000, to: now });
  expect(lastMinutes(now, 900_000, 0)).toEqual({ from: now - 900_000, to: now });
});

test("round times are written with room between them", () => {
  const quarter = { from: Date.UTC(2026, 4, 1, 14, 0, 30), to: Date.UTC(2026, 4, 1, 14, 15, 30) };

  const wide = roundTimes(quarter, 1500, 90, 0);
  const slim = roundTimes(quarter, 300, 90, 0);

  expect(wide.map(({ at }) => new Date(at).getUTCMinutes())).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ]);
  expect(slim.map(({ at }) => new Date(at).getUTCMinutes())).toEqual([5, 10, 15]);
  expect(wide.every(({ seconds }) => !seconds)).toBe(true);
  expect(roundTimes({ from: 0, to: 20_000 }, 900, 90, 0)[0]).toEqual({ at: 0, seconds: true });
});

test("hours are round in the viewer's zone", () => {
  const day = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 4, 2) };
  const hours = roundTimes(day, 500, 90, -120).map(({ at }) => (new Date(at).getUTCHours() + 2) % 24);
  expect(hours.every((hour) => hour % 6 === 0)).toBe(true);
});

test("a line without width has no times", () => {
  expect(roundTimes(span, 0, 90, 0)).toEqual([]);
  expect(roundTimes({ from: 3, to: 3 }, 100, 90, 0)).toEqual([]);
});
