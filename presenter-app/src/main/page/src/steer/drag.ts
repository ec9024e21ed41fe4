/** How somebody draws a line from one guest to another one; pure, so that it can be tried without a finger. */
export type Drag =
  | { readonly at: "rest" }
  /** Pressed, but it may still be a click, or the beginning of a scroll. */
  | {
      readonly at: "pressed";
      readonly from: string;
      readonly pointer: number;
      readonly x: number;
      readonly y: number;
      readonly held: boolean;
    }
  | {
      readonly at: "drawing";
      readonly from: string;
      readonly pointer: number;
      readonly x: number;
      readonly y: number;
      readonly over: string | null;
    };

export type Move =
  /** On a guest; `hold` where a finger must rest first, because moving it would scroll. */
  | {
      readonly kind: "press";
      readonly on: string;
      readonly pointer: number;
      readonly x: number;
      readonly y: number;
      readonly hold: boolean;
    }
  | { readonly kind: "held"; readonly pointer: number }
  /** `over` is the guest under the pointer. */
  | {
      readonly kind: "move";
      readonly pointer: number;
      readonly x: number;
      readonly y: number;
      readonly over: string | null;
    }
  | { readonly kind: "release"; readonly pointer: number }
  | { readonly kind: "cancel" };

export const REST: Drag = { at: "rest" };

/** A press that moves no further is a click. */
export const SLACK_PX = 8;
/** How long a finger rests before it draws where it could also scroll. */
export const HOLD_MS = 250;

/** What comes of a move; `drop` is the guest that the line was drawn to. */
export function next(drag: Drag, move: Move): { drag: Drag; drop: { from: string; to: string } | null } {
  const to = (after: Drag) => ({ drag: after, drop: null });
  if (move.kind === "press") {
    // A second finger is no second line: it ends the first one.
    return drag.at === "rest"
      ? to({ at: "pressed", from: move.on, pointer: move.pointer, x: move.x, y: move.y, held: !move.hold })
      : to(REST);
  }
  if (drag.at === "rest" || move.kind === "cancel") {
    return to(REST);
  }
  if (drag.pointer !== move.pointer) {
    return to(drag);
  }
  switch (move.kind) {
    case "held":
      return to(drag.at === "pressed" ? { ...drag, held: true } : drag);
    case "move": {
      const { from, pointer } = drag;
      const over = move.over === from ? null : move.over;
      if (drag.at === "pressed" && Math.hypot(move.x - drag.x, move.y - drag.y) < SLACK_PX) {
        return to(drag);
      }
      return drag.at === "pressed" && !drag.held
        ? to(REST)
        : to({ at: "drawing", from, pointer, x: move.x, y: move.y, over });
    }
    case "release":
      return {
        drag: REST,
        drop: drag.at === "drawing" && drag.over !== null ? { from: drag.from, to: drag.over } : null,
      };
  }
}
