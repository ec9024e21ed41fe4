import { batch, computed, signal } from "@preact/signals";
import type { NoteTelegram, ReplayTelegram } from "../wire/generated/api";
import { type Line, type LineState, openLine } from "../wire/line";
import type { Telegram } from "../wire/telegram";
import { NOTHING, type World } from "../wire/world";
import { fold } from "./fold";
import { type Happening, happenings } from "./happening";
import { log, type TestLog } from "./tests";
import type { Thing } from "./thing";

/**
 * All that the page knows, in one place. It changes by what the server tells and in no other way; views are functions of
 * it. Live and in a replay alike: the page shows whatever world the line that is open tells of.
 */

/** The world that is shown. */
export const world = signal<World>(NOTHING);

/** Every traffic test of that world as far as this page has seen it. */
export const tests = signal<ReadonlyMap<string, TestLog>>(new Map());

/** How far the replay is; null when the page is live. */
export const replay = signal<ReplayTelegram | null>(null);

/** Whether the server can be heard, and why not. */
export const line = signal<{ state: LineState; why: string | null }>({ state: "connecting", why: null });

/** How many look at the box with us. */
export const audience = signal({ presenters: 0, onlookers: 0 });

/** The moment that is shown: ms since 1970, by the laptop's clock. */
export const moment = signal(Date.now());

/** The server's clock less ours, in ms, as of its newest live telegram. */
export const clockSkew = signal(0);

/** Chapters that began while this page was live, newest last. */
export const chapters = signal<readonly { at: number; title: string }[]>([]);

/** What the timeline noted while this page was live and can be drawn, newest last. */
export const notes = signal<readonly NoteTelegram[]>([]);

/** How often all that is shown was told anew: on coming, after a loss, and at each jump of a replay. */
export const pictures = signal(0);

/** What is selected, whose actions are shown. */
export const selected = signal<Thing | null>(null);

/** Whether what is shown may be relied on: the server is heard, and it hears the broker. */
export const reliable = computed(() => line.value.state === "open" && world.value.connected);

const watchers = new Set<(happening: Happening) => void>();
const errorWatchers = new Set<(detail: string) => void>();

/** Calls back for each happening, after the world has changed. @return ends that */
export function onHappening(watcher: (happening: Happening) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Calls back when the server refuses an order given over the line. @return ends that */
export function onRefusal(watcher: (detail: string) => void): () => void {
  errorWatchers.add(watcher);
  return () => errorWatchers.delete(watcher);
}

let open: Line | null = null;
let address: string | null = null;
let waiting: Telegram[] = [];
let frame = 0;

/** Shows the live box; `name` is the presenter's, who is then said to be here. */
export function showLive(name: string | null): void {
  show(name === null ? "/api/live" : `/api/live?name=${encodeURIComponent(name)}`);
}

/** Shows a replay. */
export function showReplay(id: number): void {
  show(`/api/replays/${id}`);
}

/** Says something over the line: a replay's orders. */
export function say(message: object): void {
  open?.say(message);
}

/** Takes a telegram as if it had come over the line; for tests. */
export function tell(telegram: Telegram): void {
  waiting.push(telegram);
  flush();
}

function show(path: string): void {
  if (address === path) {
    return;
  }
  open?.close();
  cancelAnimationFrame(frame);
  frame = 0;
  waiting = [];
  if (!isReplay(path)) {
    replay.value = null;
  }
  if (isReplay(path) || isReplay(address ?? "")) {
    // Samples of another time don't belong to this one.
    tests.value = new Map();
  }
  address = path;
  open = openLine(path, take, (state, why) => {
    if (address === path) {
      line.value = { state, why };
    }
  });
}

function isReplay(path: string): boolean {
  return path.startsWith("/api/replays");
}

/** Telegrams are taken together, once a frame: a burst of them costs one drawing. A page that is hidden has no frames. */
function take(telegram: Telegram): void {
  waiting.push(telegram);
  if (document.hidden) {
    flush();
  } else if (frame === 0) {
    frame = requestAnimationFrame(flush);
  }
}

function flush(): void {
  frame = 0;
  const telegrams = waiting;
  waiting = [];
  const seen: Happening[] = [];
  const refused: string[] = [];
  batch(() => {
    for (const telegram of telegrams) {
      if ("at" in telegram) {
        moment.value = Date.parse(telegram.at);
      }
      switch (telegram.type) {
        case "replay":
          replay.value = telegram;
          break;
        case "audience":
          audience.value = { presenters: telegram.presenters, onlookers: telegram.onlookers };
          break;
        case "error":
          refused.push(telegram.detail);
          break;
        case "chapter":
          if (replay.value === null) {
            chapters.value = [...chapters.value, { at: moment.value, title: telegram.title }].slice(-200);
          }
          seen.push(...happenings(world.value, world.value, telegram));
          break;
        case "note":
          notes.value = [...notes.value, telegram].slice(-500);
          break;
        case "picture":
        case "change":
        case "event": {
          const before = world.value;
          const after = fold(before, telegram);
          // A picture begins anew: what this page saw before it may be of another moment.
          const known = telegram.type === "picture" && replay.value !== null ? new Map() : tests.value;
          tests.value = log(known, telegram.type === "picture" ? NOTHING : before, after, moment.value);
          world.value = after;
          if (telegram.type === "picture") {
            pictures.value++;
          }
          seen.push(...happenings(before, after, telegram));
        }
      }
    }
    if (replay.value === null && telegrams.length > 0) {
      clockSkew.value = moment.value - Date.now();
    }
  });
  for (const happening of seen) {
    for (const watcher of watchers) {
      watcher(happening);
    }
  }
  for (const detail of refused) {
    for (const watcher of errorWatchers) {
      watcher(detail);
    }
  }
}
