import type { Note, NoteKind, NoteTelegram, Sign } from "../wire/generated/api";

/** Something that happened and that the line has a station for. */
export interface Station {
  /** ms since 1970, by the clock of the line that it is on */
  readonly at: number;
  readonly kind: NoteKind;
  readonly sign: Sign | null;
  readonly chapter: boolean;
  readonly text: string;
  readonly vm: string | null;
  readonly node: string | null;
}

/** @param clock "time" is that of the laptop, for the live line; "at" is a recording's own */
export function stationOf(note: Note, clock: "time" | "at"): Station {
  return station(note, Date.parse(note[clock]));
}

/** The station of a note that was told live. */
export function stationNow(note: NoteTelegram): Station {
  return station(note, Date.parse(note.at));
}

function station(note: Note | NoteTelegram, at: number): Station {
  return {
    at,
    kind: note.kind,
    sign: note.sign ?? null,
    chapter: note.chapter,
    text: note.text,
    vm: note.vm ?? null,
    node: note.node ?? null,
  };
}

const SAME_MS = 2000;

/**
 * Those that were asked for and those that were told, in order. What is in both is taken once: what is told carries the
 * moment of telling, a little after what the timeline has.
 */
export function merge(asked: readonly Station[], told: readonly Station[]): readonly Station[] {
  const last = asked.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const fresh = told.filter(
    (one) =>
      one.at > last - SAME_MS &&
      !asked.some((known) => known.text === one.text && Math.abs(known.at - one.at) < SAME_MS),
  );
  return fresh.length === 0 ? asked : [...asked, ...fresh].sort((one, other) => one.at - other.at);
}

/** What goes before others where there is no room for all: what somebody marked, then what is wrong. */
export function weight({ kind, sign, chapter }: Station): number {
  if (kind === "mark") {
    return 9;
  }
  const byKind: Partial<Record<NoteKind, number>> = {
    test: 8,
    recorder: 8,
    node: 7,
    link: 6,
    guest: 5,
    show: 4,
  };
  const bad = sign === "lost" || sign === "pulled" || sign === "down";
  return (byKind[kind] ?? 1) + (bad ? 0.5 : 0) - (chapter ? 0 : sign === null || kind === "guest" ? 2 : 0.25);
}

/** What a station is called where there is little room. The whole of it is its text. */
export function label({ kind, sign, vm, node, text }: Station): string {
  const said = `${kind} ${sign}`;
  switch (said) {
    case "guest up":
      return `${vm} up`;
    case "guest down":
      return `${vm} down`;
    case "test lost":
      return "Traffic lost";
    case "test back":
      return "Traffic back";
    case "test over":
      return "Test over";
    case "node lost":
      return `${node} offline`;
    case "node back":
      return `${node} online`;
    case "node pulled":
      return `${node}: cable pulled`;
    case "node plugged":
      return `${node}: cable back`;
    case "link pulled":
      return `${vm} unplugged`;
    case "link plugged":
      return `${vm} plugged in`;
    case "link moved":
      return `${vm}: new address`;
    case "recorder lost":
      return "Broker gone";
    default:
      return kind === "mark" ? text : text.charAt(0).toUpperCase() + text.slice(1);
  }
}

/** A stretch of the line in which something was away. */
export interface Break {
  readonly from: number;
  /** Missing as long as it is away. */
  readonly to: number | null;
  readonly what: "traffic" | "node" | "broker";
  readonly text: string;
}

/** The breaks of the line, by where they begin. What is lost is away until it is back, and none is lost twice at once. */
export function breaks(stations: readonly Station[]): readonly Break[] {
  const found: Break[] = [];
  const open = new Map<string, { index: number; depth: number }>();
  const close = (key: string, at: number): void => {
    const begun = open.get(key);
    if (begun === undefined) {
      return;
    }
    if (--begun.depth === 0) {
      open.delete(key);
      found[begun.index] = { ...found[begun.index]!, to: at };
    }
  };
  for (const one of stations) {
    close("broker", one.at);
    const what = one.kind === "test" ? "traffic" : one.kind === "node" ? "node" : "broker";
    const key = what === "broker" ? "broker" : `${what}/${what === "traffic" ? one.vm : one.node}`;
    if (one.sign === "lost") {
      const begun = open.get(key);
      if (begun !== undefined) {
        begun.depth += what === "traffic" ? 1 : 0;
        continue;
      }
      open.set(key, { index: found.length, depth: 1 });
      found.push({ from: one.at, to: null, what, text: one.text });
    } else if (one.sign === "back" || one.sign === "over") {
      close(key, one.at);
    }
  }
  return found;
}

/** The last station that is not behind a moment: where one is. */
export function before(stations: readonly Station[], at: number): Station | null {
  return stations.findLast((one) => one.at <= at) ?? null;
}
