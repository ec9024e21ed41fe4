import type {
  Exec,
  Iperf,
  LinkSet,
  Netcat,
  Ping,
  Stop,
  UplinkSet,
  VmCreate,
  VmDelete,
  VmSet,
} from "../wire/generated/bus";
import type { LineState } from "../wire/line";
import type { World } from "../wire/world";
import { readAddress } from "./address";

/** A command that can be given now, or why it can't. Deciding that is all that this file does. */
export interface Action {
  /** Tells it from the others of its thing. */
  readonly id: string;
  /** What stands on its key. */
  readonly label: string;
  /** What is asked for, in words: "power down doge1". */
  readonly words: string;
  readonly topic: string;
  readonly payload: object;
  /** Asks once before it is done. */
  readonly danger: boolean;
  /** Why it makes no sense now, and what would help; null if it does. */
  readonly refusal: string | null;
}

/** What bars every command, whatever it is about; null if nothing does. */
export function barred(world: World, line: LineState, replay: boolean): string | null {
  if (replay) {
    return "This is a replay: go back to live to command.";
  }
  if (line !== "open") {
    return "The laptop does not answer: nothing can be commanded until it does.";
  }
  return world.connected ? null : "There is no broker: nothing can be commanded until it is back.";
}

type Guest = World["guests"][string];
type Phase = Guest["phase"];

/** Why a node can be asked for nothing; null if it can. */
export function away(world: World, node: string): string | null {
  const pi = world.nodes[node];
  if (pi === undefined) {
    return `${node} is not there`;
  }
  if (pi.standing === "online") {
    return null;
  }
  const back = world.uplinks[node]?.back_at;
  return back !== undefined && world.uplinks[node]?.state === "OFF"
    ? `${node} is away: its cable comes back at ${clock(back)}`
    : `${node} does not answer: look at its power and its cable`;
}

/** Hours, minutes and seconds here of a moment anywhere. */
export function clock(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? "some time" : at.toLocaleTimeString([], { hourCycle: "h23" });
}

/** Why a guest can't be reached at all. */
function lost(world: World, vm: string): string | null {
  const guest = world.guests[vm];
  return guest === undefined ? `${vm} is no more` : away(world, guest.node);
}

/** The phases in which a guest has a machine, which then takes orders. */
const ALIVE: readonly Phase[] = ["starting", "running", "paused", "stopping"];

/** What can be done to a guest's life, the likeliest first. */
export function lifeOf(world: World, vm: string): Action[] {
  const guest = world.guests[vm];
  const phase = guest?.phase ?? "off";
  const gone = lost(world, vm);
  const idle = phase === "off" || phase === "failed";
  const act = (id: string, label: string, words: string, payload: object, no: string | null): Action => ({
    id,
    label,
    words: `${words} ${vm}`,
    topic: id === "boot" || id === "down" ? `vm/${vm}/set` : `vm/${vm}/request/${id}`,
    payload,
    danger: id === "kill",
    refusal: gone ?? no,
  });
  const notOn = idle ? `${vm} does not run: boot it first` : null;
  const halting = phase === "stopping" ? `${vm} is powering down` : null;
  const held = phase === "paused" ? `${vm} is paused: resume it first` : null;
  const boot = act(
    "boot",
    "Boot",
    "boot",
    { state: "ON" } satisfies VmSet,
    idle ? null : (halting ?? held ?? `${vm} runs already`),
  );
  const down = act(
    "down",
    "Power down",
    "power down",
    { state: "OFF" } satisfies VmSet,
    notOn ?? halting ?? (held && `${vm} is paused and can't power down: resume it first, or kill it`),
  );
  const pause = act("pause", "Pause", "pause", {}, notOn ?? halting ?? held);
  const resume = act("resume", "Resume", "resume", {}, phase === "paused" ? null : `${vm} is not paused`);
  const reboot = act("reboot", "Reboot", "reboot", {}, notOn ?? halting ?? held);
  const kill = act("kill", "Kill", "kill", {}, ALIVE.includes(phase) ? null : notOn);
  return [idle ? boot : down, phase === "paused" ? resume : pause, reboot, kill];
}

/** Deletes a guest. */
export function deletionOf(world: World, vm: string): Action {
  const node = world.guests[vm]?.node ?? "";
  return {
    id: "delete",
    label: `Delete ${vm}`,
    words: `delete ${vm}`,
    topic: `node/${node}/request/vm/delete`,
    payload: { vm } satisfies VmDelete,
    danger: true,
    refusal: lost(world, vm),
  };
}

