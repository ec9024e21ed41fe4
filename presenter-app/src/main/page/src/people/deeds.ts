import { signal } from "@preact/signals";
import type { Happening } from "../state/happening";
import { onHappening, replay } from "../state/store";
import { nameOf } from "../state/thing";

/** Who touched a thing last. */
export interface Deed {
  readonly by: string;
  /** When this page saw it: ms since 1970, by its own clock. */
  readonly at: number;
}

export type Deeds = ReadonlyMap<string, Deed>;

/** How long a name stays on what its owner touched. */
export const LINGER_MS = 6000;
/** More things than an audience can look at. */
const MOST = 200;

/** Who touched what in the last few seconds, by the thing's name. */
export const touched = signal<Deeds>(new Map());

/** The deeds after one more happening; only a touch changes them. */
export function seen(deeds: Deeds, happening: Happening, at: number): Deeds {
  if (happening.kind !== "touch") {
    return deeds;
  }
  const thing = nameOf(happening.thing);
  const next = new Map(deeds);
  // Last in line, so that the oldest is always the first one.
  next.delete(thing);
  next.set(thing, { by: happening.by, at });
  if (next.size > MOST) {
    next.delete(next.keys().next().value!);
  }
  return next;
}

/** The deeds that are not too old; the same ones if none is. */
export function recent(deeds: Deeds, now: number): Deeds {
  const left = [...deeds].filter(([, deed]) => now - deed.at < LINGER_MS);
  return left.length === deeds.size ? deeds : new Map(left);
}

let willForget = false;

function forget(): void {
  willForget = false;
  touched.value = recent(touched.value, Date.now());
  const oldest = touched.value.values().next().value;
  if (oldest !== undefined) {
    forgetIn(Math.max(50, oldest.at + LINGER_MS - Date.now()));
  }
}

function forgetIn(ms: number): void {
  if (!willForget) {
    willForget = true;
    setTimeout(forget, ms);
  }
}

onHappening((happening) => {
  const next = seen(touched.value, happening, Date.now());
  if (next !== touched.value) {
    touched.value = next;
    forgetIn(LINGER_MS);
  }
});

// Another time, other deeds.
let wasReplay = false;
replay.subscribe((now) => {
  if ((now !== null) !== wasReplay) {
    wasReplay = now !== null;
    touched.value = new Map();
  }
});
