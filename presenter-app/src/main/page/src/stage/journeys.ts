import type { Sample, World } from "../wire/world";
import { type Layout, lane, type Point } from "./layout";
import { cable, target } from "./standing";
import { distance, type Stop, toSwitch, upTo, way } from "./ways";

/** What is seen of a sample of a traffic test. */
export interface Journey {
  /** From the guest that measures. */
  readonly points: readonly Point[];
  readonly network: number;
  /** `there` goes one way, `back` there and back again, `lost` ends on the way, at its last point. */
  readonly kind: "there" | "back" | "lost";
  readonly text: string | null;
}

/** The journey of a sample, or null if nothing travels or nobody knows where. */
export function journey(
  layout: Layout,
  stops: readonly Stop[],
  world: World,
  sample: Sample,
  goal: string | null,
): Journey | null {
  const to = target(world, sample.from, goal);
  const start = stops.find((stop) => stop.vm === sample.from && (to === null || stop.net === to.net));
  if (start === undefined) {
    return null;
  }
  const end = to === null ? undefined : stops.find((stop) => stop.vm === to.vm && stop.net === to.net);
  const { network } = start;
  if (sample.timeout === true) {
    const points = end === undefined ? toSwitch(layout, start) : way(layout, start, end);
    return { points: cut(layout, world, points, start, end), network, kind: "lost", text: null };
  }
  if (end === undefined) {
    return null;
  }
  const points = way(layout, start, end);
  switch (sample.kind) {
    case "ping":
      return { points, network, kind: "back", text: null };
    case "iperf":
      return { points, network, kind: "there", text: null };
    case "netcat":
      return null;
    case "exec":
      return null;
  }
}

/** Where a text went that a listening guest received: from the guest that has just sent one to it, if one has. */
export function delivery(
  layout: Layout,
  stops: readonly Stop[],
  world: World,
  listener: string,
  text: string,
): Journey | null {
  for (const run of Object.values(world.tests)) {
    const said = run.result ?? run.sample;
    if (said?.kind !== "netcat" || said.from === listener || said.to === undefined) {
      continue;
    }
    const to = target(world, said.from, said.to);
    const start = stops.find((stop) => stop.vm === said.from && stop.net === to?.net);
    const end = stops.find((stop) => stop.vm === listener && stop.net === to?.net);
    if (to?.vm === listener && start !== undefined && end !== undefined) {
      return { points: way(layout, start, end), network: start.network, kind: "there", text };
    }
  }
  return null;
}

/** The way up to the first place at which it is broken, as far as anybody knows. */
function cut(layout: Layout, world: World, points: Point[], start: Stop, end: Stop | undefined): Point[] {
  const breaks: Point[] = [];
  for (const stop of end === undefined ? [start] : [start, end]) {
    if (world.links[`${stop.vm}/${stop.net}`]?.state === "OFF") {
      breaks.push({ x: (stop.junction.x + stop.port.x) / 2, y: stop.junction.y });
    }
    if (cable(world, stop.pi.name) !== "in" && (end === undefined || start.pi !== end.pi)) {
      breaks.push(tunnelMiddle(layout, stop));
    }
  }
  const first = breaks.map((end) => upTo(points, end)).sort((one, other) => length(one) - length(other))[0];
  return first ?? points;
}

function tunnelMiddle(layout: Layout, stop: Stop): Point {
  const { tunnel } = stop.pi;
  const { trunk } = lane(layout, stop.pi, stop.network);
  return layout.shape === "wide"
    ? { x: trunk.x, y: tunnel.y + tunnel.height / 2 }
    : { x: tunnel.x + tunnel.width / 2, y: trunk.y };
}

/** How long a way is. */
export function length(points: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    sum += distance(points[i - 1]!, points[i]!);
  }
  return sum;
}

/** How wide a flow of that rate is drawn, in parts of a line's width: seen from 1 Mbit/s on, full at 10 Gbit/s. */
export function flowWidth(mbitPerS: number): number {
  return 1 + 2.2 * Math.min(1, Math.log10(1 + Math.max(0, mbitPerS)) / 4);
}
