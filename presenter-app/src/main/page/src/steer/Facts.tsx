import { visible } from "../state/visible";

export type Fact = readonly [what: string, is: string | null | undefined];

/** What is known of a thing; what is not known is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter((fact): fact is [string, string] => fact[1] != null && fact[1] !== "");
  return known.length === 0 ? null : (
    <dl class="facts">
      {known.map(([what, is]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{visible(is)}</dd>
        </div>
      ))}
    </dl>
  );
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A size for people: 12.4 MB. */
export function bytes(count: number | undefined): string | null {
  if (count === undefined) {
    return null;
  }
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = count;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${number.format(size)} ${units[unit]}`;
}

/** A number for people. */
export function amount(value: number | undefined, unit: string): string | null {
  return value === undefined ? null : `${number.format(value)} ${unit}`;
}
