import { expect, test } from "vitest";
import type { Note } from "../wire/generated/api";
import { before, breaks, label, merge, type Station, stationNow, stationOf, weight } from "./stations";

const station = (
  at: number,
  kind: Station["kind"],
  sign: Station["sign"],
  more: Partial<Station> = {},
): Station => ({
  at,
  kind,
  sign,
  chapter: true,
  text: `${kind} ${sign}`,
  vm: null,
  node: null,
  ...more,
});

test("a note becomes a station by either clock", () => {
  const note: Note = {
    at: "2026-05-01T12:00:00Z",
    time: "2026-05-01T13:00:00Z",
    kind: "guest",
    vm: "doge1",
    text: "doge1 is up",
    chapter: true,
    sign: "up",
  };
  expect(stationOf(note, "time").at - stationOf(note, "at").at).toBe(3_600_000);
  expect(stationNow({ ...note, type: "note" })).toEqual(stationOf(note, "at"));
});

test("what was asked for and told as well is there once, and all is in order", () => {
  const asked = [station(1000, "guest", "up", { text: "a" }), station(5000, "guest", "up", { text: "b" })];
  const told = [
    station(1040, "guest", "up", { text: "a" }),
    station(5030, "guest", "up", { text: "b" }),
    station(9000, "guest", "up", { text: "a" }),
  ];
  expect(merge(asked, told).map((one) => one.at)).toEqual([1000, 5000, 9000]);
  expect(merge(asked, told.slice(0, 2))).toBe(asked);
  expect(merge([], told)).toHaveLength(3);
});

test("traffic that is lost breaks the line until it is back, or its test is over", () => {
  const line = [
    station(1, "test", "lost", { vm: "doge1" }),
    station(2, "test", "lost", { vm: "doge3" }),
    station(4, "test", "back", { vm: "doge1" }),
    station(7, "test", "over", { vm: "doge3" }),
    station(9, "test", "lost", { vm: "doge1" }),
  ];
  expect(breaks(line).map(({ from, to }) => [from, to])).toEqual([
    [1, 4],
    [2, 7],
    [9, null],
  ]);
});

test("two tests of one guest are one break, until both are back", () => {
  const line = [
    station(1, "test", "lost", { vm: "doge1" }),
    station(2, "test", "lost", { vm: "doge1" }),
    station(3, "test", "back", { vm: "doge1" }),
    station(4, "test", "back", { vm: "doge1" }),
  ];
  expect(breaks(line).map(({ from, to }) => [from, to])).toEqual([[1, 4]]);
});

test("a Pi is away until it is online, and the broker until anything is heard", () => {
  const line = [
    station(1, "node", "lost", { node: "pi2" }),
    station(2, "recorder", "lost"),
    station(3, "guest", "up", { vm: "doge1" }),
    station(5, "node", "back", { node: "pi2" }),
    station(6, "test", "back", { vm: "doge9" }),
  ];
  expect(breaks(line).map(({ what, from, to }) => [what, from, to])).toEqual([
    ["node", 1, 5],
    ["broker", 2, 3],
  ]);
});

test("what somebody marked goes first, then what is wrong; what is no chapter goes last among its like", () => {
  const order = [
    station(0, "mark", null),
    station(0, "test", "lost"),
    station(0, "test", "back"),
    station(0, "node", "lost"),
    station(0, "guest", "down"),
    station(0, "guest", "up"),
    station(0, "guest", "down", { chapter: false }),
    station(0, "alert", null, { chapter: false }),
  ].map(weight);
  expect([...order].sort((one, other) => other - one)).toEqual(order);
});

test("labels are short, and what has no sign is called what it says", () => {
  expect(label(station(0, "node", "pulled", { node: "pi2" }))).toBe("pi2: cable pulled");
  expect(label(station(0, "guest", "up", { vm: "doge1" }))).toBe("doge1 up");
  expect(label(station(0, "mark", null, { text: "eth0, then" }))).toBe("eth0, then");
  expect(label(station(0, "show", null, { text: "the show 'x' begins" }))).toBe("The show 'x' begins");
});

test("where one is, is the last station that is not ahead", () => {
  const line = [station(1, "guest", "up"), station(5, "guest", "down")];
  expect(before(line, 4)?.at).toBe(1);
  expect(before(line, 5)?.at).toBe(5);
  expect(before(line, 0)).toBeNull();
});
