import { expect, test } from "vitest";
import { properName } from "./name";

test("a name is what is seen of it", () => {
  expect(properName("  Anna at the back ")).toBe("Anna at the back");
  expect(properName("Zoe\u0308")).toBe("Zoë");
  expect(properName("<b>marta</b>")).toBe("<b>marta</b>");
});

test("what can't be seen is left out, since the server refuses it", () => {
  expect(properName("a\u0000b\u202ec\u200dd\u2028e\ue000")).toBe("abcde");
  expect(properName("\u202e\u0007 ")).toBe("");
});

test("a name has at most 40 characters, and none is cut in two", () => {
  expect(properName("x".repeat(64))).toBe("x".repeat(40));
  expect(properName("🚇".repeat(64))).toBe("🚇".repeat(40));
  expect(properName(`${"x".repeat(39)} y`)).toBe("x".repeat(39));
});
