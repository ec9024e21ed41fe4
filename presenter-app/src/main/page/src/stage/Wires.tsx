import { memo } from "preact/compat";
import { selected } from "../state/store";
import { nameOf } from "../state/thing";
import type { World } from "../wire/world";
import { Laptop } from "./Laptop";
import { type Layout, lane, type PiPlace } from "./layout";
import type { NetworkLine } from "./lines";
import { type Cable, cable, unsure } from "./standing";
import { path, type Stop, toSwitch } from "./ways";

interface Props {
  layout: Layout;
  lines: readonly NetworkLine[];
  world: World;
  stops: readonly Stop[];
}

/** All that is drawn rather than written: the switch, tunnels, lines and stations. */
export const Wires = memo(function Wires({ layout, lines, world, stops }: Props) {
  const { bar } = layout;
  return (
    <svg
      class="wires"
      width={layout.width}
      height={layout.height}
      aria-label="Cables and networks"
      role="group"
    >
      <rect class="tunnel" {...rect(layout.laptopTunnel)} />
      {layout.pis.map((pi) => (
        <Tunnel key={pi.name} pi={pi} state={cable(world, pi.name)} layout={layout} />
      ))}
      <g
        data-thing="switch"
        class="switch"
        tabindex={0}
        role="button"
        aria-label="The switch"
        onKeyDown={press}
      >
        <rect class="tunnel" {...rect(bar)} rx={layout.pitch * 0.7} />
      </g>
      {lines.map((line) => (
        <Network key={line.name} line={line} layout={layout} stops={stops} world={world} />
      ))}
      {layout.pis.map((pi) => (
        <Gap key={pi.name} pi={pi} state={cable(world, pi.name)} layout={layout} />
      ))}
      {stops.map((stop) => (
        <Station
          key={`${stop.vm}/${stop.net}`}
          stop={stop}
          world={world}
          layout={layout}
          line={lines[stop.network]!}
        />
      ))}
      <Legend lines={lines} layout={layout} />
      <Laptop layout={layout} world={world} />
    </svg>
  );
});

function Tunnel({ pi, state, layout }: { pi: PiPlace; state: Cable; layout: Layout }) {
  const { tunnel } = pi;
  // It goes on a little into the switch and into the Pi, so that no seam shows.
  const over = layout.pitch * 0.6;
  const grown =
    layout.shape === "wide"
      ? { ...tunnel, y: tunnel.y - over, height: tunnel.height + 2 * over }
      : { ...tunnel, x: tunnel.x - over, width: tunnel.width + 2 * over };
  return <rect class="tunnel" data-cable={state} {...rect(grown)} />;
}

/** Where a cable that is out comes apart. It can be pointed at as well when it is in. */
function Gap({ pi, state, layout }: { pi: PiPlace; state: Cable; layout: Layout }) {
  const { tunnel, name } = pi;
  const wide = layout.shape === "wide";
  const middle = { x: tunnel.x + tunnel.width / 2, y: tunnel.y + tunnel.height / 2 };
  const length = (wide ? tunnel.height : tunnel.width) * 0.52;
  const across = (wide ? tunnel.width : tunnel.height) + 4;
  const hole = wide
    ? { x: middle.x - across / 2, y: middle.y - length / 2, width: across, height: length }
    : { x: middle.x - length / 2, y: middle.y - across / 2, width: length, height: across };
  const thing = { kind: "uplink", node: name } as const;
  const says = state === "in" ? "in" : state === "out" ? "pulled" : "not heard";
  return (
    <g
      class="gap"
      data-cable={state}
      data-thing={nameOf(thing)}
      data-chosen={selected.value?.kind === "uplink" && selected.value.node === name}
      tabindex={0}
      role="button"
      aria-label={`Cable of ${name}, ${says}`}
      onKeyDown={press}
    >
      <rect class="touch" {...rect(grow(tunnel, 8))} />
      <g class="apart">
        <rect class="hole" {...rect(hole)} />
        <path class="end" d={ends(hole, wide)} />
        <Cross x={middle.x} y={middle.y} r={Math.min(length * 0.3, layout.pitch * 0.9)} />
        {wide && (
          <text
            class="notice"
            x={tunnel.x + tunnel.width + layout.pitch * 0.8}
            y={middle.y}
            dominant-baseline="central"
          >
            {state === "out" ? "cable out" : "not heard"}
          </text>
        )}
      </g>
    </g>
  );
}

