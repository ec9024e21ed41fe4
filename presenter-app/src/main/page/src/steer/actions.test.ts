import { expect, test } from "vitest";
import type { VmState } from "../wire/generated/bus";
import type { World } from "../wire/world";
import {
  addressOf,
  away,
  barred,
  deletionOf,
  endShowOf,
  execOf,
  iperfOf,
  lifeOf,
  listenOf,
  listens,
  pingOf,
  plugOf,
  pullOf,
  putBackOf,
  resetOf,
  stopsOf,
  targetsOf,
  textOf,
} from "./actions";
import { box, guest, link, pi, sample } from "./box.sample";

const inPhase = (phase: VmState["phase"]) => box({ guests: { doge1: guest({ phase }) } });
const possible = (world: World) =>
  lifeOf(world, "doge1")
    .filter((action) => action.refusal === null)
    .map((action) => action.id);

// As the node's own life cycle decides.
test.each([
  ["off", ["boot"]],
  ["failed", ["boot"]],
  ["starting", ["down", "pause", "reboot", "kill"]],
  ["running", ["down", "pause", "reboot", "kill"]],
  ["paused", ["resume", "kill"]],
  ["stopping", ["kill"]],
] as const)("a guest that is %s can be told %j", (phase, ids) => {
  expect(possible(inPhase(phase))).toEqual(ids);
});

test("what can't be done now says why, and what would help", () => {
  const why = (phase: VmState["phase"], id: string) =>
    lifeOf(inPhase(phase), "doge1").find((a) => a.id === id)?.refusal;
  expect(why("off", "kill")).toBe("doge1 does not run: boot it first");
  expect(why("paused", "down")).toContain("resume it first, or kill it");
  expect(why("stopping", "reboot")).toBe("doge1 is powering down");
});

test("commands are those of the contract", () => {
  const topics = lifeOf(inPhase("running"), "doge1").map(({ topic, payload }) => [topic, payload]);
  expect(topics).toEqual([
    ["vm/doge1/set", { state: "OFF" }],
    ["vm/doge1/request/pause", {}],
    ["vm/doge1/request/reboot", {}],
    ["vm/doge1/request/kill", {}],
  ]);
  expect(lifeOf(inPhase("off"), "doge1")[0]).toMatchObject({
    topic: "vm/doge1/set",
    payload: { state: "ON" },
  });
  expect(deletionOf(box(), "doge2")).toMatchObject({
    topic: "node/pi2/request/vm/delete",
    payload: { vm: "doge2" },
    danger: true,
  });
  expect(plugOf(box(), "doge1", "stage")).toMatchObject({
    topic: "link/doge1/stage/set",
    payload: { state: "OFF" },
    label: "Unplug",
  });
  expect(pingOf(box(), "doge1", "doge2", 3)).toMatchObject({
    topic: "vm/doge1/request/ping",
    payload: { to: "doge2", count: 3 },
  });
  expect(pingOf(box(), "doge1", "10.1.1.2").payload).toEqual({ to: "10.1.1.2" });
  expect(iperfOf(box(), "doge1", "doge2").payload).toEqual({ to: "doge2", duration_s: 20 });
  expect(listenOf(box(), "doge2").payload).toEqual({ listen: true, port: 2389 });
  expect(textOf(box(), "doge1", "doge2", "Hi <b>").payload).toEqual({
    to: "doge2",
    text: "Hi <b>",
    port: 2389,
  });
  expect(execOf(box(), "doge1", ["uname", "-a"])).toMatchObject({
    topic: "vm/doge1/request/exec",
    payload: { argv: ["uname", "-a"] },
    words: "run uname in doge1",
  });
  expect(pullOf(box(), "pi2", 10)).toMatchObject({
    topic: "uplink/pi2/set",
    payload: { state: "OFF", for_s: 10 },
    danger: true,
    refusal: null,
  });
});

test("a cable that is out is put in, not pulled again", () => {
  const world = box({ links: { "doge1/stage": link({ state: "OFF" }) } });
  expect(plugOf(world, "doge1", "stage")).toMatchObject({
    label: "Plug in",
    payload: { state: "ON" },
    refusal: null,
  });
  expect(plugOf(world, "doge1", "other").refusal).toContain("no cable in other");
});

test("nothing of a Pi that is away can be commanded, and it says when it comes back", () => {
  const off = box({ nodes: { pi1: pi("offline"), pi2: pi("lost") } });
  expect(possible(off)).toEqual([]);
  expect(away(off, "pi2")).toContain("look at its power and its cable");
  expect(deletionOf(off, "doge1").refusal).toContain("pi1 does not answer");
  const pulled = box({
    nodes: { pi1: pi("offline") },
    uplinks: {
      pi1: {
        session: 1,
        seq: 2,
        ts: "2026-05-01T18:30:00Z",
        state: "OFF",
        interface: "eth0",
        back_at: "2026-05-01T18:30:10Z",
      },
    },
  });
  expect(away(pulled, "pi1")).toMatch(/^pi1 is away: its cable comes back at \d\d:\d\d:10$/);
  expect(pullOf(pulled, "pi1", 5).refusal).toContain("is out already");
  expect(putBackOf(pulled, "pi1").refusal).toContain("is away");
});

