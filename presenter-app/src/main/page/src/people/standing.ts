import type { LineState } from "../wire/line";

/** How far what is shown may be relied on. */
export interface Standing {
  readonly kind: "live" | "replay" | "waiting" | "unsure";
  /** One or two words for the head. */
  readonly word: string;
  /** What is wrong, for all to see; null as long as nothing is. While it is waited for: what is if that takes long. */
  readonly notice: string | null;
}

/**
 * How far what is shown may be relied on.
 *
 * @param why what the server said when it closed the line, if it did
 * @param seen when the server was last heard, as people write it; null if it never was
 */
export function standing(
  line: LineState,
  why: string | null,
  connected: boolean,
  replay: boolean,
  seen: string | null,
): Standing {
  if (line === "lost") {
    const was = seen === null ? "" : ` What you see is how it was at ${seen}.`;
    const said =
      why === null ? "No answer from the laptop" : `The laptop says: ${why.replace(/[.\s]+$/, "")}`;
    return { kind: "unsure", word: "not live", notice: `${said}; trying again.${was}` };
  }
  if (line === "connecting") {
    return { kind: "waiting", word: "connecting", notice: "No answer from the laptop yet; trying again." };
  }
  if (replay) {
    return { kind: "replay", word: "replay", notice: null };
  }
  return connected
    ? { kind: "live", word: "live", notice: null }
    : {
        kind: "unsure",
        word: "no broker",
        notice:
          "The broker does not answer: nothing is known of the box until it is back. Look at the laptop.",
      };
}