/** Pulls or plugs a guest's cable. */
export function plugOf(world: World, vm: string, net: string): Action {
  const link = world.links[`${vm}/${net}`];
  const out = link?.state === "OFF";
  return {
    id: `plug-${net}`,
    label: out ? "Plug in" : "Unplug",
    words: `${out ? "plug in" : "unplug"} ${vm} on ${net}`,
    topic: `link/${vm}/${net}/set`,
    payload: { state: out ? "ON" : "OFF" } satisfies LinkSet,
    danger: false,
    refusal: lost(world, vm) ?? (link === undefined ? `${vm} has no cable in ${net}` : null),
  };
}

/** Gives a guest's NIC an address, whoever has it now. */
export function addressOf(world: World, vm: string, net: string, text: string): Action {
  const read = readAddress(text);
  const ip = "address" in read ? read.address.text : text;
  const held =
    world.guests[vm]?.phase === "paused" ? `${vm} is paused and can't take an address: resume it` : null;
  const same = world.links[`${vm}/${net}`]?.ip === ip ? `${vm} has ${ip} already` : null;
  return {
    id: `address-${net}`,
    label: "Set address",
    words: `give ${vm} ${ip}`,
    topic: `link/${vm}/${net}/set`,
    payload: { ip } satisfies LinkSet,
    danger: false,
    refusal: lost(world, vm) ?? held ?? ("problem" in read ? read.problem : same),
  };
}

/** Why nothing can be run inside a guest; null if it can. */
export function deaf(world: World, vm: string): string | null {
  const gone = lost(world, vm);
  if (gone !== null) {
    return gone;
  }
  switch (world.guests[vm]?.phase) {
    case "running":
      return null;
    case "starting":
      return `${vm} is still booting`;
    case "paused":
      return `${vm} is paused: resume it first`;
    case "stopping":
      return `${vm} is powering down`;
    default:
      return `${vm} does not run: boot it first`;
  }
}

function traffic(
  world: World,
  vm: string,
  op: string,
  label: string,
  words: string,
  payload: object,
): Action {
  return {
    id: op,
    label,
    words,
    topic: `vm/${vm}/request/${op}`,
    payload,
    danger: false,
    refusal: deaf(world, vm),
  };
}

/** Pings until it is stopped, or `count` times. */
export function pingOf(world: World, vm: string, to: string, count: number | null = null): Action {
  const payload: Ping = count === null ? { to } : { to, count };
  return traffic(world, vm, "ping", "Ping", `ping ${to} from ${vm}`, payload);
}

/** Measures throughput. */
export function iperfOf(world: World, vm: string, to: string, seconds = 20): Action {
  const payload = { to, duration_s: seconds } satisfies Iperf;
  const action = traffic(world, vm, "iperf", "Measure", `measure ${vm} to ${to}`, payload);
  const server = world.guests[to] === undefined ? null : deaf(world, to);
  return { ...action, refusal: action.refusal ?? server };
}

/** The port that text goes to unless somebody says otherwise. */
export const TEXT_PORT = 2389;

/** Waits for lines of text. */
export function listenOf(world: World, vm: string, port = TEXT_PORT): Action {
  const payload = { listen: true, port } satisfies Netcat;
  return traffic(world, vm, "netcat", "Listen", `listen on ${vm}, port ${port}`, payload);
}

/** Sends a line of text. */
export function textOf(world: World, vm: string, to: string, text: string, port = TEXT_PORT): Action {
  const payload = { to, text, port } satisfies Netcat;
  return traffic(world, vm, "netcat", "Send", `send text from ${vm} to ${to}`, payload);
}

/** Runs a program. */
export function execOf(world: World, vm: string, argv: readonly string[]): Action {
  const words = `run ${argv[0] ?? "nothing"} in ${vm}`;
  return traffic(world, vm, "exec", "Run", words, { argv: [...argv] as Exec["argv"] } satisfies Exec);
}

/** Ends each test that a guest runs. */
export function stopsOf(world: World, vm: string): (Action & { readonly test: string })[] {
  const found = [];
  for (const [test, run] of Object.entries(world.tests)) {
    const sample = run.sample;
    if (sample !== undefined && sample.from === vm && run.result === undefined) {
      found.push({
        id: `stop-${test}`,
        test,
        label: "Stop",
        words: `stop ${sample.kind}${sample.to === undefined ? "" : ` to ${sample.to}`} on ${vm}`,
        topic: `vm/${vm}/request/stop`,
        payload: { test } satisfies Stop,
        danger: false,
        refusal: lost(world, vm),
      });
    }
  }
  return found;
}

