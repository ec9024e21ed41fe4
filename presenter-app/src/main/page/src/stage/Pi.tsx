import { memo } from "preact/compat";
import { touched } from "../people/deeds";
import { moment, selected } from "../state/store";
import type { PiNode } from "../wire/world";
import type { PiPlace } from "./layout";
import { Signature } from "./Signature";

interface Props {
  place: PiPlace;
  node: PiNode | undefined;
  order: string | undefined;
}

/** A Pi: a district with its name, and what it has left. */
export const Pi = memo(function Pi({ place, node, order }: Props) {
  const { name, box, headHeight, lines } = place;
  const standing = node?.standing ?? "lost";
  const chosen = selected.value?.kind === "node" && selected.value.node === name;
  const state = node?.state;
  return (
    <div
      class="pi"
      data-standing={standing}
      style={{
        transform: `translate(${box.x}px, ${box.y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
        "--head": `${headHeight}px`,
        "--lines": `${lines}px`,
      }}
    >
      <button
        type="button"
        class="pi-head"
        data-thing={`node/${name}`}
        data-order={order}
        aria-pressed={chosen}
        aria-label={`Pi ${name}, ${standing}`}
      >
        <span class="name">{name}</span>
        {standing === "online" ? (
          state !== undefined && (
            <span class="left">
              <Meter label="processor" value={state.cpu.used_pct} />
              {state.temperature_c !== undefined && <span>{Math.round(state.temperature_c)} °C</span>}
              <span>
                {state.room.guests}/{state.room.guests_max} guests
              </span>
            </span>
          )
        ) : (
          <span class="away">{node === undefined ? "unknown" : `${standing} for ${since(node.since)}`}</span>
        )}
        <Signature deed={touched.value.get(`node/${name}`) ?? touched.value.get(`uplink/${name}`)} />
      </button>
    </div>
  );
});

/** How much is used, as a small bar and for screen readers. */
function Meter({ label, value }: { label: string; value: number }) {
  return (
    <span class="meter" role="img" aria-label={`${label} ${Math.round(value)} %`}>
      <span style={{ transform: `scaleX(${Math.min(1, value / 100)})` }} />
    </span>
  );
}

function since(time: string): string {
  const seconds = Math.max(0, Math.round((moment.value - Date.parse(time)) / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
