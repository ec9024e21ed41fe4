import type { World } from "../wire/world";

/** Who sits where. Seats are kept for as long as who has them is there, so that nothing jumps when others come or go. */
export interface Seats {
  readonly pis: readonly string[];
  /** By Pi, its guests by seat; null is an empty seat. */
  readonly guests: Readonly<Record<string, readonly (string | null)[]>>;
  readonly networks: readonly string[];
}

export const NOBODY: Seats = { pis: [], guests: {}, networks: [] };

const natural = new Intl.Collator("en", { numeric: true }).compare;

/** The seats in a world, after those of the world before. */
export function seat(before: Seats, world: World): Seats {
  const homes = new Map<string, string[]>();
  const pis = new Set([...Object.keys(world.nodes), ...Object.keys(world.uplinks)]);
  for (const [vm, guest] of Object.entries(world.guests)) {
    pis.add(guest.node);
    homes.set(guest.node, [...(homes.get(guest.node) ?? []), vm]);
  }
  const guests: Record<string, readonly (string | null)[]> = {};
  for (const pi of pis) {
    guests[pi] = place(before.guests[pi] ?? [], (homes.get(pi) ?? []).sort(natural));
  }
  const networks = new Set(Object.keys(world.links).map((link) => link.split("/")[1] ?? ""));
  const next = {
    pis: [...pis].sort(natural),
    guests,
    // A network's line keeps its colour even while nobody is on it.
    networks: [
      ...before.networks,
      ...[...networks].filter((net) => !before.networks.includes(net)).sort(natural),
    ],
  };
  return JSON.stringify(next) === JSON.stringify(before) ? before : next;
}

function place(before: readonly (string | null)[], here: readonly string[]): (string | null)[] {
  const seats = before.map((vm) => (vm !== null && here.includes(vm) ? vm : null));
  for (const vm of here) {
    if (!seats.includes(vm)) {
      const free = seats.indexOf(null);
      if (free < 0) {
        seats.push(vm);
      } else {
        seats[free] = vm;
      }
    }
  }
  while (seats.at(-1) === null) {
    seats.pop();
  }
  return seats;
}
