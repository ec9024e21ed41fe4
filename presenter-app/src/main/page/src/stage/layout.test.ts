import { expect, test } from "vitest";
import { type Box, layout } from "./layout";
import type { Seats } from "./seats";

const SIZES = [
  [1920, 900],
  [1366, 600],
  [1440, 860],
  [900, 620],
  [390, 600],
] as const;

function box(pis: number, guests: number, networks = 1): Seats {
  const names = Array.from({ length: pis }, (_, i) => `pi${i + 1}`);
  return {
    pis: names,
    guests: Object.fromEntries(
      names.map((pi) => [pi, Array.from({ length: guests }, (_, i) => `${pi}-g${i}`)]),
    ),
    networks: Array.from({ length: networks }, (_, i) => `net${i}`),
  };
}

function apart(one: Box, other: Box): boolean {
  return (
    one.x + one.width <= other.x + 0.01 ||
    other.x + other.width <= one.x + 0.01 ||
    one.y + one.height <= other.y + 0.01 ||
    other.y + other.height <= one.y + 0.01
  );
}

function inside(part: Box, whole: Box): boolean {
  return (
    part.x >= whole.x - 0.01 &&
    part.y >= whole.y - 0.01 &&
    part.x + part.width <= whole.x + whole.width + 0.01 &&
    part.y + part.height <= whole.y + whole.height + 0.01
  );
}

for (const [width, height] of SIZES) {
  test(`from 1 to 12 Pis with up to 5 guests each stand apart and within ${width}×${height}`, () => {
    for (let pis = 1; pis <= 12; pis++) {
      for (let guests = 0; guests <= 5; guests++) {
        const placed = layout(box(pis, guests, 2), width, height);
        const all = { x: 0, y: 0, width: placed.width, height: placed.height };
        const boxes = [placed.laptop, placed.bar, ...placed.pis.map((pi) => pi.box)];
        const at = `${pis} Pis, ${guests} guests`;
        boxes.forEach((one, i) => {
          expect(inside(one, all), `${at}: within the stage`).toBe(true);
          for (const other of boxes.slice(i + 1)) {
            expect(apart(one, other), `${at}: apart`).toBe(true);
          }
        });
        for (const pi of placed.pis) {
          for (const seat of pi.seats) {
            expect(inside(seat, pi.box), `${at}: a seat within its Pi`).toBe(true);
            expect(seat.width, `${at}: room for a name`).toBeGreaterThan(40);
          }
        }
        if (placed.shape === "wide") {
          expect(placed.height, "only a phone scrolls").toBe(height);
        }
      }
    }
  });
}

test("nothing jumps when a guest comes or goes", () => {
  const before = layout(box(3, 1), 1920, 900);
  const after = layout({ ...box(3, 1), guests: { ...box(3, 1).guests, pi2: ["pi2-g0", "new"] } }, 1920, 900);
  expect(after.pis.map((pi) => pi.box)).toEqual(before.pis.map((pi) => pi.box));
  expect(after.pis[1]!.seats[0]).toEqual(before.pis[1]!.seats[0]);
  expect(after.type).toBe(before.type);
});

test("three Pis fill a projector", () => {
  const placed = layout(box(3, 1), 1920, 900);
  const last = placed.pis[2]!.box;
  expect(last.x + last.width - placed.pis[0]!.box.x).toBeGreaterThan(1920 * 0.9);
  expect(placed.type).toBeGreaterThan(40);
});

test("on a phone the Pis stand below each other and what does not fit is scrolled to", () => {
  const placed = layout(box(12, 5), 390, 600);
  expect(placed.shape).toBe("tall");
  expect(placed.height).toBeGreaterThan(600);
});
