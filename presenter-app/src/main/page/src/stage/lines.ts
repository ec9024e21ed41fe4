/** How a virtual network is drawn: as a line of a metro, told by its colour and by its pattern, too. */
export interface NetworkLine {
  readonly name: string;
  /** Its place among the lines, from 0. */
  readonly index: number;
  readonly colour: string;
  /** Its sign: its name's first letter, with a number if others begin alike. */
  readonly sign: string;
  /** The dashes of the pale stripe in the middle of the line; null for none, empty for an unbroken one. */
  readonly stripe: string | null;
}

const COLOURS = 6;
const STRIPES = [null, "", "3 2", "0.1 2.4", "1 1.6", "6 1.5"] as const;

/** The lines of these networks, in their order. */
export function lines(networks: readonly string[]): NetworkLine[] {
  return networks.map((name, index) => {
    const letter = (name[0] ?? "?").toUpperCase();
    const alike = networks.filter((other) => (other[0] ?? "?").toUpperCase() === letter);
    const number = alike.length > 1 ? String(alike.indexOf(name) + 1) : "";
    return {
      name,
      index,
      colour: `var(--line-${(index % COLOURS) + 1})`,
      sign: letter + number,
      // Colours come again after the sixth, but not with the same stripe.
      stripe: STRIPES[(index + Math.floor(index / COLOURS)) % STRIPES.length] ?? null,
    };
  });
}
