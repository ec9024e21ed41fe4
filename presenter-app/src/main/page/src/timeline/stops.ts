import { fraction, type Span } from "./axis";
import { label, type Station, weight } from "./stations";

/** A place of the line where stations are, too near to each other to be drawn apart. */
export interface Stop {
  /** In pixels from the line's left end. */
  readonly x: number;
  /** What is drawn and gone to: the weightiest of those here. */
  readonly chief: Station;
  readonly all: readonly Station[];
  /** Where it is written; null if there is no room, and it is written only for who points at it. */
  readonly label: { readonly left: number; readonly row: number; readonly text: string } | null;
}

/** What fits where. */
export interface Room {
  readonly width: number;
  readonly rows: number;
  /** How far apart stops are at least, in pixels: so wide is what can be pointed at. */
  readonly apart: number;
  /** How wide a text is, in pixels. */
  readonly measure: (text: string) => number;
}

const GAP = 16;
const LONGEST = 240;

/**
 * The stops of a line, from left to right. Labels never overlap: the weightier go first, and of equals the later, since
 * that is what people have just seen.
 */
export function stops(stations: readonly Station[], span: Span, room: Room): readonly Stop[] {
  const places = gather(stations, span, room);
  const rows: { left: number; right: number }[][] = Array.from({ length: room.rows }, () => []);
  const labels = new Map<Place, Stop["label"]>();
  const order = [...places].sort(
    (one, other) => weight(other.chief) - weight(one.chief) || other.chief.at - one.chief.at,
  );
  for (const place of order) {
    const text = words(place.all, place.chief);
    const wide = Math.min(room.measure(text), LONGEST);
    const left = Math.max(0, Math.min(room.width - wide, place.x - wide / 2));
    const row = rows.findIndex((taken) =>
      taken.every((other) => left + wide + GAP <= other.left || other.right + GAP <= left),
    );
    if (row >= 0 && wide <= room.width) {
      rows[row]!.push({ left, right: left + wide });
      labels.set(place, { left, row, text });
    }
  }
  return places.map((place) => ({ ...place, label: labels.get(place) ?? null }));
}

interface Place {
  x: number;
  chief: Station;
  all: Station[];
}

function gather(stations: readonly Station[], span: Span, { width, apart }: Room): Place[] {
  const places: Place[] = [];
  let begins = Number.NEGATIVE_INFINITY;
  for (const station of stations) {
    if (station.at < span.from || station.at > span.to) {
      continue;
    }
    const x = fraction(span, station.at) * width;
    const last = places.at(-1);
    if (last !== undefined && (x - begins < apart || x - last.x < apart)) {
      last.all.push(station);
      if (weight(station) > weight(last.chief)) {
        last.chief = station;
        last.x = x;
      }
    } else {
      begins = x;
      places.push({ x, chief: station, all: [station] });
    }
  }
  return places;
}

const MOST_SAID = 8;

/** What happened at a stop, line by line; of very much only the weightiest. */
export function lines({ all }: Stop, time: (at: number) => string): readonly string[] {
  const kept = new Set(
    all.length <= MOST_SAID
      ? all
      : [...all].sort((one, other) => weight(other) - weight(one)).slice(0, MOST_SAID - 1),
  );
  const said = all.filter((one) => kept.has(one)).map((one) => `${time(one.at)} ${one.text}`);
  return kept.size === all.length ? said : [...said, `and ${all.length - kept.size} more`];
}

/** What a stop is called: its chief, and how many more there are; guests that come or go together are counted. */
export function words(all: readonly Station[], chief: Station): string {
  const alike = all.filter((one) => one.kind === chief.kind && one.sign === chief.sign);
  const guests = new Set(alike.map((one) => one.vm)).size;
  const counted = chief.kind === "guest" && guests > 1;
  const text = counted ? `${guests} guests ${chief.sign === "down" ? "down" : "up"}` : label(chief);
  const others = all.length - (counted ? alike.length : 1);
  return others > 0 ? `${text} +${others}` : text;
}
