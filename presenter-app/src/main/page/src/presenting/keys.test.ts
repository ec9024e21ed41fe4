import { expect, test } from "vitest";
import { actOf, KEYS, resized } from "./keys";

const key = (name: string) => ({ key: name, ctrlKey: false, altKey: false, metaKey: false });

test("a clicker's keys walk", () => {
  expect(actOf(key("PageDown"), false, false)).toBe("next");
  expect(actOf(key("PageUp"), false, false)).toBe("previous");
});

test("what is typed into a field is text", () => {
  for (const { keys } of KEYS) {
    expect(actOf(key(keys[0]!), true, false)).toBeNull();
  }
});

test("the browser's own shortcuts stay its own", () => {
  expect(actOf({ ...key("f"), ctrlKey: true }, false, false)).toBeNull();
});

test("on a blank page every key of ours only shows it again", () => {
  for (const { keys } of KEYS) {
    expect(actOf(key(keys[0]!), false, true)).toBe("blank");
  }
  expect(actOf(key("Shift"), false, true)).toBeNull();
});

test("type grows and shrinks in steps and stays within its bounds", () => {
  expect(resized(1, 1)).toBe(1.15);
  expect(resized(1.15, -1)).toBe(1);
  expect(resized(2, 1)).toBe(2);
  expect(resized(0.8, -1)).toBe(0.8);
});
