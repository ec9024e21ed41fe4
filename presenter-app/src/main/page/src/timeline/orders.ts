import { batch, computed, effect, signal } from "@preact/signals";
import { me, name, steers } from "../state/me";
import { line, onRefusal, replay, say, showLive, showReplay } from "../state/store";
import type { Recording, ReplayOrder, ReplayTelegram, ReplayWish } from "../wire/generated/api";
import { ask, post, Refused } from "../wire/http";
import { headers } from "../wire/visitor";
import { covering } from "./choose";
import { Newest } from "./newest";
import { lately, now, recordings, refresh } from "./past";
import { played } from "./playing";

/** Leaving the present, moving about in a recording, and coming back. */

/** Where the handle is held, in ms since 1970 by the clock of the line that is shown; null if nobody holds it. */
export const held = signal<number | null>(null);

/** What could not be done, or was done without being asked for; for people. */
export const remark = signal<string | null>(null);

/** Whether a replay is about to be shown. */
export const opening = signal(false);

const ticks = signal(performance.now());
const toldAt = signal(performance.now());

/** The moment that a replay shows, in ms since 1970 by the recording's clock; between two telegrams as its pace tells. */
export const playhead = computed(() => {
  const at = replay.value;
  return at === null ? now.value : played(at, Math.max(0, ticks.value - toldAt.value));
});

/** Replays that this page began and that nobody else was told of. */
const mine = new Set<number>();

/** Counts the wishes to be somewhere: an answer to an older one is of no use any more. */
let wish = 0;
/** Whether it is to play when the handle is let go. */
let playsOn = true;
/** Whether it was told to play, and has not said yet that it does. */
let toPlay = false;

const seeks = new Newest<number>((t) => say({ do: "seek", t }), 600);

/** Begins a replay and shows it. @return whether it is shown */
async function open(asked: ReplayWish): Promise<boolean> {
  const mineIs = ++wish;
  const before = replay.peek();
  opening.value = true;
  toPlay = false;
  try {
    const begun = await post<ReplayTelegram>("/api/replays", asked);
    if (mineIs !== wish) {
      void forget(begun.id);
      return false;
    }
    if (begun.publish === undefined) {
      mine.add(begun.id);
    }
    seeks.clear();
    showReplay(begun.id);
    if (before !== null) {
      leave(before.id);
    }
    return true;
  } catch (failure) {
    tellWhy(failure);
    return false;
  } finally {
    if (mineIs === wish) {
      opening.value = false;
    }
  }
}

/** Shows another replay that there is, such as one that a colleague has published. */
export function watch(id: number): void {
  wish++;
  const before = replay.peek();
  showReplay(id);
  if (before !== null && before.id !== id) {
    leave(before.id);
  }
}

/** Plays a recording from a second on. */
export function play(recording: number, from = 0): Promise<boolean> {
  remark.value = null;
  return open({ recording, from: Math.max(0, from) });
}

/** Says the replay also on the bus, from where it is. @return whether that goes */
export function publish(recording: number, root: string | true): Promise<boolean> {
  const at = replay.peek();
  const here = at !== null && at.recording.id === recording;
  return open({
    recording,
    publish: root,
    ...(here ? { from: seconds(at, playhead.peek()), speed: at.speed, paused: at.state === "paused" } : {}),
  });
}

/** Whether stretches in which nothing happens are shortened. A replay can't change that: another goes on in its place. */
export function shortenIdle(shorten: boolean): void {
  const at = replay.peek();
  if (at !== null) {
    void again(at, { idle_s: shorten });
  }
}

function again(at: ReplayTelegram, change: Partial<ReplayWish>): Promise<boolean> {
  return open({
    recording: at.recording.id,
    from: seconds(at, playhead.peek()),
    speed: at.speed,
    paused: at.state !== "playing",
    idle_s: at.idle_s ?? false,
    ...change,
  });
}

/** Back to the present. */
export function backToLive(): void {
  wish++;
  const at = replay.peek();
  batch(() => {
    held.value = null;
    opening.value = false;
    remark.value = null;
  });
  seeks.clear();
  showLive(me.peek().role === "presenter" && name.peek() !== "" ? name.peek() : null);
  if (at !== null) {
    leave(at.id);
  }
}

/** Tells the replay that is shown what to do; without one nothing happens. */
export function replayOrder(order: ReplayOrder): void {
  if (replay.peek() !== null) {
    remark.value = null;
    toPlay = order.do === "play" || (toPlay && order.do !== "pause" && order.do !== "step");
    say(order);
  }
}

/** Plays, or stands still. At its end it goes on with what has come since, if more has. */
export function playOrPause(): void {
  replayOrder({ do: replay.peek()?.state === "playing" ? "pause" : "play" });
}

/** To the next chapter or the one before; from the present, back to its last one. */
export function chapter(by: 1 | -1): void {
  if (replay.peek() !== null) {
    replayOrder({ do: "seek", chapter: by === 1 ? "next" : "previous" });
  } else if (by === -1) {
    const last = lately.peek().findLast((one) => one.chapter);
    if (last !== undefined) {
      void goTo(last.at);
    }
  }
}

