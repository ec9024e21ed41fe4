import { expect, test } from "vitest";
import type { Recording } from "../wire/generated/api";
import { beginning, covering } from "./choose";

const T0 = Date.parse("2026-05-01T12:00:00Z");
const recording = (
  id: number,
  from: number,
  to: number | null,
  more: Partial<Recording> = {},
): Recording => ({
  id,
  name: `r${id}`,
  from: new Date(T0 + from * 1000).toISOString(),
  ...(to === null ? {} : { to: new Date(T0 + to * 1000).toISOString() }),
  length_s: 0,
  going_on: to === null,
  kept: false,
  imported: false,
  ...more,
});

test("a moment is shown in the longest recording that goes on", () => {
  const all = [recording(3, 50, null), recording(2, 0, null), recording(1, 10, 80)];
  expect(covering(all, T0 + 60_500)).toEqual({ recording: all[1], t: 60.5 });
});

test("else in the newest that covers it", () => {
  const all = [recording(9, 500, null), recording(3, 20, 40), recording(2, 0, 100)];
  expect(covering(all, T0 + 30_000)?.recording.id).toBe(3);
  expect(covering(all, T0 + 90_000)?.recording.id).toBe(2);
  expect(covering(all, T0 + 200_000)).toBeNull();
});

test("what came as a file is of another box", () => {
  const all = [recording(4, 0, 100, { imported: true })];
  expect(covering(all, T0 + 30_000)).toBeNull();
  expect(beginning(all)).toBeNull();
  expect(beginning([...all, recording(2, 7, 9), recording(1, 3, 5)])).toBe(T0 + 3000);
});
