import { expect, test, vi } from "vitest";
import { readNotice } from "./notice";
import { canType, hear, size, type Told, UNTOLD, words } from "./told";

const open: Told = { ...UNTOLD, line: "open" };
const heard = (...texts: string[]): Told =>
  texts.reduce((told, text) => {
    const notice = readNotice(text);
    return notice === null ? told : hear(told, notice);
  }, open);
const CONSOLE = '{"type":"console","vm":"doge1","typing":true,"live":true}';

test("a live console of a presenter can be typed into", () => {
  const told = heard(CONSOLE);
  expect(canType(told)).toBe(true);
  expect(words(told, "doge1").text).toContain("live");
});

test("an onlooker's can't, nor one in a replay, and both say so", () => {
  const onlooker = heard('{"type":"console","vm":"doge1","typing":false,"live":true}');
  expect(canType(onlooker)).toBe(false);
  expect(words(onlooker, "doge1").text).toBe("live: read only");
  const replay = heard('{"type":"console","vm":"doge1","typing":false,"live":false}');
  expect(words(replay, "doge1").text).toContain("replay");
});

test("a guest or a broker that is away is told, and that it is back", () => {
  expect(words(heard(CONSOLE, '{"type":"gone"}'), "doge1").text).toContain("doge1 does not run");
  expect(canType(heard(CONSOLE, '{"type":"lost"}'))).toBe(false);
  expect(canType(heard(CONSOLE, '{"type":"lost"}', '{"type":"back"}'))).toBe(true);
});

test("a lost line says why, as text", () => {
  const told = {
    ...heard(CONSOLE, '{"type":"error","detail":"there is no guest \\u001bx"}'),
    line: "lost" as const,
  };
  expect(words(told, "x")).toEqual({ tone: "bad", text: "there is no guest ^[x: connecting again" });
  expect(words({ ...UNTOLD, line: "lost" }, "x").text).toBe("the laptop does not answer: connecting again");
});

test("what is not shown is counted until the past is told again", () => {
  const told = heard(CONSOLE, '{"type":"skipped","bytes":1000}', '{"type":"skipped","bytes":1048}');
  expect(words(told, "doge1").text).toContain("(2.0 KiB not shown)");
  expect(hear(told, { type: "back" }).skipped).toBe(0);
  expect(hear(told, { type: "reset" }).skipped).toBe(0);
});

test("a notice of an unknown kind is ignored and logged once", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(readNotice('{"type":"sparkle"}')).toBeNull();
  expect(readNotice('{"type":"sparkle"}')).toBeNull();
  expect(readNotice("{")).toBeNull();
  expect(readNotice("null")).toBeNull();
  expect(warn).toHaveBeenCalledTimes(3);
  warn.mockRestore();
});

test("sizes are told in words", () => {
  expect([1, 500, 81920, 5 * 1024 * 1024].map(size)).toEqual(["1 byte", "500 bytes", "80 KiB", "5.0 MiB"]);
});
