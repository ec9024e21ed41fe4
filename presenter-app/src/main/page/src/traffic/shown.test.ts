import { expect, test } from "vitest";
import type { TestLog } from "../state/tests";
import { NOTHING, type World } from "../wire/world";
import { networkOf, shown } from "./shown";

const NOW = Date.parse("2026-05-01T18:30:00Z");
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const log = (id: string, from: string, begun: number): TestLog =>
  ({
    id,
    kind: "ping",
    from,
    to: "10.1.1.2",
    samples: [{ at: NOW - begun, sample: {} }],
  }) as unknown as TestLog;

function world(tests: Record<string, { heard: number; over?: boolean }>, standing = "online"): World {
  const runs = Object.entries(tests).map(([id, { heard, over }]) => [
    id,
    { last_heard: ago(heard), ...(over ? { result: {} } : { sample: {} }) },
  ]);
  return {
    ...NOTHING,
    guests: { doge1: { state: "ON", node: "pi1" } },
    nodes: { pi1: { standing } },
    tests: Object.fromEntries(runs),
  } as unknown as World;
}

test("running tests come first, the newest at the top, then those that ended, the last first", () => {
  const now = world({
    old: { heard: 100 },
    young: { heard: 200 },
    over: { heard: 9000, over: true },
    last: { heard: 5000, over: true },
  });
  const logs = new Map(
    ["old", "young", "over", "last"].map((id, index) => [id, log(id, "doge1", 60_000 - index * 1000)]),
  );
  expect(shown(now, logs, NOW).map(({ id }) => id)).toEqual(["young", "old", "last", "over"]);
});

test("what ended long ago is not on the board, and not more than a few", () => {
  const old = world({ a: { heard: 11 * 60_000, over: true } });
  expect(shown(old, new Map([["a", log("a", "doge1", 0)]]), NOW)).toEqual([]);
  const ids = Array.from({ length: 40 }, (_, index) => `t${index}`);
  const many = world(Object.fromEntries(ids.map((id) => [id, { heard: 1000, over: true }])));
  expect(shown(many, new Map(ids.map((id) => [id, log(id, "doge1", 0)])), NOW)).toHaveLength(6);
});

test("a test whose guest is gone does not run any more; one whose Pi is away may", () => {
  const orphan = world({ a: { heard: 1000 } });
  expect(shown(orphan, new Map([["a", log("a", "nobody", 0)]]), NOW)[0]).toMatchObject({
    state: "ended",
    result: null,
  });
  const away = world({ a: { heard: 1000 } }, "lost");
  expect(shown(away, new Map([["a", log("a", "doge1", 0)]]), NOW)[0]).toMatchObject({ state: "silent" });
});

test("a test runs over the network that its aim is in, by address or by name", () => {
  const links = {
    "doge1/backstage": { ip: "10.2.0.1/16" },
    "doge1/stage": { ip: "10.1.1.1/24" },
    "doge2/stage": { ip: "10.1.1.2/24" },
  } as unknown as World["links"];
  const box = { ...NOTHING, links };
  expect(networkOf({ from: "doge1", to: "10.1.1.2" }, box)).toBe("stage");
  expect(networkOf({ from: "doge1", to: "10.2.77.1" }, box)).toBe("backstage");
  expect(networkOf({ from: "doge1", to: "doge2" }, box)).toBe("stage");
  expect(networkOf({ from: "doge1", to: null }, box)).toBe("backstage");
  expect(networkOf({ from: "doge1", to: "10.1.1.2; rm" }, box)).toBe("backstage");
  expect(networkOf({ from: "nobody", to: "10.1.1.2" }, box)).toBeNull();
});

test("who serves an iperf comes below who measures", () => {
  const now = world({ serve: { heard: 100 }, measure: { heard: 200 } });
  const serving = { ...log("serve", "doge1", 0), kind: "iperf", to: null } as TestLog;
  const logs = new Map([
    ["serve", serving],
    ["measure", log("measure", "doge1", 9000)],
  ]);
  expect(shown(now, logs, NOW).map(({ id }) => id)).toEqual(["measure", "serve"]);
});
