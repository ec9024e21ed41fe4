import { memo } from "preact/compat";
import { touched } from "../people/deeds";
import { selected } from "../state/store";
import type { VmState } from "../wire/world";
import type { Box } from "./layout";
import { Signature } from "./Signature";
import { word } from "./standing";

interface Props {
  vm: string;
  guest: VmState;
  addresses: string;
  box: Box;
  flat: boolean;
  unsure: boolean;
  order: string | undefined;
}

/** A guest: a station's name with its plates. The station itself is drawn with the wires. */
export const Guest = memo(function Guest({ vm, guest, addresses, box, flat, unsure, order }: Props) {
  const plates = addresses === "" ? [] : addresses.split(" ");
  const says = word(guest);
  const chosen = selected.value?.kind === "guest" && selected.value.vm === vm;
  return (
    <button
      type="button"
      class="guest"
      data-thing={`guest/${vm}`}
      data-phase={guest.phase}
      data-unsure={unsure}
      data-flat={flat}
      data-order={order}
      aria-pressed={chosen}
      aria-label={label(vm, guest, plates, unsure)}
      style={{
        transform: `translate(${box.x}px, ${box.y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
    >
      <span class="title">
        <span class="name">{vm}</span>
        {says !== "" && <span class="word">{says}</span>}
      </span>
      <span class="plates" style={{ "--most": `${mostOf(plates, box.width, flat)}px` }}>
        {plates.map((ip) => (
          <span key={ip} class="plate" data-ip={ip}>
            {ip.split("/")[0]}
          </span>
        ))}
      </span>
      <Signature deed={touched.value.get(`guest/${vm}`)} />
    </button>
  );
});

/** The largest type in which all plates fit beside each other. */
function mostOf(plates: readonly string[], width: number, flat: boolean): number {
  const letters = plates.reduce((sum, ip) => sum + ip.split("/")[0]!.length + 1.6, 0);
  return Math.max(8, (width * (flat ? 0.5 : 0.9)) / (0.6 * Math.max(1, letters)));
}

function label(vm: string, guest: VmState, plates: string[], unsure: boolean): string {
  const state = guest.phase === "running" ? "runs" : word(guest);
  return `Guest ${vm} on ${guest.node}, ${state}${plates.length > 0 ? `, ${plates.join(", ")}` : ""}${
    unsure ? ", not heard at present" : ""
  }`;
}
