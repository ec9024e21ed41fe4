/**
 * How a person is told from the others wherever the page says who did something: a colour, a pattern, and letters of their
 * name. The same name looks the same on every page and on every day, since it follows from the name alone.
 */
export interface PersonSign {
  /** A colour of the page's own, for CSS and SVG alike. */
  readonly colour: string;
  /** As `stroke-dasharray` of a line 3 wide: the pattern beside the colour, for who can't tell colours apart. */
  readonly dash: string;
  /** The name of the pattern, for style sheets. */
  readonly pattern: Pattern;
  /** One or two letters. */
  readonly initial: string;
}

export type Pattern = (typeof PATTERNS)[number];

export const COLOURS = 6;
const PATTERNS = ["plain", "dashed", "dotted", "mixed"] as const;
const DASHES: Record<Pattern, string> = { plain: "none", dashed: "7 3", dotted: "3 3", mixed: "9 3 3 3" };

/** The sign of whoever has that name. */
export function signOf(name: string): PersonSign {
  const number = hash(name.normalize("NFC").trim());
  const pattern = PATTERNS[Math.floor(number / COLOURS) % PATTERNS.length]!;
  return {
    colour: `var(--person-${(number % COLOURS) + 1})`,
    dash: DASHES[pattern],
    pattern,
    initial: initials(name),
  };
}

/** The colour of whoever has that name. */
export function colourOf(name: string): string {
  return signOf(name).colour;
}

/** The first letters of the first and the last word, or the first two of a single one; `?` where there is no letter. */
function initials(name: string): string {
  const words = name.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
  const first = words[0];
  if (first === undefined) {
    return "?";
  }
  const last = words.length > 1 ? words.at(-1)! : null;
  const letters = [...first];
  return (last === null ? letters.slice(0, 2).join("") : letters[0]! + [...last][0]!)
    .toUpperCase()
    .slice(0, 3);
}

/** FNV-1a (draft-eastlake-fnv) over UTF-16 units, stirred so that names which differ at their end alone differ at all. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 12)) >>> 0;
}
