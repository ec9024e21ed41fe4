import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Typist } from "./typist";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("keys go at once", () => {
  const sent: string[] = [];
  const typist = new Typist((text) => sent.push(text) > 0);
  typist.type("l");
  typist.type("s");
  typist.type("\r");
  expect(sent).toEqual(["l", "s", "\r"]);
});

test("a paste goes in parts that the server takes, in order and whole", () => {
  const sent: string[] = [];
  const typist = new Typist((text) => sent.push(text) > 0);
  const paste = "€😀x".repeat(2000);
  expect(typist.type(paste)).toBeNull();
  typist.type("after");
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(1000);
  expect(sent.join("")).toBe(`${paste}after`);
  for (const part of sent) {
    expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(4096);
    expect(part).not.toMatch(/^\p{Cs}|\p{Cs}$/u);
  }
});

test("it stays under what may be typed in a second", () => {
  let bytes = 0;
  const typist = new Typist((text) => {
    bytes += new TextEncoder().encode(text).length;
    return true;
  });
  typist.type("€".repeat(200_000));
  vi.advanceTimersByTime(999);
  expect(bytes).toBeLessThanOrEqual(64 * 1024);
});

test("what can't be sent is not typed later", () => {
  let open = true;
  const sent: string[] = [];
  const typist = new Typist((text) => open && sent.push(text) > 0);
  typist.type("x".repeat(3000));
  open = false;
  vi.advanceTimersByTime(1000);
  open = true;
  typist.type("y");
  vi.advanceTimersByTime(1000);
  expect(sent.map((part) => part[0])).toEqual(["x", "y"]);
});

test("far too much is refused, with the reason", () => {
  const sent: string[] = [];
  const typist = new Typist((text) => sent.push(text) > 0);
  expect(typist.type("x".repeat(300_000))).toContain("at most 256 KiB");
  expect(sent).toEqual([]);
});

test("who leaves types nothing more", () => {
  const sent: string[] = [];
  const typist = new Typist((text) => sent.push(text) > 0);
  typist.type("x".repeat(3000));
  typist.stop();
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(1);
});
