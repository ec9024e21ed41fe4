import { line } from "../state/store";
import type { World } from "../wire/world";
import type { Layout } from "./layout";
import { press } from "./Wires";

/** The laptop with the broker, at the end of the switch. */
export function Laptop({ layout, world }: { layout: Layout; world: World }) {
  const { x, y, width, height } = layout.laptop;
  const heard = line.value.state === "open";
  const says = !heard ? "no answer" : world.connected ? "broker" : "no broker";
  const type = Math.min(height * 0.36, width * 0.13, 26);
  return (
    <g
      class="laptop"
      data-thing="laptop"
      data-trouble={says !== "broker"}
      tabindex={0}
      role="button"
      aria-label={`The laptop, ${says}`}
      onKeyDown={press}
    >
      <rect x={x} y={y} width={width} height={height} rx={layout.pitch * 0.7} />
      <text
        x={x + width / 2}
        y={y + height / 2}
        font-size={type}
        text-anchor="middle"
        dominant-baseline="central"
      >
        laptop
        <tspan class="says" dx={type * 0.5}>
          {says}
        </tspan>
      </text>
    </g>
  );
}
