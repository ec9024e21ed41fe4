import { batch, computed, signal } from "@preact/signals";
import { element } from "../stage/place";
import { steers } from "../state/me";
import { line, replay, selected, world } from "../state/store";
import type { Thing } from "../state/thing";
import { barred } from "./actions";
import { clicked, MAIN, type View } from "./leaf";
import type { Rect } from "./place";

/** The leaf that is open. */
export const view = signal<View>(MAIN);

/** What the key that is pointed at has to say: why it can't be pressed, or that it asks once more. */
export const hint = signal<string | null>(null);

/** What bars every command now. */
export const bar = computed(() => barred(world.value, line.value.state, replay.value !== null));

/** Whether keys are shown at all: onlookers have none, and nothing in a replay can be changed. */
export const commands = computed(() => steers.value && replay.value === null);

/** Opens a thing's leaf. */
export function open(thing: Thing | null, leaf: View = MAIN): void {
  batch(() => {
    hint.value = null;
    selected.value = thing;
    view.value = leaf;
  });
}

/** Selects a thing, or none, as a click does. */
export function select(thing: Thing | null): void {
  const next = clicked({ thing: selected.peek(), leaf: view.peek() }, thing);
  open(next.thing, next.leaf);
}

/** Closes what is open and gives the focus back to the thing. */
export function close(): void {
  const thing = selected.peek();
  open(null);
  if (thing !== null) {
    // A thing that is no more can't have it: somewhere on the map is better than nowhere.
    const there = element(thing) ?? document.querySelector<HTMLElement>(".stage [data-thing]");
    there?.focus({ preventScroll: true });
  }
}

/** A station's half, at most. */
const STATION_PX = 20;

/** Where a thing and all that is written on it is on the screen now, even what stands out of it; null if it isn't there. */
export function reach(thing: Thing): Rect | null {
  const there = element(thing);
  if (there === null) {
    return null;
  }
  let { left, top, right, bottom } = there.getBoundingClientRect();
  for (const part of there.children) {
    const box = part.getBoundingClientRect();
    if (box.width > 0 && box.height > 0) {
      left = Math.min(left, box.left);
      top = Math.min(top, box.top);
      right = Math.max(right, box.right);
      bottom = Math.max(bottom, box.bottom);
    }
  }
  // A guest's station is drawn with the lines, around the left end of its name.
  return { left: thing.kind === "guest" ? left - STATION_PX : left, top, right, bottom };
}
