import { visible } from "../state/visible";
import type { LineState } from "../wire/socket";
import type { Notice } from "./notice";

/** What is known about a console besides what it puts out. */
export interface Told {
  readonly line: LineState;
  /** Whether this page may type. */
  readonly typing: boolean;
  readonly live: boolean;
  readonly guest: "there" | "gone" | "lost";
  /** What the server refused last, or why the past is not whole. */
  readonly complaint: string | null;
  /** So many bytes are not shown. */
  readonly skipped: number;
}

export const UNTOLD: Told = {
  line: "connecting",
  typing: false,
  live: true,
  guest: "there",
  complaint: null,
  skipped: 0,
};

/** What is known after one more notice. Pure. */
export function hear(told: Told, notice: Notice): Told {
  switch (notice.type) {
    case "console":
      return { ...told, typing: notice.typing, live: notice.live, guest: "there", complaint: null };
    case "scrollback":
      return { ...told, complaint: notice.detail ?? null, skipped: 0 };
    case "skipped":
      return { ...told, skipped: told.skipped + notice.bytes };
    case "gone":
    case "lost":
      return { ...told, guest: notice.type };
    case "back":
      return { ...told, guest: "there", complaint: null, skipped: 0 };
    case "reset":
      return { ...told, skipped: 0 };
    case "error":
      return { ...told, complaint: notice.detail };
  }
}

/** Whether what is typed goes to the guest just now. */
export function canType({ line, typing, guest }: Told): boolean {
  return line === "open" && typing && guest === "there";
}

/** How the console is, in words for whoever looks at it. */
export function words(told: Told, vm: string): { tone: "quiet" | "notice" | "bad"; text: string } {
  const complaint = told.complaint === null ? null : visible(told.complaint);
  if (told.line === "lost") {
    const text = complaint ?? "the laptop does not answer";
    return { tone: "bad", text: `${text}: connecting again` };
  }
  if (told.line === "connecting") {
    return { tone: "quiet", text: "connecting" };
  }
  if (told.guest === "lost") {
    return { tone: "bad", text: "the laptop has lost the broker: this goes on by itself when it is back" };
  }
  if (told.guest === "gone") {
    return { tone: "notice", text: `${vm} does not run: this goes on when it does` };
  }
  if (complaint !== null) {
    return { tone: "notice", text: complaint };
  }
  const missing = told.skipped > 0 ? ` (${size(told.skipped)} not shown)` : "";
  if (!told.live) {
    return { tone: "quiet", text: `as it was in the replay: read only${missing}` };
  }
  const live = told.typing ? "live: everybody here types on the same line" : "live: read only";
  return { tone: "quiet", text: live + missing };
}

/** So many bytes, in words. */
export function size(bytes: number): string {
  const [figure, unit] =
    bytes < 1024
      ? [bytes, bytes === 1 ? "byte" : "bytes"]
      : bytes < 1024 ** 2
        ? [bytes / 1024, "KiB"]
        : [bytes / 1024 ** 2, "MiB"];
  return `${figure < 10 && unit.endsWith("iB") ? figure.toFixed(1) : Math.round(figure)} ${unit}`;
}
