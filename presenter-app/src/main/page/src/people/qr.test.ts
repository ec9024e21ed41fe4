import { expect, test } from "vitest";
import { code } from "./qr";

test("a link becomes a code with a quiet zone of four modules", () => {
  const { size, path } = code("http://192.168.1.20:8080/#key=o.1799999999.abcdefghijklmnopqrstuvwxyzABCDEFG");
  const strokes = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)].map((m) => m.slice(1, 4).map(Number));
  expect(strokes.length).toBeGreaterThan(100);
  for (const [x, y, width] of strokes as [number, number, number][]) {
    expect(x).toBeGreaterThanOrEqual(4);
    expect(y).toBeGreaterThanOrEqual(4);
    expect(x + width).toBeLessThanOrEqual(size - 4);
    expect(y).toBeLessThan(size - 4);
  }
  // The three corners that a reader looks for are seven wide.
  expect(path.startsWith("M4 4h7v1H4z")).toBe(true);
});

test("the same text gives the same code, another one another", () => {
  expect(code("http://a/#key=1")).toEqual(code("http://a/#key=1"));
  expect(code("http://a/#key=1").path).not.toBe(code("http://a/#key=2").path);
});