function ends(hole: { x: number; y: number; width: number; height: number }, wide: boolean): string {
  const { x, y, width, height } = hole;
  return wide
    ? `M${x - 3} ${y}h${width + 6}M${x - 3} ${y + height}h${width + 6}`
    : `M${x} ${y - 3}v${height + 6}M${x + width} ${y - 3}v${height + 6}`;
}

/** A network: its line through the switch, the tunnels and the Pis, as far as guests are on it. */
function Network({ line, layout, stops, world }: { line: NetworkLine } & Omit<Props, "lines">) {
  const mine = stops.filter((stop) => stop.net === line.name);
  const radius = layout.pitch * 1.6;
  const wide = layout.shape === "wide";
  const branches = layout.pis
    .filter((pi) => mine.some((stop) => stop.pi === pi))
    .map((pi) => {
      const { trunk } = lane(layout, pi, line.index);
      const far = mine
        .filter((stop) => stop.pi === pi)
        .reduce((one, other) => (reach(other, trunk.y) > reach(one, trunk.y) ? other : one));
      const points = toSwitch(layout, far);
      // The line's end turns into the last guest's spur, unless that one is unplugged.
      return { trunk, far, points: plugged(world, far) ? points : points.slice(1) };
    })
    .sort((one, other) => (wide ? one.trunk.x - other.trunk.x : one.trunk.y - other.trunk.y));
  const first = branches[0];
  const last = branches.at(-1);
  if (first === undefined || last === undefined) {
    return null;
  }
  // One stroke from end to end; the others join it.
  const d = [
    path(first === last ? first.points : [...first.points, ...last.points.toReversed()], radius),
    ...branches.slice(1, -1).map((branch) => path(branch.points, radius)),
  ].join("");
  const width = layout.pitch * 0.62;
  return (
    <g class="network" style={{ "--line": line.colour }}>
      <path class="line" d={d} stroke-width={width} />
      {line.stripe !== null && (
        <path class="stripe" d={d} stroke-width={width * 0.3} {...dashes(line.stripe, width)} />
      )}
      {mine.map((stop) => (
        <Spur
          key={stop.vm}
          stop={stop}
          world={world}
          width={width}
          pitch={layout.pitch}
          drawn={branches.some((branch) => branch.far === stop) && plugged(world, stop)}
        />
      ))}
    </g>
  );
}

function reach(stop: Stop, from: number): number {
  return Math.abs(stop.junction.y - from);
}

function plugged(world: World, stop: Stop): boolean {
  return world.links[`${stop.vm}/${stop.net}`]?.state !== "OFF";
}

interface SpurProps {
  stop: Stop;
  world: World;
  width: number;
  pitch: number;
  /** Whether the line itself ends here, so that its end is drawn already. */
  drawn: boolean;
}

/** A NIC: from the line to the guest; with a gap where it is unplugged. */
function Spur({ stop, world, width, pitch, drawn }: SpurProps) {
  const guest = world.guests[stop.vm];
  const on = plugged(world, stop);
  const { junction, port } = stop;
  const hole = Math.max(pitch * 1.35, 11);
  const middle = (junction.x + port.x - pitch * 0.5) / 2;
  const d = on
    ? `M${junction.x} ${junction.y}H${port.x}`
    : `M${junction.x} ${junction.y}H${middle - hole / 2}M${middle + hole / 2} ${port.y}H${port.x}`;
  return (
    <g
      class="spur"
      data-on={on}
      data-thing={`link/${stop.vm}/${stop.net}`}
      data-chosen={
        selected.value?.kind === "link" && selected.value.vm === stop.vm && selected.value.net === stop.net
      }
      data-quiet={guest?.phase !== "running"}
      tabindex={0}
      role="button"
      aria-label={`Network card of ${stop.vm} on ${stop.net}, ${on ? "plugged in" : "unplugged"}`}
      onKeyDown={press}
    >
      <rect
        class="touch"
        x={junction.x - pitch * 0.5}
        y={junction.y - Math.max(12, pitch)}
        width={Math.max(1, port.x - junction.x)}
        height={Math.max(24, pitch * 2)}
      />
      {!drawn && <path class="line" d={d} stroke-width={width} />}
      {!on && <Cross x={middle} y={junction.y} r={hole * 0.46} />}
    </g>
  );
}

