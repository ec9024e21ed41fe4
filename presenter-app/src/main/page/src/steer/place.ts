/** A rectangle on the screen, in CSS pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a panel goes, and how large it may be there. */
export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly side: "right" | "left" | "below" | "above" | "edge";
}

/** Room between the thing and its panel, and between the panel and the edge. */
const GAP = 12;
const EDGE = 8;
/** Less than that is no panel that anyone could use. */
const LEAST = { width: 260, height: 180 };

/**
 * The place for a panel beside a thing: never on the thing, never outside of the bounds, right of it where there is room,
 * else on the side where it loses least. Only beside a thing that fills the bounds there is no room at all; then the panel
 * takes the edge on the right.
 *
 * @param wanted how large the panel would like to be
 */
export function beside(thing: Rect, wanted: { width: number; height: number }, bounds: Rect): Spot {
  const inner = {
    left: bounds.left + EDGE,
    top: bounds.top + EDGE,
    right: bounds.right - EDGE,
    bottom: bounds.bottom - EDGE,
  };
  const wide = inner.right - inner.left;
  const high = inner.bottom - inner.top;
  // No room is larger than what the bounds have, even beside a thing that is out of them.
  const rooms = [
    { side: "right", width: Math.min(wide, inner.right - thing.right - GAP), height: high },
    { side: "left", width: Math.min(wide, thing.left - GAP - inner.left), height: high },
    { side: "below", width: wide, height: Math.min(high, inner.bottom - thing.bottom - GAP) },
    { side: "above", width: wide, height: Math.min(high, thing.top - GAP - inner.top) },
  ] as const;
  const fit = rooms.find((room) => room.width >= wanted.width && room.height >= wanted.height);
  const usable = rooms.filter(
    (room) =>
      room.width >= Math.min(LEAST.width, wanted.width) &&
      room.height >= Math.min(LEAST.height, wanted.height),
  );
  const area = (room: { width: number; height: number }) =>
    Math.min(room.width, wanted.width) * Math.min(room.height, wanted.height);
  const best =
    fit ?? usable.reduce<(typeof rooms)[number] | null>((a, b) => (a && area(a) >= area(b) ? a : b), null);
  const width = Math.min(wanted.width, best?.width ?? wide);
  const height = Math.min(wanted.height, best?.height ?? high);
  if (best === null) {
    return { left: inner.right - width, top: inner.top, width, height, side: "edge" };
  }
  const across = within(thing.left, inner.left, inner.right - width);
  const along = within(thing.top, inner.top, inner.bottom - height);
  switch (best.side) {
    case "right":
      return {
        left: within(thing.right + GAP, inner.left, inner.right - width),
        top: along,
        width,
        height,
        side: "right",
      };
    case "left":
      return {
        left: within(thing.left - GAP - width, inner.left, inner.right - width),
        top: along,
        width,
        height,
        side: "left",
      };
    case "below":
      return {
        left: across,
        top: within(thing.bottom + GAP, inner.top, inner.bottom - height),
        width,
        height,
        side: "below",
      };
    case "above":
      return {
        left: across,
        top: within(thing.top - GAP - height, inner.top, inner.bottom - height),
        width,
        height,
        side: "above",
      };
  }
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
