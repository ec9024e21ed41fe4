import { visible } from "../state/visible";
import { signOf } from "./colour";

/** A person's own sign: colour, letters, and a pattern below them. */
export function Badge({ name }: { name: string }) {
  const { colour, dash, initial } = signOf(name);
  return (
    <svg class="badge" viewBox="0 0 40 40" role="img" aria-label={visible(name)} style={{ "--who": colour }}>
      <rect width="40" height="40" rx="8" />
      <text x="20" y="24.5" text-anchor="middle" font-size="17">
        {visible(initial)}
      </text>
      <path d="M7 32.5h26" stroke-dasharray={dash} />
    </svg>
  );
}
