import { expect, test } from "vitest";
import type { Order } from "../state/orders";
import { changed, newest } from "./notices";

const order = (id: number, state: Order["state"], why: string | null = null): Order => ({
  id,
  thing: "guest/doge1",
  text: "boot doge1",
  state,
  why,
  since: 0,
});

test("the newest come first, and only a few", () => {
  expect(newest([1, 2, 3, 4].map((id) => order(id, "pending"))).map((one) => one.id)).toEqual([4, 3, 2]);
});

test("what failed is not pushed away by what went well, nor is a warning", () => {
  const all = [
    order(1, "failed", "no"),
    order(2, "done", "mind that"),
    order(3, "done"),
    order(4, "pending"),
  ];
  expect(newest(all).map((one) => one.id)).toEqual([1, 2, 4]);
});

test("a reader is told what is new and what has come out, and nothing twice", () => {
  const before = [order(1, "pending"), order(2, "done")];
  expect(
    changed(before, [order(1, "failed", "no"), order(2, "done"), order(3, "pending")]).map((one) => one.id),
  ).toEqual([1, 3]);
  expect(changed(before, before)).toEqual([]);
  expect(changed(before, [order(2, "done")])).toEqual([]);
});
