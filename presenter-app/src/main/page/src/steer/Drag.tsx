import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { place } from "../stage/place";
import { thingOf } from "../state/thing";
import { type Drag as Draw, HOLD_MS, type Move, next, REST } from "./drag";
import { bar, commands, open } from "./view";

/** Draws the line that somebody drags from a guest to another one, and opens what can go between them. */
export function Drag() {
  const drag = useSignal<Draw>(REST);
  useEffect(() => {
    let hold: ReturnType<typeof setTimeout> | undefined;

    const make = (move: Move): void => {
      const { drag: after, drop } = next(drag.peek(), move);
      if (after !== drag.peek()) {
        drag.value = after;
        document.documentElement.toggleAttribute("data-drawing", after.at === "drawing");
      }
      if (drop !== null) {
        open({ kind: "guest", vm: drop.from }, { name: "pair", to: drop.to });
      }
    };

    const press = (event: PointerEvent) => {
      const on = guestOf(event.target);
      if (on === null || event.button !== 0 || !commands.peek() || bar.peek() !== null) {
        return;
      }
      const stage = (event.target as Element).closest(".stage");
      const scrolls = stage !== null && stage.scrollHeight > stage.clientHeight + 1;
      const pointer = event.pointerId;
      const held = event.pointerType === "touch" && scrolls;
      make({ kind: "press", on, pointer, x: event.clientX, y: event.clientY, hold: held });
      clearTimeout(hold);
      hold = setTimeout(() => make({ kind: "held", pointer }), HOLD_MS);
    };
    const move = (event: PointerEvent) => {
      if (drag.peek().at !== "rest") {
        const over = guestOf(document.elementFromPoint(event.clientX, event.clientY));
        make({ kind: "move", pointer: event.pointerId, x: event.clientX, y: event.clientY, over });
      }
    };
    const release = (event: PointerEvent) => {
      const drew = drag.peek().at === "drawing";
      make({ kind: "release", pointer: event.pointerId });
      if (drew) {
        swallowClick();
      }
    };
    const cancel = () => make({ kind: "cancel" });
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape" && drag.peek().at !== "rest") {
        event.preventDefault();
        event.stopPropagation();
        cancel();
        swallowClick();
      }
    };
    // A finger that draws must not scroll, nor select, nor ask for a menu.
    const still = (event: Event) => {
      const now = drag.peek();
      if (now.at === "drawing" || (now.at === "pressed" && now.held)) {
        event.preventDefault();
      }
    };
    const stillMenu = (event: MouseEvent) => {
      if (drag.peek().at === "drawing" || (drag.peek().at === "pressed" && event.button !== 2)) {
        event.preventDefault();
      }
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", release);
    document.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", key, true);
    document.addEventListener("touchmove", still, { passive: false });
    document.addEventListener("selectstart", still);
    document.addEventListener("dragstart", still);
    document.addEventListener("contextmenu", stillMenu);
    addEventListener("blur", cancel);
    return () => {
      clearTimeout(hold);
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", release);
      document.removeEventListener("pointercancel", cancel);
      document.removeEventListener("keydown", key, true);
      document.removeEventListener("touchmove", still);
      document.removeEventListener("selectstart", still);
      document.removeEventListener("dragstart", still);
      document.removeEventListener("contextmenu", stillMenu);
      removeEventListener("blur", cancel);
      document.documentElement.removeAttribute("data-drawing");
    };
  }, []);

  const now = drag.value;
  if (now.at !== "drawing") {
    return null;
  }
  const from = place({ kind: "guest", vm: now.from });
  const over = now.over === null ? null : place({ kind: "guest", vm: now.over });
  if (from === null) {
    return null;
  }
  const start = stop(from);
  const end = over === null ? now : stop(over);
  return (
    <svg class="drawing" aria-hidden="true">
      {over === null ? null : (
        <rect x={over.left - 6} y={over.top - 6} width={over.width + 12} height={over.height + 12} rx="10" />
      )}
      <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} />
      <circle cx={start.x} cy={start.y} r="7" />
      <circle cx={end.x} cy={end.y} r={over === null ? 10 : 7} />
    </svg>
  );
}

/** The guest's station, where lines begin and end: it is drawn around the left end of its name. */
function stop({ left, top, bottom }: DOMRect): { x: number; y: number } {
  return { x: left, y: (top + bottom) / 2 };
}

/** The guest that an element of the map belongs to; a cable within it is none. */
function guestOf(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest(".stage [data-thing]") : null;
  const thing = thingOf(element?.getAttribute("data-thing") ?? "");
  return thing?.kind === "guest" ? thing.vm : null;
}

/** The click that a browser makes of the release is not one on a thing. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
}
