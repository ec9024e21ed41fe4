import type { TestLog } from "../state/tests";
import type { Sample, TestResult, World } from "../wire/world";

/** A test as the board shows it. */
export interface Shown {
  readonly id: string;
  readonly kind: Sample["kind"];
  readonly from: string;
  readonly to: string | null;
  readonly log: TestLog;
  /** What came of it, or null if that isn't known. */
  readonly result: TestResult | null;
  /** `silent`: nobody says that it has ended, but its guest can't be heard. */
  readonly state: "running" | "silent" | "ended";
  /** When it was heard last, ms since 1970. */
  readonly heard: number;
}

/** Ended tests stay on the board for so long, and at most so many of them. */
const RECENT_MS = 10 * 60_000;
const MOST_ENDED = 6;

/**
 * The tests for the board at that moment: those that run, then those that wait for others, then those that ended, each
 * newest first.
 */
export function shown(world: World, tests: ReadonlyMap<string, TestLog>, moment: number): Shown[] {
  const all: Shown[] = [];
  for (const [id, run] of Object.entries(world.tests)) {
    const log = tests.get(id);
    const heard = Date.parse(run.last_heard);
    const state = run.result !== undefined ? "ended" : standing(world, log?.from);
    if (log !== undefined && (state === "running" || state === "silent" || moment - heard < RECENT_MS)) {
      const { kind, from, to } = log;
      all.push({ id, kind, from, to, log, result: run.result ?? null, state, heard });
    }
  }
  const going = all
    .filter((test) => test.state !== "ended")
    .sort((a, b) => waits(a) - waits(b) || begun(b) - begun(a));
  const ended = all.filter((test) => test.state === "ended").sort((a, b) => b.heard - a.heard);
  return [...going, ...ended.slice(0, MOST_ENDED)];
}

/** A test without a result runs in its guest; with that it is over, whoever says so or not. */
function standing(world: World, from: string | undefined): Shown["state"] {
  const guest = from === undefined ? undefined : world.guests[from];
  if (guest === undefined || guest.state === "OFF") {
    return "ended";
  }
  return world.nodes[guest.node]?.standing === "online" ? "running" : "silent";
}

/** Whoever serves is beside the point while others measure. */
function waits({ to, kind }: Shown): number {
  return to === null && kind === "iperf" ? 1 : 0;
}

function begun({ log, heard }: Shown): number {
  return log.samples[0]?.at ?? heard;
}

/** The virtual network that a test runs over: that of its guest whose addresses its aim is of, else its guest's first. */
export function networkOf(test: { from: string; to: string | null }, world: World): string | null {
  const own = Object.entries(world.links).filter(([name]) => name.startsWith(`${test.from}/`));
  const to = test.to;
  const found =
    to === null
      ? undefined
      : own.find(
          ([name, link]) => within(to, link.ip) || world.links[`${to}/${network(name)}`] !== undefined,
        );
  return network((found ?? own[0])?.[0] ?? "") || null;
}

function network(link: string): string {
  return link.split("/")[1] ?? "";
}

/** Whether an address such as 10.1.1.2 is in the network of one such as 10.1.1.1/24. */
function within(address: string, link: string | undefined): boolean {
  const [own = "", prefix = "32"] = (link ?? "").split("/");
  const [one, other, bits] = [number(address), number(own), Number(prefix)];
  if (one === null || other === null || !(bits >= 0 && bits <= 32)) {
    return false;
  }
  const size = 2 ** (32 - bits);
  return Math.floor(one / size) === Math.floor(other / size);
}

function number(address: string): number | null {
  const parts = address.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part))
    ? parts.reduce((sum, part) => sum * 256 + Number(part), 0)
    : null;
}
