import { expect, test } from "vitest";
import { visible } from "./visible";

test("what can be read stays as it is, whatever it means elsewhere", () => {
  for (const text of ["doge1", 'Größe <b>x</b> & "y"', "नमस्ते क्‍ष", "10.1.1.2/24", ""]) {
    expect(visible(text)).toBe(text);
  }
});

test("control characters are written as on a keyboard", () => {
  expect(visible("a\u0000b\u001b[31mc\r\nd\u007f")).toBe("a^@b^[[31mc^M^Jd^?");
  expect(visible("\u0085\u009b2J")).toBe("\ufffd\ufffd2J");
});

test("nothing turns or hides the words around it", () => {
  expect(visible("evil\u202egnp.exe")).toBe("evil\ufffdgnp.exe");
  expect(visible("a\u200bb\u2066c\u2028d\ufeff")).toBe("a\ufffdb\ufffdc\ufffdd\ufffd");
  expect(visible("half \ud83d of a pair")).toBe("half \ufffd of a pair");
});
