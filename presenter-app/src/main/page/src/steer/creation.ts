import type { VmCreate } from "../wire/generated/bus";
import type { World } from "../wire/world";
import { freeAddress, holders, networks, readAddress } from "./address";
import { freeName, nameProblem } from "./names";

/** A guest as somebody is about to make it: what stands in the form. */
export interface Draft {
  readonly vm: string;
  readonly image: string;
  /** As written; empty for what the image wants. */
  readonly memory: string;
  readonly nics: readonly DraftNic[];
  readonly boot: boolean;
}

export interface DraftNic {
  readonly network: string;
  /** As written; empty for none. */
  readonly ip: string;
}

/** What is wrong with a draft, by field; nothing where nothing is. */
export interface Problems {
  readonly vm?: string;
  readonly image?: string;
  readonly memory?: string;
  readonly nics: readonly { network?: string; ip?: string }[];
  /** The first of them all, or what no field alone is to blame for. */
  readonly first: string | null;
}

/** What the contract takes at most. */
export const MOST_NICS = 8;
const MEMORY_MIB = { least: 8, most: 65536 };
/** Where guests go unless somebody says otherwise. */
const STAGE = "stage";

/** A guest that could be made on a node just so. */
export function suggest(world: World, node: string): Draft {
  const image = world.nodes[node]?.state?.images?.[0]?.name ?? "";
  const network =
    networks(world)[0] === undefined || networks(world).includes(STAGE) ? STAGE : networks(world)[0]!;
  return {
    vm: freeName(image === "" ? "guest" : image, Object.keys(world.guests)),
    image,
    memory: "",
    nics: [{ network, ip: freeAddress(world, network) ?? "" }],
    boot: true,
  };
}

/** The draft with another image: a name that was only suggested follows it. */
export function withImage(world: World, draft: Draft, image: string): Draft {
  const suggested =
    draft.vm === freeName(draft.image === "" ? "guest" : draft.image, Object.keys(world.guests));
  return { ...draft, image, vm: suggested ? freeName(image, Object.keys(world.guests)) : draft.vm };
}

/** The draft with one more NIC, in a network that it is not in yet, if there is one. */
export function withNic(world: World, draft: Draft): Draft {
  const mine = new Set(draft.nics.map((nic) => nic.network));
  const network = [STAGE, ...networks(world)].find((net) => !mine.has(net)) ?? "";
  return {
    ...draft,
    nics: [...draft.nics, { network, ip: network === "" ? "" : (freeAddress(world, network) ?? "") }],
  };
}

/** What a node would refuse, told before it is asked. */
export function check(world: World, node: string, draft: Draft): Problems {
  const state = world.nodes[node]?.state;
  const images = state?.images ?? [];
  const image = images.find((one) => one.name === draft.image);
  const vm = nameProblem(draft.vm, "guest") ?? taken(world, draft.vm);
  const noImage =
    images.length === 0 ? `${node} has no images: put some in its folder, then look for them again` : null;
  const imageProblem = noImage ?? (image === undefined ? "pick an image" : null);
  const memory = memoryProblem(draft.memory);
  const nics = draft.nics.map((nic, at) => nicProblems(draft, nic, at));
  const wanted =
    memory === null && draft.memory.trim() !== "" ? Number(draft.memory) : (image?.memory_mib ?? 0);
  const first =
    vm ??
    imageProblem ??
    memory ??
    nics.map((nic) => nic.network ?? nic.ip ?? null).find((one) => one !== null) ??
    roomProblem(state, wanted);
  return {
    ...(vm === null ? {} : { vm }),
    ...(imageProblem === null ? {} : { image: imageProblem }),
    ...(memory === null ? {} : { memory }),
    nics,
    first,
  };
}

/** Who has an address already that the draft wants, which is allowed: that is how addresses move. */
export function alreadyAt(world: World, nic: DraftNic): string | null {
  const read = readAddress(nic.ip);
  if ("problem" in read) {
    return null;
  }
  return holders(world, nic.network).find(({ ip }) => ip.split("/")[0] === read.address.host)?.vm ?? null;
}

/** The command that makes it. */
export function payloadOf(draft: Draft): VmCreate {
  const nics = draft.nics.map(({ network, ip }) => {
    const read = readAddress(ip);
    return "address" in read ? { network, ip: read.address.text } : { network };
  });
  return {
    vm: draft.vm,
    image: draft.image,
    ...(draft.memory.trim() === "" ? {} : { memory_mib: Number(draft.memory) }),
    // The generated type counts NICs one by one up to the most that the contract takes.
    nics: nics as NonNullable<VmCreate["nics"]>,
    state: draft.boot ? "ON" : "OFF",
  };
}

function taken(world: World, vm: string): string | null {
  const there = world.guests[vm];
  return there === undefined ? null : `${vm} is already on ${there.node}: take another name`;
}

function memoryProblem(text: string): string | null {
  const said = text.trim();
  if (said === "") {
    return null;
  }
  const mib = Number(said);
  return /^\d+$/.test(said) && mib >= MEMORY_MIB.least && mib <= MEMORY_MIB.most
    ? null
    : `say ${MEMORY_MIB.least} to ${MEMORY_MIB.most} MiB`;
}

function nicProblems(draft: Draft, nic: DraftNic, at: number): { network?: string; ip?: string } {
  const twice = draft.nics.findIndex((other) => other.network === nic.network) < at;
  const network = nameProblem(nic.network, "network") ?? (twice ? "a guest is in each network once" : null);
  const read = nic.ip.trim() === "" ? null : readAddress(nic.ip);
  const ip = read !== null && "problem" in read ? read.problem : null;
  return { ...(network === null ? {} : { network }), ...(ip === null ? {} : { ip }) };
}

type NodeState = NonNullable<World["nodes"][string]["state"]>;

function roomProblem(state: NodeState | undefined, mib: number): string | null {
  if (state === undefined) {
    return null;
  }
  const { guests, guests_max, memory_mib, memory_max_mib } = state.room;
  if (guests >= guests_max) {
    return `it is full: it takes ${guests_max} guests; delete one or take another Pi`;
  }
  const left = memory_max_mib - memory_mib;
  return mib > left
    ? `it has ${left} MiB left for guests, and this wants ${mib}: ask for less or take another Pi`
    : null;
}
