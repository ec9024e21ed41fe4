import type { Telegram } from "../wire/telegram";
import type { Sample, World } from "../wire/world";
import type { Thing } from "./thing";

/**
 * Something that an audience sees happen. A happening is an instant and holds nowhere: what holds is in the world. Those
 * that would only be caught up on (a first picture, a seek) are none.
 */
export type Happening =
  /** A sample of a traffic test: a reply, a timeout, a figure, a line. */
  | { kind: "sample"; test: string; sample: Sample }
  | { kind: "ended"; test: string; verdict: string }
  /** A guest has an address that it had not; `from` is the guest that held it before, or still claims it. */
  | { kind: "address"; ip: string; vm: string; from: string | null }
  | { kind: "phase"; vm: string; was: string | null; is: string }
  | { kind: "gone"; vm: string }
  | { kind: "standing"; node: string; is: "online" | "offline" | "lost" }
  | { kind: "cable"; node: string; is: "ON" | "OFF" }
  | { kind: "link"; vm: string; net: string; is: "ON" | "OFF" }
  /** Somebody did something to a thing. */
  | { kind: "touch"; thing: Thing; by: string }
  | { kind: "chapter"; title: string };

/** What happened between two worlds, by the telegram that lies between them. */
export function happenings(before: World, after: World, telegram: Telegram): Happening[] {
  switch (telegram.type) {
    case "change":
      return changes(before, after, telegram.set);
    case "event":
      return touches(telegram.topic, telegram.payload);
    case "chapter":
      return [{ kind: "chapter", title: telegram.title }];
    default:
      return [];
  }
}

function changes(before: World, after: World, set: Partial<World>): Happening[] {
  if (!before.connected) {
    return [];
  }
  const seen: Happening[] = [];
  for (const [test, run] of Object.entries(set.tests ?? {})) {
    const was = before.tests[test];
    if (run.sample !== undefined && !same(was?.sample, run.sample)) {
      seen.push({ kind: "sample", test, sample: run.sample });
    }
    if (run.result !== undefined && was?.result === undefined) {
      seen.push({ kind: "ended", test, verdict: run.result.verdict });
    }
  }
  for (const [vm, guest] of Object.entries(set.guests ?? {})) {
    const was = before.guests[vm];
    if (was?.phase !== guest.phase) {
      seen.push({ kind: "phase", vm, was: was?.phase ?? null, is: guest.phase });
    }
  }
  for (const [name, link] of Object.entries(set.links ?? {})) {
    const [vm = "", net = ""] = name.split("/");
    const was = before.links[name];
    if (was !== undefined && was.state !== link.state) {
      seen.push({ kind: "link", vm, net, is: link.state });
    }
    if (link.ip !== undefined && was?.ip !== link.ip) {
      seen.push({ kind: "address", ip: link.ip, vm, from: holder(before, link.ip, vm) });
    }
  }
  for (const vm of Object.keys(before.guests)) {
    if (after.guests[vm] === undefined) {
      seen.push({ kind: "gone", vm });
    }
  }
  for (const [node, pi] of Object.entries(set.nodes ?? {})) {
    const was = before.nodes[node];
    if (was !== undefined && was.standing !== pi.standing) {
      seen.push({ kind: "standing", node, is: pi.standing });
    }
  }
  for (const [node, uplink] of Object.entries(set.uplinks ?? {})) {
    const was = before.uplinks[node];
    if (was !== undefined && was.state !== uplink.state) {
      seen.push({ kind: "cable", node, is: uplink.state });
    }
  }
  return seen;
}

/** The guest other than `but` whose link has that address. */
function holder(world: World, ip: string, but: string): string | null {
  for (const [name, link] of Object.entries(world.links)) {
    const vm = name.split("/")[0] ?? "";
    if (vm !== but && link.ip === ip) {
      return vm;
    }
  }
  return null;
}

function same(one: Sample | undefined, other: Sample): boolean {
  return one !== undefined && one.session === other.session && one.seq === other.seq && one.ts === other.ts;
}

function touches(topic: string, payload: unknown): Happening[] {
  const by = typeof payload === "object" && payload !== null ? (payload as { by?: unknown }).by : undefined;
  if (typeof by !== "string" || by === "") {
    return [];
  }
  const [kind, first = "", second = "", third = ""] = topic.split("/");
  const touch = (thing: Thing): Happening[] => [{ kind: "touch", thing, by }];
  if (kind === "vm" && (second === "set" || second === "request")) {
    return touch({ kind: "guest", vm: first });
  }
  if (kind === "link" && third === "set") {
    return touch({ kind: "link", vm: first, net: second });
  }
  if (kind === "uplink" && second === "set") {
    return touch({ kind: "uplink", node: first });
  }
  if (kind === "node" && second === "request") {
    return touch({ kind: "node", node: first });
  }
  return [];
}
