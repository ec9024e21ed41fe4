import { expect, test } from "vitest";
import type { Telegram } from "../wire/telegram";
import { NOTHING, type World } from "../wire/world";
import { fold } from "./fold";
import { happenings } from "./happening";

const BOX = {
  ...NOTHING,
  connected: true,
  nodes: { pi2: { standing: "online" } },
  uplinks: { pi2: { state: "ON" } },
  guests: { doge2: { node: "pi2", phase: "running" }, doge3: { node: "pi3", phase: "running" } },
  links: {
    "doge2/stage": { ip: "10.1.1.2/24", state: "ON" },
    "doge3/stage": { ip: "10.1.1.3/24", state: "ON" },
  },
} as unknown as World;

function after(set: object, gone: Record<string, string[]> = {}) {
  const telegram = { type: "change", at: "2026-05-01T18:30:00Z", set, gone } as Telegram;
  return happenings(BOX, fold(BOX, telegram), telegram);
}

test("an address comes from whoever still claims it", () => {
  expect(after({ links: { "doge3/stage": { ip: "10.1.1.2/24", state: "ON" } } })).toEqual([
    { kind: "address", ip: "10.1.1.2/24", vm: "doge3", from: "doge2" },
  ]);
});

test("a state that is only said again is no happening", () => {
  expect(
    after({ guests: { doge2: { node: "pi2", phase: "running" } }, nodes: { pi2: { standing: "online" } } }),
  ).toEqual([]);
});

test("cables, links, phases and standings are", () => {
  expect(
    after({
      uplinks: { pi2: { state: "OFF" } },
      nodes: { pi2: { standing: "offline" } },
      guests: { doge2: { node: "pi2", phase: "failed" } },
      links: { "doge2/stage": { ip: "10.1.1.2/24", state: "OFF" } },
    }).map(({ kind }) => kind),
  ).toEqual(["phase", "link", "standing", "cable"]);
});

test("a guest that is no more is gone once", () => {
  expect(after({}, { guests: ["doge2"] })).toEqual([{ kind: "gone", vm: "doge2" }]);
});

test("a sample that is told again with its result is seen once", () => {
  const sample = { kind: "ping", from: "doge2", session: 1, seq: 4, ts: "2026-05-01T18:30:00Z", ms: 1 };
  const first = {
    type: "change",
    at: "2026-05-01T18:30:00Z",
    set: { tests: { p: { sample } } },
    gone: {},
  } as unknown as Telegram;
  const running = fold(BOX, first);
  expect(happenings(BOX, running, first).map(({ kind }) => kind)).toEqual(["sample"]);
  const last = {
    type: "change",
    at: "2026-05-01T18:30:01Z",
    set: { tests: { p: { sample, result: { verdict: "ok" } } } },
    gone: {},
  } as unknown as Telegram;
  expect(happenings(running, fold(running, last), last)).toEqual([
    { kind: "ended", test: "p", verdict: "ok" },
  ]);
});

test("a picture is caught up on and does not happen", () => {
  expect(happenings(NOTHING, BOX, { type: "picture", at: "2026-05-01T18:30:00Z", box: BOX })).toEqual([]);
});

test("who asks for something touches what it is about", () => {
  const touch = (topic: string, payload: unknown) =>
    happenings(BOX, BOX, { type: "event", at: "2026-05-01T18:30:00Z", topic, payload } as Telegram);
  expect(touch("link/doge2/stage/set", { state: "OFF", by: "Anna" })).toEqual([
    { kind: "touch", thing: { kind: "link", vm: "doge2", net: "stage" }, by: "Anna" },
  ]);
  expect(touch("vm/doge2/request/kill", { by: "Anna" })).toHaveLength(1);
  expect(touch("vm/doge2/response/kill", { by: "Anna" })).toEqual([]);
  expect(touch("vm/doge2/set/state", "ON")).toEqual([]);
});
