import { computed, effect, signal } from "@preact/signals";
import { me } from "../state/me";
import { clockSkew, line, notes, replay } from "../state/store";
import type { Notes, Recording } from "../wire/generated/api";
import { ask } from "../wire/http";
import { WINDOW_MS } from "./axis";
import { merge, type Station, stationNow, stationOf } from "./stations";

/** What the strip knows of what was before: asked for when the page comes up, and told from then on. */

/** All recordings, the newest first. */
export const recordings = signal<readonly Recording[]>([]);

const asked = signal<readonly Station[]>([]);

/** What happened in the last minutes, and all since the page came up; by the laptop's clock. */
export const lately = computed(() => merge(asked.value, notes.value.map(stationNow)));

const PAGE = 1000;
const MOST_PAGES = 10;

/** Asks for the recordings again, such as after one was begun, renamed or deleted. */
export async function refresh(): Promise<void> {
  recordings.value = await ask<Recording[]>("/api/recordings", { headers: { Accept: "application/json" } });
}

/** Everything that can be drawn of a recording, in order, by its own clock. */
export async function drawn(recording: number): Promise<readonly Station[]> {
  const found: Station[] = [];
  let after: string | null = "";
  for (let page = 0; after !== null && page < MOST_PAGES; page++) {
    const next: Notes = await told(`recording=${recording}&drawn=true&limit=${PAGE}&after=${after}`);
    found.push(...next.items.map((note) => stationOf(note, "at")));
    after = next.next;
  }
  return found;
}

/** A page of the timeline. */
export function told(query: string): Promise<Notes> {
  return ask<Notes>(`/api/timeline?${query}`, { headers: { Accept: "application/json" } });
}

async function recall(): Promise<void> {
  const minutes = Math.ceil(WINDOW_MS.wide / 60_000) + 1;
  const [page] = await Promise.all([told(`drawn=true&from=-${minutes}m&limit=${PAGE}`), refresh()]);
  asked.value = page.items.map((note) => stationOf(note, "time"));
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** The laptop may be busy just when everybody comes: then it is asked again. */
function recallUntilAnswered(): void {
  clearTimeout(timer);
  recall().catch(() => {
    if (live.peek()) {
      timer = setTimeout(recallUntilAnswered, 3000);
    }
  });
}

const live = computed(
  () =>
    line.value.state === "open" &&
    replay.value === null &&
    (me.value.role === "presenter" || me.value.role === "onlooker"),
);

// What was said while the page could not hear is asked for when it hears again.
effect(() => {
  if (live.value) {
    recallUntilAnswered();
  }
});

const MEANWHILE_MS = 10_000;
const away = computed(() => replay.value?.recording.going_on === true);

// Whoever looks back is not told what happens meanwhile, and the line leads up to the present all the same.
effect(() => {
  if (away.value) {
    const timer = setInterval(() => void recall().catch(() => {}), MEANWHILE_MS);
    return () => clearInterval(timer);
  }
  return undefined;
});

/** The present by the laptop's clock, each second. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now() + clockSkew.peek();
}, 1000);