/** The most and the least of what the contract takes for a pulled cable. */
export const PULL_S = { least: 1, most: 3600 };

/** Pulls a Pi's own cable for a while. */
export function pullOf(world: World, node: string, seconds: number): Action {
  const whole = Number.isInteger(seconds) && seconds >= PULL_S.least && seconds <= PULL_S.most;
  const out = world.uplinks[node]?.state === "OFF" ? `the cable of ${node} is out already` : null;
  return {
    id: `pull-${seconds}`,
    label: `${seconds} s`,
    words: `pull the cable of ${node} for ${seconds} s`,
    topic: `uplink/${node}/set`,
    payload: { state: "OFF", for_s: seconds } satisfies UplinkSet,
    danger: true,
    refusal:
      (world.uplinks[node] === undefined ? `nothing is known of a cable of ${node}` : null) ??
      out ??
      away(world, node) ??
      (whole ? null : `say ${PULL_S.least} to ${PULL_S.most} whole seconds`),
  };
}

/** Puts a Pi's cable back before its time. */
export function putBackOf(world: World, node: string): Action {
  return {
    id: "put-back",
    label: "Put it back now",
    words: `put the cable of ${node} back`,
    topic: `uplink/${node}/set`,
    payload: { state: "ON" } satisfies UplinkSet,
    danger: false,
    refusal:
      away(world, node) ?? (world.uplinks[node]?.state === "OFF" ? null : `the cable of ${node} is in`),
  };
}

/** Has a Pi look for images again. */
export function refreshOf(world: World, node: string): Action {
  return {
    id: "refresh",
    label: "Look for images again",
    words: `look for images on ${node}`,
    topic: `node/${node}/request/images/refresh`,
    payload: {},
    danger: false,
    refusal: away(world, node),
  };
}

/** Makes a guest; whether it may be is {@link file://./creation.ts}'s to say. */
export function createOf(world: World, node: string, payload: VmCreate, problem: string | null): Action {
  return {
    id: "create",
    label: payload.state === "ON" ? "Make and boot" : "Make",
    words: `make ${payload.vm} on ${node}`,
    topic: `node/${node}/request/vm/create`,
    payload,
    danger: false,
    refusal: away(world, node) ?? problem,
  };
}

/** Deletes all guests, to begin anew. */
export function resetOf(world: World): Action {
  const show = world.box?.show;
  return {
    id: "reset",
    label: "Delete all guests",
    words: "reset the box",
    topic: "box/request/reset",
    payload: {},
    danger: true,
    refusal: show === undefined ? null : `"${show}" is on: stop it first`,
  };
}

/** Ends the show that is on. */
export function endShowOf(world: World): Action {
  const show = world.box?.show;
  return {
    id: "end-show",
    label: "Stop the show",
    words: `stop ${show ?? "the show"}`,
    topic: "box/request/show/stop",
    payload: {},
    danger: true,
    refusal: show === undefined ? "no show is on" : null,
  };
}

/** Whom a guest may be aimed at: the other guests, those with an address first. */
export function targetsOf(
  world: World,
  vm: string,
): { vm: string; ip: string | null; refusal: string | null }[] {
  return Object.entries(world.guests)
    .filter(([other]) => other !== vm)
    .map(([other, guest]) => {
      const ip = guest.ip?.split("/")[0] ?? null;
      return { vm: other, ip, refusal: ip === null ? `${other} has no address yet` : null };
    })
    .sort((one, two) => Number(one.ip === null) - Number(two.ip === null) || natural(one.vm, two.vm));
}

const collator = new Intl.Collator("en", { numeric: true });

/** doge2 before doge10. */
export function natural(one: string, other: string): number {
  return collator.compare(one, other);
}

/** Whether a guest waits for lines of text. A listener is aimed at nobody. */
export function listens(world: World, vm: string): boolean {
  return Object.values(world.tests).some(
    ({ sample, result }) =>
      sample !== undefined &&
      result === undefined &&
      sample.kind === "netcat" &&
      sample.from === vm &&
      sample.to === undefined,
  );
}
