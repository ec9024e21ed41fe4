import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Recording, ReplayTelegram, ReplayWish } from "../wire/generated/api";

vi.stubGlobal("addEventListener", vi.fn());

const T0 = Date.parse("2026-05-01T12:00:00Z");
const store = vi.hoisted(() => ({}) as Record<string, unknown>);
const sent = {
  said: [] as object[],
  begun: [] as ReplayWish[],
  ended: [] as string[],
  shown: [] as (number | null)[],
};
let refuse: string | null = null;
let answer: (() => void) | null = null;
let holdAnswers = false;
let count = 0;

const replay = signal<ReplayTelegram | null>(null);
const line = signal<{ state: string; why: string | null }>({ state: "open", why: null });
const steers = signal(true);

vi.mock("../state/store", () => store);
vi.mock("../state/me", () => ({
  me: signal({ role: "presenter", until: null }),
  name: signal("anna"),
  steers: { peek: () => steers.peek() },
}));
vi.mock("../wire/visitor", () => ({ headers: () => ({}) }));
vi.mock("../wire/http", () => {
  class Refused extends Error {}
  return {
    Refused,
    post: async (_: string, wish: ReplayWish) => {
      sent.begun.push(wish);
      if (refuse !== null) {
        throw new Refused(refuse);
      }
      const id = ++count;
      if (holdAnswers) {
        await new Promise<void>((done) => {
          answer = done;
        });
      }
      return telegram({ id, t: wish.from ?? 0, ...(wish.publish ? { publish: String(wish.publish) } : {}) });
    },
    ask: async (path: string, how?: RequestInit) => {
      if (how?.method === "DELETE") {
        sent.ended.push(path);
      }
      return [];
    },
  };
});
vi.mock("./past", () => ({
  lately: signal([{ at: T0 + 20_000, chapter: true, text: "doge1 is up" }]),
  now: signal(T0 + 60_000),
  recordings: signal<Recording[]>([
    {
      id: 7,
      name: "now",
      from: new Date(T0).toISOString(),
      length_s: 60,
      going_on: true,
      kept: false,
      imported: false,
    },
  ]),
  refresh: async () => {},
}));
Object.assign(store, {
  replay,
  line,
  say: (order: object) => sent.said.push(order),
  showLive: () => {
    sent.shown.push(null);
    replay.value = null;
  },
  showReplay: (id: number) => sent.shown.push(id),
  onRefusal: () => () => {},
});

const { backToLive, chapter, held, hold, letGo, play, publish, remark } = await import("./orders");

function telegram(more: Partial<ReplayTelegram>): ReplayTelegram {
  return {
    type: "replay",
    id: 1,
    state: "paused",
    at: new Date(T0 + (more.t ?? 0) * 1000).toISOString(),
    t: 0,
    speed: 1,
    pace: 0,
    from: new Date(T0).toISOString(),
    to: new Date(T0 + 60_000).toISOString(),
    length_s: 60,
    recording: { id: 7, name: "now", from: new Date(T0).toISOString(), going_on: true, kept: false },
    chapters: [],
    ...more,
  };
}

/** The laptop tells of the replay that is shown. */
function told(more: Partial<ReplayTelegram> = {}): void {
  replay.value = telegram({ id: sent.shown.at(-1) ?? 1, ...more });
}

const settled = () => new Promise<void>((done) => setTimeout(done, 5));

beforeEach(() => {
  backToLive();
  Object.assign(sent, { said: [], begun: [], ended: [], shown: [] });
  refuse = null;
  holdAnswers = false;
  line.value = { state: "open", why: null };
  steers.value = true;
  count = 0;
});
afterEach(() => {
  answer?.();
});

test("who leaves the present sees that moment standing still, and it plays when the handle is let go", async () => {
  hold(T0 + 30_000);
  await settled();
  expect(sent.begun).toEqual([{ recording: 7, from: 30, paused: true }]);
  expect(sent.shown).toEqual([1]);

  told({ t: 30 });
  hold(T0 + 25_000);
  hold(T0 + 22_000);
  hold(T0 + 21_000);
  await letGo();

  expect(sent.said.at(-2)).toEqual({ do: "seek", t: 21 });
  expect(sent.said.at(-1)).toEqual({ do: "play" });
  expect(held.value).toBeNull();
});

test("while the handle is dragged only the newest moment is asked for", async () => {
  hold(T0 + 30_000);
  await settled();
  told({ t: 30 });
  for (let s = 29; s > 10; s--) {
    hold(T0 + s * 1000);
  }
  expect(sent.said).toEqual([{ do: "seek", t: 29 }]);
  told({ t: 29 });
  expect(sent.said).toEqual([
    { do: "seek", t: 29 },
    { do: "seek", t: 11 },
  ]);
});

test("a replay that stood still stands still afterwards", async () => {
  await play(7);
  told({ t: 5, state: "paused" });
  hold(T0 + 9000);
  await letGo();
  expect(sent.said).not.toContainEqual({ do: "play" });
  expect(sent.said.at(-1)).toEqual({ do: "seek", t: 9 });
});

test("coming back ends the replay, but not one that is published", async () => {
  await play(7);
  told();
  backToLive();
  expect(sent.shown.at(-1)).toBeNull();
  expect(sent.ended).toEqual(["/api/replays/1"]);

  await publish(7, "scatola-replay");
  told({ publish: "scatola-replay" });
  backToLive();
  expect(sent.ended).toEqual(["/api/replays/1"]);
});

test("who has come back before the laptop answered is not taken away again", async () => {
  holdAnswers = true;
  hold(T0 + 30_000);
  await settled();
  backToLive();
  answer!();
  await settled();
  expect(sent.shown).toEqual([null]);
  expect(sent.ended).toEqual(["/api/replays/1"]);
});

test("what the laptop refuses is said, and the present stays", async () => {
  refuse = "there are 8 replays already: end one";
  hold(T0 + 30_000);
  await letGo();
  expect(remark.value).toBe(refuse);
  expect(held.value).toBeNull();
  expect(sent.shown).toEqual([]);
});

test("a moment that nobody recorded is said to be none", async () => {
  hold(T0 - 30_000);
  await letGo();
  expect(remark.value).toContain("Nothing was recorded then");
});

test("a replay that the laptop has ended is begun again where it was", async () => {
  await play(7);
  told({ t: 12 });
  line.value = { state: "lost", why: null };
  await settled();
  expect(sent.begun.at(-1)).toMatchObject({ recording: 7, from: 12, paused: true });
  expect(remark.value).toContain("begun again");
});

test("from the present the chapter before is its last one", async () => {
  chapter(-1);
  await settled();
  expect(sent.begun).toEqual([{ recording: 7, from: 20, paused: true }]);
  chapter(1);
  expect(sent.begun).toHaveLength(1);
});

test("onlookers move nothing", () => {
  steers.value = false;
  hold(T0 + 30_000);
  expect(held.value).toBeNull();
  expect(sent.begun).toEqual([]);
});
