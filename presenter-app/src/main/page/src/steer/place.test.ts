import { expect, test } from "vitest";
import { beside, type Rect } from "./place";

const screen: Rect = { left: 0, top: 0, right: 1366, bottom: 768 };
const panel = { width: 340, height: 480 };
const rect = (left: number, top: number, width: number, height: number): Rect => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

const apart = (one: Rect, other: Rect) =>
  one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;

test("a panel stands right of its thing where there is room, and at its height", () => {
  expect(beside(rect(100, 100, 120, 60), panel, screen)).toMatchObject({
    side: "right",
    left: 232,
    top: 100,
  });
});

test("at the right edge it goes to the left, at the bottom it moves up", () => {
  const spot = beside(rect(1200, 700, 120, 60), panel, screen);
  expect(spot).toMatchObject({ side: "left", left: 1200 - 12 - 340 });
  expect(spot.top + spot.height).toBeLessThanOrEqual(760);
});

test("beside a thing as wide as the screen it goes below or above", () => {
  expect(beside(rect(0, 0, 1366, 100), panel, screen).side).toBe("below");
  expect(beside(rect(0, 660, 1366, 100), panel, screen).side).toBe("above");
});

test("next to a thing that leaves no room, it takes the edge", () => {
  expect(beside(rect(0, 0, 1366, 768), panel, screen)).toMatchObject({
    side: "edge",
    left: 1366 - 8 - 340,
    top: 8,
  });
});

test("wherever the thing is, the panel stays on the screen and off the thing", () => {
  let seed = 7;
  const random = (most: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed / 2 ** 32) * most;
  };
  for (let round = 0; round < 5000; round++) {
    const bounds = rect(random(50), random(50), 700 + random(1500), 500 + random(700));
    const thing = rect(random(2000) - 100, random(1200) - 100, 10 + random(500), 10 + random(400));
    const spot = beside(thing, { width: 200 + random(300), height: 100 + random(700) }, bounds);
    const where = rect(spot.left, spot.top, spot.width, spot.height);
    const what = JSON.stringify({ round, thing, bounds, spot });
    expect(spot.width > 0 && spot.height > 0, what).toBe(true);
    expect(where.left >= bounds.left && where.right <= bounds.right, what).toBe(true);
    expect(where.top >= bounds.top && where.bottom <= bounds.bottom, what).toBe(true);
    if (spot.side !== "edge") {
      expect(apart(where, thing), what).toBe(true);
    }
  }
});
