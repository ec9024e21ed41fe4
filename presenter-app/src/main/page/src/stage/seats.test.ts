import { expect, test } from "vitest";
import { NOTHING, type World } from "../wire/world";
import { NOBODY, seat } from "./seats";

function world(homes: Record<string, string>, networks: string[] = ["stage"]): World {
  const guests = Object.fromEntries(Object.entries(homes).map(([vm, node]) => [vm, { node }]));
  const links = Object.fromEntries(
    Object.keys(homes).flatMap((vm) => networks.map((net) => [`${vm}/${net}`, {}])),
  );
  return { ...NOTHING, guests, links, nodes: { pi1: {}, pi2: {} } } as unknown as World;
}

test("guests sit in their names' order, numbers as numbers", () => {
  const seats = seat(NOBODY, world({ doge10: "pi1", doge2: "pi1" }));
  expect(seats.guests["pi1"]).toEqual(["doge2", "doge10"]);
});

test("who stays keeps their seat, and who comes takes a free one", () => {
  const before = seat(NOBODY, world({ a: "pi1", b: "pi1", c: "pi1" }));
  const without = seat(before, world({ a: "pi1", c: "pi1" }));
  expect(without.guests["pi1"]).toEqual(["a", null, "c"]);
  expect(seat(without, world({ a: "pi1", c: "pi1", "0-new": "pi1" })).guests["pi1"]).toEqual([
    "a",
    "0-new",
    "c",
  ]);
});

test("a network keeps its place when nobody is on it", () => {
  const before = seat(NOBODY, world({ a: "pi1" }, ["back", "stage"]));
  const after = seat(before, world({ a: "pi1" }, ["stage", "a-new-one"]));
  expect(after.networks).toEqual(["back", "stage", "a-new-one"]);
});

test("the same box has the same seats", () => {
  const before = seat(NOBODY, world({ a: "pi1" }));
  expect(seat(before, world({ a: "pi1" }))).toBe(before);
});
