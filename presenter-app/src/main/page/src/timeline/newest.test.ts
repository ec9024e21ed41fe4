import { beforeEach, expect, test, vi } from "vitest";
import { Newest } from "./newest";

let sent: number[];
let newest: Newest<number>;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  newest = new Newest<number>((value) => sent.push(value), 600);
});

test("of what comes while one is on its way only the newest is sent", () => {
  for (const value of [1, 2, 3, 4]) {
    newest.offer(value);
  }
  expect(sent).toEqual([1]);
  newest.done();
  expect(sent).toEqual([1, 4]);
  newest.done();
  expect(newest.idle).toBe(true);
});

test("whoever never answers is not waited for", () => {
  newest.offer(1);
  newest.offer(2);
  vi.advanceTimersByTime(600);
  expect(sent).toEqual([1, 2]);
});

test("what is forgotten is not sent", () => {
  newest.offer(1);
  newest.offer(2);
  newest.clear();
  vi.advanceTimersByTime(5000);
  expect(sent).toEqual([1]);
  newest.offer(3);
  expect(sent).toEqual([1, 3]);
});
