import type { World } from "../wire/world";
import { type Layout, lane, type PiPlace, type Point } from "./layout";
import type { Seats } from "./seats";

/** A NIC's place on its network's line. */
export interface Stop {
  readonly vm: string;
  readonly net: string;
  readonly network: number;
  readonly pi: PiPlace;
  /** Where the guest stands. */
  readonly port: Point;
  /** Where its spur leaves the line. */
  readonly junction: Point;
}

/** Every NIC's place. */
export function stops(layout: Layout, seats: Seats, world: World): Stop[] {
  const found: Stop[] = [];
  for (const pi of layout.pis) {
    (seats.guests[pi.name] ?? []).forEach((vm, index) => {
      const box = pi.seats[index];
      if (vm === null || box === undefined) {
        return;
      }
      const nets = seats.networks.filter((net) => world.links[`${vm}/${net}`] !== undefined);
      nets.forEach((net, nic) => {
        const network = seats.networks.indexOf(net);
        const y = box.y + box.height / 2 + (nic - (nets.length - 1) / 2) * Math.min(layout.pitch * 1.5, 18);
        const { branch } = lane(layout, pi, network);
        found.push({ vm, net, network, pi, port: { x: box.x, y }, junction: { x: branch.x, y } });
      });
    });
  }
  return found;
}

/** The way from one NIC to another one on the same network, through the Pis' cables and the switch if they are apart. */
export function way(layout: Layout, from: Stop, to: Stop): Point[] {
  if (from.pi === to.pi) {
    return [from.port, from.junction, to.junction, to.port];
  }
  return [...toSwitch(layout, from), ...toSwitch(layout, to).reverse()];
}

/** The way from a NIC to its line's place in the switch. */
export function toSwitch(layout: Layout, stop: Stop): Point[] {
  const { trunk, branch } = lane(layout, stop.pi, stop.network);
  return layout.shape === "wide"
    ? [stop.port, stop.junction, trunk]
    : [stop.port, stop.junction, { x: branch.x, y: trunk.y }, trunk];
}

/** An SVG path along these points, its corners rounded as a metro's are. */
export function path(points: readonly Point[], radius: number): string {
  const clean = points.filter((point, index) => index === 0 || distance(point, points[index - 1]!) > 0.5);
  const first = clean[0];
  if (first === undefined) {
    return "";
  }
  let d = `M${round(first.x)} ${round(first.y)}`;
  for (let i = 1; i < clean.length; i++) {
    const here = clean[i]!;
    const next = clean[i + 1];
    if (next === undefined) {
      d += `L${round(here.x)} ${round(here.y)}`;
      continue;
    }
    const before = clean[i - 1]!;
    const r = Math.min(radius, distance(before, here) / 2, distance(here, next) / 2);
    const a = towards(here, before, r);
    const b = towards(here, next, r);
    d += `L${round(a.x)} ${round(a.y)}Q${round(here.x)} ${round(here.y)} ${round(b.x)} ${round(b.y)}`;
  }
  return d;
}

/** The beginning of a way, up to where it is cut: the first of the points at which it goes on no more. */
export function upTo(points: readonly Point[], end: Point): Point[] {
  const cut: Point[] = [];
  for (let i = 0; i < points.length; i++) {
    const here = points[i]!;
    cut.push(here);
    const next = points[i + 1];
    if (next !== undefined && between(here, end, next)) {
      return [...cut, end];
    }
  }
  return cut;
}

function between(a: Point, point: Point, b: Point): boolean {
  return Math.abs(distance(a, point) + distance(point, b) - distance(a, b)) < 1;
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
