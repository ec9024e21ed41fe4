import { expect, test } from "vitest";
import { freeName, nameProblem } from "./names";

test("names of the contract are names", () => {
  for (const name of ["a", "doge1", "a-b", "7", "x".repeat(32)]) {
    expect(nameProblem(name, "guest")).toBeNull();
  }
});

test("whatever else is refused with what to do", () => {
  expect(nameProblem("", "network")).toBe("give the network a name");
  for (const name of ["Doge", "-a", "a-", "a b", "<b>", "a/b", "a\n", "ä", "a\u0000"]) {
    expect(nameProblem(name, "guest")).toContain("a-z");
  }
  expect(nameProblem("x".repeat(64), "guest")).toContain("at most 32 characters; this has 64");
});

test("the suggested name is the first free number of the image", () => {
  expect(freeName("doge", [])).toBe("doge1");
  expect(freeName("doge", ["doge1", "doge3", "doge2", "other"])).toBe("doge4");
});

test("the suggested name is always a name of the contract", () => {
  for (const stem of ["x".repeat(32), `${"x".repeat(30)}-y`, "", "Evil <img>", "-"]) {
    const taken = Array.from({ length: 12 }, (_, n) => freeName(stem, []).replace(/1$/, String(n)));
    expect(nameProblem(freeName(stem, taken), "guest")).toBeNull();
  }
});