test("a guest or a Pi that is no more is no ground for a command", () => {
  expect(possible(box({ guests: {} }))).toEqual([]);
  expect(deletionOf(box({ guests: {} }), "doge1").refusal).toBe("doge1 is no more");
  expect(away(box({ nodes: {} }), "pi1")).toBe("pi1 is not there");
  expect(pullOf(box({ uplinks: {} }), "pi1", 5).refusal).toContain("nothing is known of a cable");
});

test("traffic needs a guest that runs, and iperf needs the other one to run as well", () => {
  for (const phase of ["off", "failed", "starting", "paused", "stopping"] as const) {
    expect(pingOf(inPhase(phase), "doge1", "doge2").refusal).not.toBeNull();
  }
  const half = box({ guests: { doge1: guest(), doge2: guest({ phase: "off", node: "pi2" }) } });
  expect(pingOf(half, "doge1", "doge2").refusal).toBeNull();
  expect(iperfOf(half, "doge1", "doge2").refusal).toBe("doge2 does not run: boot it first");
  expect(iperfOf(half, "doge1", "10.9.9.9").refusal).toBeNull();
});

test("an address may be taken from another guest, but not one's own and not what is none", () => {
  expect(addressOf(box(), "doge1", "stage", "10.1.1.2")).toMatchObject({
    topic: "link/doge1/stage/set",
    payload: { ip: "10.1.1.2/24" },
    refusal: null,
  });
  expect(addressOf(box(), "doge1", "stage", "10.1.1.1").refusal).toBe("doge1 has 10.1.1.1/24 already");
  expect(addressOf(box(), "doge1", "stage", "<b>").refusal).toContain("no IPv4 address");
  expect(addressOf(inPhase("paused"), "doge1", "stage", "10.1.1.9").refusal).toContain("paused");
  expect(addressOf(inPhase("off"), "doge1", "stage", "10.1.1.9").refusal).toBeNull();
});

test("a cable is pulled for whole seconds that the contract takes", () => {
  for (const bad of [0, -1, 3601, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(pullOf(box(), "pi1", bad).refusal).toContain("1 to 3600");
  }
  expect(pullOf(box(), "pi1", 3600).refusal).toBeNull();
});

test("only the tests that a guest runs itself can be stopped there", () => {
  const world = box({
    tests: {
      p1: { sample: sample(), last_heard: "" },
      p2: { sample: sample({ from: "doge2" }), last_heard: "" },
      p3: { sample: sample(), result: {} as NonNullable<World["tests"][string]["result"]>, last_heard: "" },
    },
  });
  expect(stopsOf(world, "doge1")).toMatchObject([
    { topic: "vm/doge1/request/stop", payload: { test: "p1" }, words: "stop ping to 10.1.1.2 on doge1" },
  ]);
});

test("a show that is on is in the way of a reset, and can be stopped", () => {
  const state = { session: 1, seq: 1, ts: "", show: "The story" };
  expect(resetOf(box({ box: state })).refusal).toContain("stop it first");
  expect(resetOf(box()).refusal).toBeNull();
  expect(endShowOf(box({ box: state })).refusal).toBeNull();
  expect(endShowOf(box()).refusal).toBe("no show is on");
});

test("targets are the others, with an address first and in the order that people count", () => {
  const world = box({
    guests: {
      doge1: guest(),
      doge10: guest({ ip: "10.1.1.10/24" }),
      doge2: guest({ ip: "10.1.1.2/24" }),
      aaa: guest(),
    },
  });
  expect(targetsOf(world, "doge1")).toEqual([
    { vm: "doge2", ip: "10.1.1.2", refusal: null },
    { vm: "doge10", ip: "10.1.1.10", refusal: null },
    { vm: "aaa", ip: null, refusal: "aaa has no address yet" },
  ]);
});

test("a replay, a lost line and a missing broker bar everything", () => {
  expect(barred(box(), "open", false)).toBeNull();
  expect(barred(box(), "open", true)).toContain("replay");
  expect(barred(box(), "lost", false)).toContain("laptop");
  expect(barred(box(), "connecting", false)).toContain("laptop");
  expect(barred(box({ connected: false }), "open", false)).toContain("broker");
});

test("a guest listens from the moment it says so until that test is over", () => {
  const listening = sample({ kind: "netcat", from: "doge2", listening: true });
  delete (listening as { to?: string }).to;
  expect(listens(box({ tests: { n: { sample: listening, last_heard: "" } } }), "doge2")).toBe(true);
  expect(listens(box({ tests: { n: { sample: listening, last_heard: "" } } }), "doge1")).toBe(false);
  const result = {} as NonNullable<World["tests"][string]["result"]>;
  expect(listens(box({ tests: { n: { sample: listening, result, last_heard: "" } } }), "doge2")).toBe(false);
  expect(
    listens(box({ tests: { n: { sample: sample({ kind: "netcat" }), last_heard: "" } } }), "doge1"),
  ).toBe(false);
});