/** The guest's station on a line; its shape says how the guest is. */
function Station({
  stop,
  world,
  layout,
  line,
}: {
  stop: Stop;
  world: World;
  layout: Layout;
  line: NetworkLine;
}) {
  const guest = world.guests[stop.vm];
  if (guest === undefined) {
    return null;
  }
  const r = layout.pitch * 0.72;
  const { x, y } = stop.port;
  return (
    <g
      class="station"
      data-phase={guest.phase}
      data-unsure={unsure(world, guest)}
      style={{ "--line": line.colour }}
      transform={`translate(${x} ${y})`}
    >
      <circle r={r} stroke-width={layout.pitch * 0.34} />
      {guest.phase === "paused" && (
        <path d={`M${-r * 0.3} ${-r * 0.45}v${r * 0.9}M${r * 0.3} ${-r * 0.45}v${r * 0.9}`} />
      )}
      {guest.phase === "failed" && <Cross x={0} y={0} r={r * 0.55} />}
    </g>
  );
}

/** The lines' signs and names: in the switch, behind the last cable; on a phone at the lines' beginning. */
function Legend({ lines, layout }: { lines: readonly NetworkLine[]; layout: Layout }) {
  const { bar, pitch } = layout;
  const wide = layout.shape === "wide";
  const behind = Math.max(bar.x, ...layout.pis.map((pi) => pi.tunnel.x + pi.tunnel.width)) + pitch * 1.5;
  const r = wide ? Math.min(bar.height * 0.28, 20) : Math.max(pitch * 0.95, 8);
  const room = (bar.x + bar.width - behind) / Math.max(1, lines.length);
  const type = r * 1.25;
  const named = wide && lines.every((line) => r * 3 + line.name.length * type * 0.58 < room);
  let x = behind + r;
  return (
    <>
      {lines.map((line, index) => {
        const at = wide
          ? { x, y: bar.y + bar.height / 2 }
          : { x: bar.x + pitch * 0.95 + index * pitch, y: bar.y + r };
        x += named ? r * 3.2 + line.name.length * type * 0.58 : r * 2.4;
        return (
          <g
            key={line.name}
            class="roundel"
            data-thing={`network/${line.name}`}
            tabindex={0}
            role="button"
            aria-label={`Network ${line.name}`}
            onKeyDown={press}
            style={{ "--line": line.colour }}
            transform={`translate(${at.x} ${at.y})`}
          >
            <title>{line.name}</title>
            <circle r={r} />
            <text class="sign" font-size={type} dominant-baseline="central" text-anchor="middle">
              {line.sign}
            </text>
            {named && (
              <text x={r * 1.45} font-size={type} dominant-baseline="central">
                {line.name}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function Cross({ x, y, r }: { x: number; y: number; r: number }) {
  return (
    <path class="cross" d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`} />
  );
}

/** What is drawn can't be a button element, but has its keys. */
export function press(event: KeyboardEvent): void {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    event.currentTarget?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }
}

function dashes(stripe: string, width: number): { "stroke-dasharray"?: string } {
  return stripe === ""
    ? {}
    : {
        "stroke-dasharray": stripe
          .split(" ")
          .map((dash) => (Number(dash) * width).toFixed(1))
          .join(" "),
      };
}

function rect({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x, y, width, height };
}

function grow(box: { x: number; y: number; width: number; height: number }, by: number) {
  return { x: box.x - by, y: box.y, width: box.width + 2 * by, height: box.height };
}