/** Shows a moment and plays from there. */
export async function goTo(at: number): Promise<void> {
  hold(at);
  await letGo();
}

/**
 * The handle is moved: the page shows that moment, and stands still there. The first time it leaves the present.
 *
 * @param at ms since 1970, by the clock of the line that is shown
 */
export function hold(at: number): void {
  if (!steers.peek()) {
    return;
  }
  const first = held.peek() === null;
  held.value = at;
  const shown = replay.peek();
  if (shown !== null) {
    if (first) {
      remark.value = null;
      playsOn = shown.state === "playing" || toPlay;
      say({ do: "pause" });
    }
    seeks.offer(seconds(shown, at));
  } else if (first) {
    remark.value = null;
    playsOn = true;
    leaving = leaveThePresent(at);
  }
}

let leaving: Promise<boolean> = Promise.resolve(true);

/** The handle is let go: it plays from there, unless it stood still before. */
export async function letGo(): Promise<void> {
  const at = held.peek();
  if (at === null) {
    return;
  }
  const mineIs = wish;
  if (!(await leaving)) {
    held.value = null;
    return;
  }
  if (mineIs !== wish && replay.peek() === null && !opening.peek()) {
    return;
  }
  const end = (): void => {
    if (playsOn) {
      say({ do: "play" });
      toPlay = true;
    }
    held.value = null;
  };
  whenShown(() => {
    const shown = replay.peek();
    if (shown !== null) {
      // The newest moment, whatever was on its way.
      seeks.clear();
      say({ do: "seek", t: seconds(shown, held.peek() ?? at) });
    }
    end();
  });
}

async function leaveThePresent(at: number): Promise<boolean> {
  const found = covering(recordings.peek(), at) ?? (await refreshed(at));
  if (found === null) {
    remark.value = "Nothing was recorded then. The line begins where the oldest recording does.";
    return false;
  }
  return open({ recording: found.recording.id, from: Math.max(0, found.t), paused: true });
}

async function refreshed(at: number): Promise<{ recording: Recording; t: number } | null> {
  try {
    await refresh();
  } catch (failure) {
    tellWhy(failure);
  }
  return covering(recordings.peek(), at);
}

/** Does it as soon as a replay can be told something. */
function whenShown(what: () => void): void {
  if (replay.peek() !== null && line.peek().state === "open") {
    what();
    return;
  }
  const mineIs = wish;
  const stop = effect(() => {
    const ready = replay.value !== null && line.value.state === "open";
    if (ready || mineIs !== wish) {
      queueMicrotask(() => {
        stop();
        if (mineIs === wish) {
          what();
        }
      });
    }
  });
}

/** A moment in seconds from the beginning of what is played. */
function seconds(at: ReplayTelegram, moment: number): number {
  return Math.min(at.length_s, Math.max(0, (moment - Date.parse(at.from)) / 1000));
}

/** A replay of ours that nobody looks at any more is of no use to anybody. */
function leave(id: number): void {
  if (mine.delete(id)) {
    void forget(id);
  }
}

async function forget(id: number): Promise<void> {
  try {
    await ask(`/api/replays/${id}`, { method: "DELETE", keepalive: true });
  } catch {
    // It is over already, or ends by itself after ten minutes.
  }
}

function tellWhy(failure: unknown): void {
  remark.value = failure instanceof Refused ? failure.message : String(failure);
}

effect(() => {
  if (replay.value !== null) {
    toPlay &&= replay.value.state !== "playing";
    batch(() => {
      toldAt.value = performance.now();
      ticks.value = toldAt.peek();
    });
    if (held.peek() !== null) {
      seeks.done();
    }
  }
});

effect(() => {
  if (replay.value?.state === "playing") {
    const timer = setInterval(() => {
      ticks.value = performance.now();
    }, 200);
    return () => clearInterval(timer);
  }
  return undefined;
});

onRefusal((detail) => {
  remark.value = detail;
});

// A replay that the server has ended does not come back by itself: it is begun again where it was.
let mending = false;
effect(() => {
  const { state } = line.value;
  if (state === "lost" && replay.peek() !== null && !mending) {
    mending = true;
    void mend().finally(() => {
      mending = false;
    });
  }
});

async function mend(): Promise<void> {
  const at = replay.peek();
  if (at === null) {
    return;
  }
  try {
    const all = await ask<ReplayTelegram[]>("/api/replays");
    if (all.some(({ id }) => id === at.id) || replay.peek()?.id !== at.id) {
      return;
    }
  } catch {
    // The laptop is not heard at all: the line comes back, or this is asked again.
    return;
  }
  const why = "The replay had ended on the laptop.";
  // One that was published was everybody's: whoever wants it again begins it.
  const ours = mine.delete(at.id);
  if (ours && (await again(at, {}))) {
    remark.value = `${why} It was begun again where it was.`;
  } else {
    backToLive();
    remark.value = `${why} This is the present again.`;
  }
}

// A closed page leaves nothing behind.
addEventListener("pagehide", () => {
  for (const id of mine) {
    void fetch(`/api/replays/${id}`, { method: "DELETE", keepalive: true, headers: headers() });
  }
});
