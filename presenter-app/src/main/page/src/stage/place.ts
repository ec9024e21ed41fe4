import { nameOf, type Thing } from "../state/thing";

/** The element that stands for a thing on the stage, or null if it isn't there. */
export function element(thing: Thing): HTMLElement | SVGElement | null {
  return document.querySelector(`.stage [data-thing="${CSS.escape(nameOf(thing))}"]`);
}

/** Where a thing is on the screen now, or null if it isn't there. */
export function place(thing: Thing): DOMRect | null {
  return element(thing)?.getBoundingClientRect() ?? null;
}
