import { colourOf } from "../people/colour";

/** Who has just done something to a thing, written on it. */
export function Signature({ deed }: { deed: { by: string } | undefined }) {
  return deed === undefined ? null : (
    <span class="signature" style={{ "--who": colourOf(deed.by) }}>
      {deed.by}
    </span>
  );
}
