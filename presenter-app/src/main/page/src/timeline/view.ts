import { computed, effect, signal } from "@preact/signals";
import { replay } from "../state/store";
import { lastMinutes, type Span, WINDOW_MS } from "./axis";
import { beginning, covering } from "./choose";
import { held, playhead } from "./orders";
import { drawn, lately, now, recordings } from "./past";
import type { Station } from "./stations";

/** What the line shows: which stretch of time, and what happened in it. */

/** Whether the page is as narrow as a phone. */
export const narrow = signal(matchMedia("(max-width: 700px)").matches);
matchMedia("(max-width: 700px)").addEventListener("change", (media) => {
  narrow.value = media.matches;
});

/** Whether the line shows all of the recording that goes on instead of its last minutes. */
export const whole = signal(false);

/** What happened in the recording that is played, or shown whole; null until the laptop has told. */
const told = signal<{ recording: number; stations: readonly Station[] } | null>(null);

/** The recording that leads up to the present. */
const present = computed(() => covering(recordings.value, now.value)?.recording ?? null);

/** Of which recording the line shows the whole; null where it shows the last minutes of whatever is recorded. */
const shown = computed(() => {
  const at = replay.value;
  if (at === null) {
    return whole.value ? (present.value?.id ?? null) : null;
  }
  const late = at.recording.going_on && Date.parse(at.at) > now.value - window_.value;
  return late && !whole.value ? null : at.recording.id;
});

const window_ = computed(() => (narrow.value ? WINDOW_MS.narrow : WINDOW_MS.wide));

const free = computed<Span>(() => {
  const at = replay.value;
  const id = shown.value;
  if (id === null) {
    return lastMinutes(now.value, window_.value, beginning(recordings.value));
  }
  if (at !== null) {
    const from = Date.parse(at.from);
    const to = at.recording.going_on ? Math.max(now.value, Date.parse(at.to)) : Date.parse(at.to);
    return { from, to: Math.max(to, from + 1000) };
  }
  return { from: Date.parse(present.value!.from), to: now.value };
});

let holding: Span | null = null;

/** The stretch of time. It stands still as long as somebody holds the handle. */
export const span = computed<Span>(() => {
  const next = free.value;
  if (held.value === null) {
    holding = null;
    return next;
  }
  holding ??= next;
  return holding;
});

/** What happened in it. */
export const stations = computed<readonly Station[]>(() => {
  const id = shown.value;
  const at = replay.value;
  if (id === null) {
    return lately.value;
  }
  if (told.value?.recording === id) {
    return told.value.stations;
  }
  // Until more is known: its chapters, which come with the replay.
  return at === null || at.recording.id !== id
    ? lately.value
    : at.chapters.map(({ at: when, title }) => ({
        at: Date.parse(when),
        kind: "mark",
        sign: null,
        chapter: true,
        text: title,
        vm: null,
        node: null,
      }));
});

/** Where the handle is. */
export const handle = computed(() => held.value ?? playhead.value);

/** Whether the line's right end is the present. */
export const leadsToPresent = computed(() => replay.value === null || replay.value.recording.going_on);

/** How many chapters there are tells that more is to be asked for. */
const asks = computed(() => `${shown.value ?? ""} ${replay.value?.chapters.length ?? lately.value.length}`);

effect(() => {
  const [id = ""] = asks.value.split(" ");
  if (id === "") {
    told.value = null;
    return;
  }
  const recording = Number(id);
  drawn(recording).then(
    (found) => {
      if (shown.peek() === recording) {
        told.value = { recording, stations: found };
      }
    },
    // The chapters are there all the same.
    () => {},
  );
});
