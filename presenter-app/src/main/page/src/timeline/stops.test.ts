import { expect, test } from "vitest";
import type { Station } from "./stations";
import { lines, stops, words } from "./stops";

const span = { from: 0, to: 1000 };
const room = { width: 1000, rows: 1, apart: 20, measure: (text: string) => text.length * 8 };
const station = (at: number, kind: Station["kind"], sign: Station["sign"], vm = "doge1"): Station => ({
  at,
  kind,
  sign,
  chapter: true,
  text: `${kind} of ${vm}`,
  vm,
  node: "pi1",
});

test("stations too near to be drawn apart are one stop, called after the weightiest", () => {
  const line = [station(100, "guest", "up"), station(105, "test", "lost"), station(400, "guest", "up")];

  const drawn = stops(line, span, room);

  expect(drawn.map(({ x, all }) => [x, all.length])).toEqual([
    [105, 2],
    [400, 1],
  ]);
  expect(drawn[0]!.label!.text).toBe("Traffic lost +1");
});

test("stops are apart, also where the weightiest of one is at its end", () => {
  const line = [
    station(100, "guest", "up"),
    station(118, "test", "lost"),
    station(125, "guest", "up"),
    station(150, "guest", "up"),
  ];

  expect(stops(line, span, room).map(({ x, all }) => [x, all.length])).toEqual([
    [118, 3],
    [150, 1],
  ]);
});

test("of very much at one stop the weightiest is told, and how much more there is", () => {
  const line = [
    ...Array.from({ length: 20 }, (_, n) => station(100, "guest", "up", `d${n}`)),
    station(101, "test", "lost"),
  ];

  const said = lines(stops(line, span, room)[0]!, String);

  expect(said).toHaveLength(8);
  expect(said.at(-2)).toBe("101 test of doge1");
  expect(said.at(-1)).toBe("and 14 more");
  expect(lines(stops(line.slice(0, 2), span, room)[0]!, String)).toEqual([
    "100 guest of d0",
    "100 guest of d1",
  ]);
});

test("labels never overlap: the weightier stay, and of equals the later", () => {
  const line = [station(100, "guest", "up"), station(130, "test", "lost"), station(160, "guest", "up")];

  expect(stops(line, span, room).map(({ label }) => label?.text ?? null)).toEqual([
    null,
    "Traffic lost",
    null,
  ]);
  expect(
    stops([station(100, "guest", "up", "a"), station(130, "guest", "up", "b")], span, room).map(
      ({ label }) => label?.text ?? null,
    ),
  ).toEqual([null, "b up"]);
});

test("a second row takes what the first has no room for", () => {
  const line = [station(100, "guest", "up"), station(130, "test", "lost")];

  const drawn = stops(line, span, { ...room, rows: 2 });

  expect(drawn.map(({ label }) => label?.row)).toEqual([1, 0]);
});

test("no label hangs over an end, and none is wider than the line", () => {
  const drawn = stops([station(0, "guest", "up"), station(1000, "guest", "down")], span, room);

  for (const { label } of drawn) {
    expect(label!.left).toBeGreaterThanOrEqual(0);
    expect(label!.left + room.measure(label!.text)).toBeLessThanOrEqual(1000);
  }
  expect(stops([station(500, "guest", "up")], span, { ...room, width: 20 })[0]!.label).toBeNull();
});

test("thousands of stations are drawn as no more stops than there is room for, and no labels overlap", () => {
  const line = Array.from({ length: 5000 }, (_, n) =>
    station(n / 5, n % 7 === 0 ? "test" : "guest", "lost", `d${n}`),
  );

  const drawn = stops(line, span, { ...room, rows: 2 });
  const rows = [0, 1].map((row) => drawn.flatMap(({ label }) => (label?.row === row ? [label] : [])));

  expect(drawn.length).toBeLessThan(60);
  for (const row of rows) {
    const sorted = [...row].sort((one, other) => one.left - other.left);
    sorted.slice(1).forEach((label, n) => {
      expect(label.left).toBeGreaterThanOrEqual(
        sorted[n]!.left + Math.min(240, room.measure(sorted[n]!.text)),
      );
    });
  }
});

test("what is not in the stretch is not drawn", () => {
  expect(stops([station(-1, "guest", "up"), station(1001, "guest", "up")], span, room)).toEqual([]);
});

test("guests that come together are counted", () => {
  const ups = ["a", "b", "c"].map((vm) => station(1, "guest", "up", vm));
  expect(words(ups, ups[0]!)).toBe("3 guests up");
  expect(words([...ups, station(2, "link", "moved")], ups[0]!)).toBe("3 guests up +1");
  expect(words(ups.slice(0, 1), ups[0]!)).toBe("a up");
});
