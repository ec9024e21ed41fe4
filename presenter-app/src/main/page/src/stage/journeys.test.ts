import { expect, test } from "vitest";
import { NOTHING, type Sample, type World } from "../wire/world";
import { flowWidth, journey } from "./journeys";
import { layout } from "./layout";
import { NOBODY, seat } from "./seats";
import { stops } from "./ways";

interface Guest {
  node: string;
  ip: string;
  phase?: string;
  link?: string;
}

function world(guests: Record<string, Guest>, away: string[] = []): World {
  const nodes = [...new Set(Object.values(guests).map((guest) => guest.node))];
  return {
    ...NOTHING,
    connected: true,
    nodes: Object.fromEntries(
      nodes.map((pi) => [pi, { standing: away.includes(pi) ? "offline" : "online" }]),
    ),
    guests: Object.fromEntries(
      Object.entries(guests).map(([vm, { node, phase }]) => [vm, { node, phase: phase ?? "running" }]),
    ),
    links: Object.fromEntries(
      Object.entries(guests).map(([vm, { ip, link }]) => [
        `${vm}/stage`,
        { ip: `${ip}/24`, state: link ?? "ON" },
      ]),
    ),
  } as unknown as World;
}

const STORY = {
  doge1: { node: "pi1", ip: "10.1.1.1" },
  doge2: { node: "pi2", ip: "10.1.1.2" },
  doge3: { node: "pi3", ip: "10.1.1.3" },
};
const reply = { kind: "ping", from: "doge1", to: "10.1.1.2", seq: 1, ms: 1.2 } as unknown as Sample;
const timeout = { kind: "ping", from: "doge1", to: "10.1.1.2", seq: 2, timeout: true } as unknown as Sample;

function travel(now: World, sample: Sample) {
  const seats = seat(NOBODY, now);
  const placed = layout(seats, 1920, 900);
  const all = stops(placed, seats, now);
  return { placed, all, found: journey(placed, all, now, sample, sample.to ?? null)! };
}

test("a reply goes through both Pis' cables and the switch, and back", () => {
  const { placed, all, found } = travel(world(STORY), reply);
  expect(found.kind).toBe("back");
  expect(found.points[0]).toEqual(all.find((stop) => stop.vm === "doge1")!.port);
  expect(found.points.at(-1)).toEqual(all.find((stop) => stop.vm === "doge2")!.port);
  const { bar } = placed;
  expect(found.points.some(({ y }) => y > bar.y && y < bar.y + bar.height)).toBe(true);
});

test("guests on one Pi reach each other without its cable", () => {
  const { placed, found } = travel(world({ ...STORY, doge2: { node: "pi1", ip: "10.1.1.2" } }), reply);
  for (const { y } of found.points) {
    expect(y).toBeGreaterThan(placed.pis[0]!.box.y);
  }
});

test("what is not answered ends where the way is broken: at the cable that is out", () => {
  const { placed, found } = travel(world(STORY, ["pi2"]), timeout);
  const { tunnel } = placed.pis[1]!;
  const end = found.points.at(-1)!;
  expect(found.kind).toBe("lost");
  expect(end.y).toBeCloseTo(tunnel.y + tunnel.height / 2);
  expect(end.x).toBeGreaterThan(tunnel.x);
  expect(end.x).toBeLessThan(tunnel.x + tunnel.width);
});

test("it ends at an unplugged card of the guest that asks", () => {
  const { all, found } = travel(world({ ...STORY, doge1: { ...STORY.doge1, link: "OFF" } }), timeout);
  const start = all.find((stop) => stop.vm === "doge1")!;
  const end = found.points.at(-1)!;
  expect(end.y).toBe(start.port.y);
  expect(end.x).toBeGreaterThan(start.junction.x);
  expect(end.x).toBeLessThan(start.port.x);
});

test("of two that hold an address, the one that can answer does", () => {
  const taken = world({ ...STORY, doge3: { node: "pi3", ip: "10.1.1.2" } }, ["pi2"]);
  const { all, found } = travel(taken, reply);
  expect(found.points.at(-1)).toEqual(all.find((stop) => stop.vm === "doge3")!.port);
});

test("a question to an address that nobody has gets as far as the switch", () => {
  const { placed, found } = travel(world({ doge1: STORY.doge1 }), timeout);
  const end = found.points.at(-1)!;
  expect(end.y).toBeGreaterThan(placed.bar.y);
  expect(end.y).toBeLessThan(placed.bar.y + placed.bar.height);
});

test("a flow is wider the faster it is, and never wider than its bound", () => {
  const widths = [0, 1, 10, 100, 1000, 10_000, 100_000].map(flowWidth);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(widths[0]).toBe(1);
  expect(widths.at(-1)).toBeCloseTo(3.2);
});
