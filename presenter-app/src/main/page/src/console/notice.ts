/** What the server tells about a console, between its bytes (docs/http.md). */
export type Notice =
  | { type: "console"; vm: string; typing: boolean; live: boolean }
  | { type: "scrollback"; bytes: number; detail?: string }
  | { type: "skipped"; bytes: number }
  | { type: "reset" | "gone" | "back" | "lost" }
  | { type: "error"; detail: string };

const KNOWN: ReadonlySet<string> = new Set<Notice["type"]>([
  "console",
  "scrollback",
  "skipped",
  "reset",
  "gone",
  "back",
  "lost",
  "error",
]);

const strange = new Set<string>();

/** Reads a notice. One of a kind that this page does not know is ignored, and that is logged once a kind. */
export function readNotice(text: string): Notice | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return unknown("no JSON");
  }
  const type = typeof said === "object" && said !== null ? (said as { type?: unknown }).type : undefined;
  return typeof type === "string" && KNOWN.has(type) ? (said as Notice) : unknown(String(type));
}

function unknown(kind: string): null {
  if (!strange.has(kind) && strange.size < 100) {
    strange.add(kind);
    console.warn(`ignored: a console's notice of the unknown kind '${kind.slice(0, 40)}'`);
  }
  return null;
}
