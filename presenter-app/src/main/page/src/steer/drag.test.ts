import { expect, test } from "vitest";
import { type Drag, type Move, next, REST } from "./drag";

const press = (more: object = {}): Move => ({
  kind: "press",
  on: "doge1",
  pointer: 1,
  x: 100,
  y: 100,
  hold: false,
  ...more,
});
const move = (x: number, over: string | null = null, pointer = 1): Move => ({
  kind: "move",
  pointer,
  x,
  y: 100,
  over,
});
const release: Move = { kind: "release", pointer: 1 };

function play(...moves: Move[]) {
  let drag: Drag = REST;
  let drop: { from: string; to: string } | null = null;
  for (const one of moves) {
    ({ drag, drop } = next(drag, one));
  }
  return { drag, drop };
}

test("a line drawn from one guest to another one is dropped there", () => {
  expect(play(press(), move(150), move(300, "doge2"), release)).toEqual({
    drag: REST,
    drop: { from: "doge1", to: "doge2" },
  });
});

test("a press that hardly moves stays a click", () => {
  expect(play(press(), move(105, "doge1")).drag.at).toBe("pressed");
  expect(play(press(), move(107, "doge2"), release).drop).toBeNull();
});

test("a line that ends nowhere, or where it began, is nothing", () => {
  expect(play(press(), move(300, "doge2"), move(400), release).drop).toBeNull();
  expect(play(press(), move(300, "doge2"), move(110, "doge1"), release).drop).toBeNull();
});

test("cancelled is cancelled: what is released afterwards is nothing", () => {
  expect(play(press(), move(300, "doge2"), { kind: "cancel" }, release)).toEqual({ drag: REST, drop: null });
});

test("where a finger could scroll it must rest first", () => {
  expect(play(press({ hold: true }), move(150)).drag).toBe(REST);
  expect(
    play(press({ hold: true }), { kind: "held", pointer: 1 }, move(300, "doge2"), release).drop,
  ).not.toBeNull();
});

test("another finger neither moves nor drops the line, and a second press ends it", () => {
  expect(play(press(), move(300, "doge2"), move(500, "doge3", 2)).drag).toMatchObject({ over: "doge2" });
  expect(play(press(), move(300, "doge2"), { kind: "release", pointer: 2 }).drag.at).toBe("drawing");
  expect(play(press(), move(300, "doge2"), press({ pointer: 2 })).drag).toBe(REST);
});

test("nothing comes of moves without a press", () => {
  expect(play(move(300, "doge2"), release)).toEqual({ drag: REST, drop: null });
});
