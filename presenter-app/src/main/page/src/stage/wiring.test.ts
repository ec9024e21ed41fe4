import { expect, test } from "vitest";
import { NOTHING, type World } from "../wire/world";
import { sameWiring } from "./wiring";

const BOX = {
  ...NOTHING,
  connected: true,
  nodes: { pi1: { standing: "online", last_heard: "1" } },
  uplinks: { pi1: { state: "ON" } },
  guests: { doge1: { node: "pi1", phase: "running" } },
  links: { "doge1/stage": { state: "ON", ip: "10.1.1.1/24", rx_bytes: 1 } },
} as unknown as World;

test("telemetry, counters and tests leave the wires as they are", () => {
  const later = {
    ...BOX,
    nodes: { pi1: { standing: "online", last_heard: "2" } },
    links: { "doge1/stage": { state: "ON", ip: "10.1.1.1/24", rx_bytes: 2 } },
    tests: { p: {} },
  } as unknown as World;
  expect(sameWiring(BOX, later)).toBe(true);
});

test("what the wires show does not", () => {
  const changes: object[] = [
    { connected: false },
    { nodes: { pi1: { standing: "offline" } } },
    { nodes: {} },
    { uplinks: { pi1: { state: "OFF" } } },
    { guests: { doge1: { node: "pi1", phase: "paused" } } },
    { guests: { doge1: { node: "pi2", phase: "running" } } },
    { guests: { ...BOX.guests, doge2: BOX.guests["doge1"] } },
    { links: { "doge1/stage": { state: "OFF", ip: "10.1.1.1/24" } } },
    { links: { "doge1/back": { state: "ON", ip: "10.1.1.1/24" } } },
  ];
  for (const change of changes) {
    expect(sameWiring(BOX, { ...BOX, ...change } as World), JSON.stringify(change)).toBe(false);
  }
});
