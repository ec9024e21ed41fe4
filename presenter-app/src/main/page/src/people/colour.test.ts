import { expect, test } from "vitest";
import { COLOURS, colourOf, signOf } from "./colour";

test("the same name has the same sign, however it is composed", () => {
  expect(signOf("Zoë")).toEqual(signOf("Zoe\u0308"));
  expect(signOf(" anna ")).toEqual(signOf("anna"));
});

test("a person keeps their sign for ever: these must never change", () => {
  expect(
    ["anna", "marta", "web"].map((name) => [colourOf(name), signOf(name).pattern]),
  ).toMatchInlineSnapshot(`
    [
      [
        "var(--person-4)",
        "mixed",
      ],
      [
        "var(--person-3)",
        "dotted",
      ],
      [
        "var(--person-3)",
        "mixed",
      ],
    ]
  `);
});

test("letters come from the first and the last word", () => {
  const letters = (name: string) => signOf(name).initial;
  expect(letters("anna")).toBe("AN");
  expect(letters("Anna at the back")).toBe("AB");
  expect(letters("the red button")).toBe("TB");
  expect(letters("x")).toBe("X");
  expect(letters("<b>7</b>")).toBe("BB");
  expect(letters("\u202e\u0000!!")).toBe("?");
  expect(letters("")).toBe("?");
  expect(letters("ﬁß")).toHaveLength(3);
  expect(letters("a".repeat(64))).toBe("AA");
});

test("many names are spread over all colours and patterns", () => {
  const names = Array.from({ length: 400 }, (_, n) => `guest ${n}`);
  const signs = new Map<string, number>();
  for (const name of names) {
    const { colour, pattern } = signOf(name);
    signs.set(`${colour} ${pattern}`, (signs.get(`${colour} ${pattern}`) ?? 0) + 1);
  }
  expect(signs.size).toBe(COLOURS * 4);
  expect(Math.max(...signs.values())).toBeLessThan(40);
});
