import type { Station } from "./stations";

/** The sign of something that happened: each has a shape of its own, so that none needs its colour. */
export function Glyph({ of }: { of: Pick<Station, "kind" | "sign"> }) {
  return (
    <svg class="track-glyph" viewBox="0 0 20 20" aria-hidden="true" data-tone={tone(of)}>
      {shape(of)}
    </svg>
  );
}

function tone({ sign }: Pick<Station, "sign">): string {
  switch (sign) {
    case "lost":
    case "pulled":
      return "bad";
    case "back":
      return "good";
    default:
      return "plain";
  }
}

function shape({ kind, sign }: Pick<Station, "kind" | "sign">) {
  if (kind === "mark") {
    return <path class="full" d="M5 1.5h2.5v17H5zM7.5 2.5h9l-3 3.5 3 3.5h-9z" />;
  }
  switch (sign) {
    case "up":
      return (
        <>
          <circle class="paper" cx="10" cy="10" r="7.5" />
          <path class="thin" d="M6.5 11.5 10 7.5l3.5 4" />
        </>
      );
    case "down":
      return (
        <>
          <circle class="paper" cx="10" cy="10" r="7.5" />
          <path class="thin" d="M7 7l6 6M13 7l-6 6" />
        </>
      );
    case "lost":
      return (
        <>
          <rect class="full" x="2" y="2" width="16" height="16" rx="2" />
          <path class="cut" d="M6 6l8 8M14 6l-8 8" />
        </>
      );
    case "back":
      return (
        <>
          <circle class="full" cx="10" cy="10" r="8" />
          <path class="cut" d="M5.8 10.4l3 3 5.4-6.2" />
        </>
      );
    case "over":
      return (
        <>
          <circle class="paper" cx="10" cy="10" r="7.5" />
          <path class="thin" d="M6 10h8" />
        </>
      );
    case "pulled":
      return (
        <>
          <rect class="paper" x="1" y="1" width="18" height="18" rx="2" />
          <path class="thin" d="M3.5 10h3.2M6.7 6v8M16.5 10h-3.2M13.3 6v8" />
        </>
      );
    case "plugged":
      return (
        <>
          <rect class="paper" x="1" y="1" width="18" height="18" rx="2" />
          <path class="thin" d="M3.5 10h4M8 6v8M12 6v8M8 6h4M8 14h4M12.5 10h4" />
        </>
      );
    case "moved":
      return (
        <>
          <rect class="paper" x="1" y="4" width="18" height="12" rx="2" />
          <path class="thin" d="M4.5 10h10M11 6.8l3.5 3.2-3.5 3.2" />
        </>
      );
    default:
      return kind === "show" ? (
        <path class="full" d="M10 1.5 18.5 10 10 18.5 1.5 10z" />
      ) : (
        <circle class="paper" cx="10" cy="10" r="5.5" />
      );
  }
}

const ICONS = {
  play: "M6 3.5v13l11-6.5z",
  pause: "M5 3.5h3.5v13H5zM11.5 3.5H15v13h-3.5z",
  next: "M4 3.5v13l8-6.5zM13 3.5h3v13h-3z",
  previous: "M16 3.5v13l-8-6.5zM7 3.5H4v13h3z",
  ahead: "M4 4v12l7-6zM13.5 4H15v12h-1.5z",
  back: "M16 4v12l-7-6zM5 4h1.5v12H5z",
} as const;

/** What a button of a player shows; its name is said besides. */
export function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg class="band-icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
