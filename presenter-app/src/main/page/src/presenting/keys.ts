/** What a key of a presenter or of a clicker does. */
export type Act =
  | "help"
  | "blank"
  | "full-screen"
  | "larger"
  | "smaller"
  | "theme"
  | "programme"
  | "next"
  | "previous"
  | "live"
  | "mark"
  | "recordings"
  | "close";

/** All of them, for the help. A clicker has the first three. */
export const KEYS: readonly { keys: readonly string[]; act: Act; words: string; presenters?: true }[] = [
  {
    keys: ["PageDown"],
    act: "next",
    words: "in a replay the next chapter; live, the prepared show's next step",
  },
  { keys: ["PageUp"], act: "previous", words: "in a replay the chapter before" },
  { keys: [".", "b"], act: "blank", words: "blank the page, or show it again" },
  { keys: ["g"], act: "programme", words: "prepare a show", presenters: true },
  { keys: ["l"], act: "live", words: "back to live" },
  { keys: ["m"], act: "mark", words: "mark this moment as a chapter", presenters: true },
  { keys: ["r"], act: "recordings", words: "recordings, and what happened" },
  { keys: ["f"], act: "full-screen", words: "full screen" },
  { keys: ["+"], act: "larger", words: "larger type" },
  { keys: ["-"], act: "smaller", words: "smaller type" },
  { keys: ["t"], act: "theme", words: "light or dark" },
  { keys: ["?"], act: "help", words: "these keys" },
  { keys: ["Escape"], act: "close", words: "close what is open; in a replay, back to live" },
];

const ACTS = new Map(KEYS.flatMap(({ keys, act }) => keys.map((key) => [key, act] as const)));

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/**
 * What a key means here.
 *
 * @param typing whether it goes into a field or a terminal, where it is a letter
 * @param blank whether the page is blank: then every key that acts at all but shows it again
 */
export function actOf(pressed: Pressed, typing: boolean, blank: boolean): Act | null {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || typing) {
    return null;
  }
  const act = ACTS.get(pressed.key) ?? null;
  return blank && act !== null ? "blank" : act;
}

const SIZES = [0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2];

/** The next size of type, or the one before. */
export function resized(size: number, by: 1 | -1): number {
  const nearest = SIZES.reduce((one, other) => (Math.abs(other - size) < Math.abs(one - size) ? other : one));
  return SIZES[Math.min(SIZES.length - 1, Math.max(0, SIZES.indexOf(nearest) + by))]!;
}
