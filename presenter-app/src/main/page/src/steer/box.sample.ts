import type { LinkState, NodeState, Sample, VmState } from "../wire/generated/bus";
import { NOTHING, type World } from "../wire/world";

/** Boxes for tests, in the contract's own types. */
const said = { session: 1, seq: 1, ts: "2026-05-01T18:30:00Z" };

export const guest = (more: Partial<VmState> = {}): VmState => ({
  ...said,
  state: "ON",
  target: "ON",
  phase: "running",
  since: said.ts,
  node: "pi1",
  image: "doge",
  memory_mib: 128,
  networks: ["stage"],
  ...more,
});

export const link = (more: Partial<LinkState> = {}): LinkState => ({
  ...said,
  state: "ON",
  node: "pi1",
  mac: "52:54:00:00:00:01",
  vnl: "vxvde://239.1.2.3",
  delay_ms: 0,
  loss_pct: 0,
  ...more,
});

export const pi = (
  standing: "online" | "offline" | "lost" = "online",
  more: Partial<NodeState> = {},
): World["nodes"][string] => ({
  standing,
  since: said.ts,
  last_heard: said.ts,
  state: {
    ...said,
    accelerator: { name: "kvm", reason: "a probe guest booted under it" },
    cpu: { cores: 4, used_pct: 12.5, load_1m: 0.4 },
    memory: { total_mib: 7812, available_mib: 6904 },
    images: [
      { name: "doge", description: "busybox", architecture: "x86_64", memory_mib: 128, size_bytes: 9437184 },
    ] as NonNullable<NodeState["images"]>,
    room: { guests: 1, guests_max: 4, memory_mib: 128, memory_max_mib: 1024 },
    uplink: { interface: "eth0", address: "198.18.0.11/24" },
    versions: { service: "0.1.0", java: "25", kernel: "6.1" },
    ...more,
  },
});

export const sample = (more: Partial<Sample> = {}): Sample =>
  ({
    kind: "ping",
    from: "doge1",
    to: "10.1.1.2",
    ...said,
    seq: 3,
    bytes: 64,
    ttl: 64,
    ms: 1.9,
    ...more,
  }) as Sample;

/** Two guests on two Pis, of one network. */
export const box = (more: Partial<World> = {}): World => ({
  ...NOTHING,
  connected: true,
  nodes: { pi1: pi(), pi2: pi() },
  uplinks: {
    pi1: { ...said, state: "ON", interface: "eth0", carrier: true },
    pi2: { ...said, state: "ON", interface: "eth0", carrier: true },
  },
  guests: { doge1: guest({ ip: "10.1.1.1/24" }), doge2: guest({ node: "pi2", ip: "10.1.1.2/24" }) },
  links: {
    "doge1/stage": link({ ip: "10.1.1.1/24" }),
    "doge2/stage": link({ node: "pi2", ip: "10.1.1.2/24" }),
  },
  ...more,
});
