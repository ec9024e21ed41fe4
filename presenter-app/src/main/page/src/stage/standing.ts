import type { VmState, World } from "../wire/world";

/** Whether a Pi's cable is in, as far as can be seen from here. */
export type Cable = "in" | "out" | "unheard";

/** A Pi that nobody hears has no cable for all we know; why it went may have been said before. */
export function cable(world: World, pi: string): Cable {
  const standing = world.nodes[pi]?.standing;
  if (world.uplinks[pi]?.state === "OFF") {
    return "out";
  }
  return standing === "online" || standing === undefined ? "in" : "unheard";
}

/** How a guest's station is drawn. */
export type Look = "running" | "starting" | "paused" | "stopping" | "off" | "failed";

export function look(guest: VmState): Look {
  return guest.phase;
}

/** Whether what is said of a guest may no longer be so: its Pi is not heard. */
export function unsure(world: World, guest: VmState): boolean {
  return world.nodes[guest.node]?.standing !== "online";
}

/** What the audience reads beside a guest that does not just run. */
export function word(guest: VmState): string {
  switch (guest.phase) {
    case "running":
      return "";
    case "starting":
      return "boots";
    case "paused":
      return "paused";
    case "stopping":
      return "shuts down";
    case "off":
      return "off";
    case "failed":
      return guest.cause === undefined ? "failed" : `failed: ${guest.cause}`;
  }
}

/** The guest that answers at that address, or is called so, as seen from another guest's networks. */
export function target(world: World, from: string, to: string | null): { vm: string; net: string } | null {
  if (to === null) {
    return null;
  }
  const reachable = Object.keys(world.links)
    .filter((link) => link.startsWith(`${from}/`))
    .map((link) => link.slice(from.length + 1));
  let second: { vm: string; net: string } | null = null;
  for (const [name, link] of Object.entries(world.links)) {
    const [vm = "", net = ""] = name.split("/");
    const guest = world.guests[vm];
    if (vm === from || guest === undefined || !reachable.includes(net)) {
      continue;
    }
    if (vm === to || link.ip?.split("/")[0] === to) {
      // Of several that hold the address, the one that can answer.
      if (guest.phase === "running" && link.state === "ON" && !unsure(world, guest)) {
        return { vm, net };
      }
      second ??= { vm, net };
    }
  }
  return second;
}
