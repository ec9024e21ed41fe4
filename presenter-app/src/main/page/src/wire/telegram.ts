import type { NoteTelegram, ReplayTelegram } from "./generated/api";
import type { Said, World } from "./world";

/** What the server tells over `/api/live` and `/api/replays/ID`. */
export type Telegram =
  | { type: "picture"; at: string; skipped?: number; box: World }
  | { type: "change"; at: string; set: Partial<World>; gone: Readonly<Record<string, readonly string[]>> }
  | { type: "event"; at: string; topic: string; payload: Said | string | null }
  | { type: "chapter"; at: string; title: string }
  | NoteTelegram
  | { type: "audience"; presenters: number; onlookers: number }
  | { type: "error"; detail: string }
  | ReplayTelegram;

const KNOWN: ReadonlySet<string> = new Set<Telegram["type"]>([
  "picture",
  "change",
  "event",
  "chapter",
  "note",
  "audience",
  "error",
  "replay",
]);

const strange = new Set<string>();

/**
 * Reads a message of a WebSocket. One of a kind that this page does not know yet is ignored, and that is logged once a
 * kind, since a newer server may tell more.
 */
export function read(text: string): Telegram | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return unknown("no JSON");
  }
  const type = typeof said === "object" && said !== null ? (said as { type?: unknown }).type : undefined;
  return typeof type === "string" && KNOWN.has(type) ? (said as Telegram) : unknown(String(type));
}

function unknown(kind: string): null {
  if (!strange.has(kind) && strange.size < 100) {
    strange.add(kind);
    console.warn(`ignored: a message of the unknown kind '${kind.slice(0, 40)}'`);
  }
  return null;
}
