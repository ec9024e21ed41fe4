import { expect, test } from "vitest";
import { afterClosing, opened } from "./opened";

test("what the address names is opened once, beside those that are open", () => {
  expect(opened([], "a")).toEqual(["a"]);
  expect(opened(["a"], "b")).toEqual(["a", "b"]);
  const same = ["a", "b"];
  expect(opened(same, "a")).toBe(same);
});

test("an address of no console closes all", () => {
  expect(opened(["a", "b"], null)).toEqual([]);
});

test("of too many the first is closed", () => {
  expect(opened(["a", "b", "c", "d", "e", "f"], "g")).toEqual(["b", "c", "d", "e", "f", "g"]);
});

test("after one is closed its neighbour is seen, or none", () => {
  expect(afterClosing(["a", "b", "c"], "b", "a")).toBe("a");
  expect(afterClosing(["a", "b", "c"], "b", "b")).toBe("c");
  expect(afterClosing(["a", "b"], "b", "b")).toBe("a");
  expect(afterClosing(["a"], "a", "a")).toBeNull();
});
