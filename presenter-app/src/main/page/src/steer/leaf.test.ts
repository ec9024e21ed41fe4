import { expect, test } from "vitest";
import type { Thing } from "../state/thing";
import { clicked, MAIN } from "./leaf";

const doge1: Thing = { kind: "guest", vm: "doge1" };
const doge2: Thing = { kind: "guest", vm: "doge2" };
const pi1: Thing = { kind: "node", node: "pi1" };
const waiting = { thing: doge1, leaf: { name: "pick" } } as const;

test("a click shows the actions of what is clicked", () => {
  expect(clicked({ thing: doge1, leaf: { name: "ping" } }, pi1)).toEqual({ thing: pi1, leaf: MAIN });
  expect(clicked({ thing: null, leaf: MAIN }, doge1)).toEqual({ thing: doge1, leaf: MAIN });
});

test("a click on what is open leaves it open", () => {
  expect(clicked(waiting, { ...doge1 })).toBe(waiting);
});

test("a guest that is clicked while another one waits is its target", () => {
  expect(clicked(waiting, doge2)).toEqual({ thing: doge1, leaf: { name: "pair", to: "doge2" } });
});

test("nobody but a guest is a target", () => {
  expect(clicked(waiting, pi1)).toEqual({ thing: pi1, leaf: MAIN });
  expect(clicked(waiting, null)).toEqual({ thing: null, leaf: MAIN });
});
