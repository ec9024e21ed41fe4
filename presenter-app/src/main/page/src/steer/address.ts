import type { World } from "../wire/world";

/** An IPv4 host address with its network's prefix. */
export interface Address {
  /** As the bus has it: 10.1.1.2/24. */
  readonly text: string;
  readonly host: string;
  readonly bits: number;
  readonly prefix: number;
}

export type Read = { readonly address: Address } | { readonly problem: string };

const FORM = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** Reads an address as a node will: without a prefix /24 is meant. */
export function readAddress(text: string): Read {
  const said = text.trim();
  if (said === "") {
    return { problem: "write an address like 10.1.1.2/24" };
  }
  const form = FORM.exec(said);
  const octets = (form ?? []).slice(1, 5);
  if (
    form === null ||
    octets.some((octet) => Number(octet) > 255 || (octet.length > 1 && octet[0] === "0"))
  ) {
    return { problem: "that is no IPv4 address: write it like 10.1.1.2/24" };
  }
  const prefix = form[5] === undefined ? 24 : Number(form[5]);
  if (prefix < 1 || prefix > 32) {
    return { problem: `/${prefix} is no prefix length: write the address like 10.1.1.2/24` };
  }
  const first = Number(octets[0]);
  if (first === 0 || first === 127 || first >= 224) {
    return { problem: "a guest may not have that address: take one like 10.1.1.2/24" };
  }
  const host = octets.join(".");
  const bits = octets.reduce((all, octet) => all * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  const offset = bits % size;
  if (prefix < 31 && (offset === 0 || offset === size - 1)) {
    return {
      problem: `${host}/${prefix} names the network or its broadcast, not a host: take an address inside it`,
    };
  }
  return { address: { text: `${host}/${prefix}`, host, bits, prefix } };
}

/** Why nothing can be aimed at that, which must be an address without a prefix or a guest's name; null if it can. */
export function targetProblem(text: string): string | null {
  const said = text.trim();
  if (said === "") {
    return "pick a guest, or write an address like 10.1.1.2";
  }
  if (said.includes(".")) {
    const read = readAddress(`${said}/32`);
    return said.includes("/") || "problem" in read ? "that is no IPv4 address: write it like 10.1.1.2" : null;
  }
  return /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(said)
    ? null
    : "that is neither an address nor a guest's name";
}

/** Who has which address in a network, by guest. */
export interface Holder {
  readonly vm: string;
  /** With its prefix. */
  readonly ip: string;
}

/** The addresses of a network's guests, in their order. */
export function holders(world: World, net: string): Holder[] {
  const found: Holder[] = [];
  for (const [name, link] of Object.entries(world.links)) {
    const [vm, network] = name.split("/");
    if (network === net && vm !== undefined && link.ip !== undefined) {
      found.push({ vm, ip: link.ip });
    }
  }
  return found.sort((one, other) => order(one.ip) - order(other.ip) || one.vm.localeCompare(other.vm));
}

/** All networks of the box, by name. */
export function networks(world: World): string[] {
  const all = new Set<string>();
  for (const name of Object.keys(world.links)) {
    all.add(name.split("/")[1] ?? "");
  }
  for (const guest of Object.values(world.guests)) {
    for (const net of guest.networks ?? []) {
      all.add(net);
    }
  }
  all.delete("");
  return [...all].sort();
}

/**
 * An address that nobody in the network has: the next one of the subnet that most of its guests are in. A network without
 * any gets a subnet that no other one uses, 10.1.N.0/24. Null where the subnet is full.
 */
export function freeAddress(world: World, net: string): string | null {
  const there = addresses(holders(world, net));
  const most = commonSubnet(there);
  if (most === null) {
    const used = networks(world).flatMap((other) => addresses(holders(world, other)));
    for (let third = 1; third < 255; third++) {
      const start = ((10 * 256 + 1) * 256 + third) * 256;
      if (!used.some((other) => overlaps(other, start))) {
        return `10.1.${third}.1/24`;
      }
    }
    return null;
  }
  const taken = new Set(there.map((address) => address.bits));
  const size = 2 ** (32 - most.prefix);
  // A subnet is searched no further than anyone would look.
  for (let offset = 1; offset < Math.min(size - 1, 4096); offset++) {
    if (!taken.has(most.start + offset)) {
      return `${dotted(most.start + offset)}/${most.prefix}`;
    }
  }
  return null;
}

function overlaps(address: Address, start: number): boolean {
  const size = Math.max(2 ** (32 - address.prefix), 256);
  return Math.floor(address.bits / size) === Math.floor(start / size);
}

function addresses(of: readonly Holder[]): Address[] {
  return of.flatMap(({ ip }) => {
    const read = readAddress(ip);
    return "address" in read ? [read.address] : [];
  });
}

function commonSubnet(of: readonly Address[]): { start: number; prefix: number } | null {
  const counts = new Map<string, { start: number; prefix: number; count: number }>();
  for (const { bits, prefix } of of) {
    if (prefix < 31) {
      const start = bits - (bits % 2 ** (32 - prefix));
      const key = `${start}/${prefix}`;
      counts.set(key, { start, prefix, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return (
    [...counts.values()].sort((one, other) => other.count - one.count || one.start - other.start)[0] ?? null
  );
}

function order(ip: string): number {
  const read = readAddress(ip);
  return "address" in read ? read.address.bits : Number.MAX_SAFE_INTEGER;
}

function dotted(bits: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join(".");
}
