import "./stage.css";
import { useEffect, useRef } from "preact/hooks";
import { orders } from "../state/orders";
import { reliable, world } from "../state/store";
import { type Thing, thingOf } from "../state/thing";
import { select } from "../steer/view";
import { Guest } from "./Guest";
import { NewBox } from "./NewBox";
import { Pi } from "./Pi";
import { scene, size, stopsNow, wiring } from "./scene";
import { Trains } from "./Trains";
import { Wires } from "./Wires";

/** The topology: laptop, switch, Pis with their cables, guests in their Pis, networks that join guests. */
export function Stage() {
  const stage = useRef<HTMLElement>(null);
  useEffect(() => {
    const measured = stage.current!;
    const watch = new ResizeObserver(() => {
      size.value = { width: measured.clientWidth, height: measured.clientHeight };
    });
    watch.observe(measured);
    return () => watch.disconnect();
  }, []);
  const { layout, seats, lines } = scene.value;
  const now = world.value;
  const asked = new Map(orders.value.map((order) => [order.thing, order.state]));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what can be selected is a button, whose keys click
    <main
      ref={stage}
      class="stage"
      aria-label="The box"
      data-shape={layout.shape}
      data-reliable={reliable.value}
      style={{ "--type": `${layout.type}px`, "--small": `${layout.small}px`, "--pitch": `${layout.pitch}px` }}
      onClick={(event) => {
        select(pointedAt(event.target));
      }}
    >
      {layout.width > 0 && (
        <div class="scene" style={{ height: `${layout.height}px` }}>
          <Wires layout={layout} lines={lines} world={wiring.value} stops={stopsNow.value} />
          <Trains />
          {layout.pis.length === 0 && reliable.value && <NewBox />}
          {layout.pis.map((pi) => (
            <Pi key={pi.name} place={pi} node={now.nodes[pi.name]} order={asked.get(`node/${pi.name}`)} />
          ))}
          {layout.pis.flatMap((pi) =>
            (seats.guests[pi.name] ?? []).map((vm, index) => {
              const guest = vm === null ? undefined : now.guests[vm];
              const box = pi.seats[index];
              return vm === null || guest === undefined || box === undefined ? null : (
                <Guest
                  key={vm}
                  vm={vm}
                  guest={guest}
                  addresses={addresses(vm)}
                  box={box}
                  flat={layout.flat}
                  unsure={now.nodes[pi.name]?.standing !== "online"}
                  order={asked.get(`guest/${vm}`)}
                />
              );
            }),
          )}
        </div>
      )}
    </main>
  );
}

/** A guest's addresses by network, in its NICs' order, as one text, so that it can be compared. */
function addresses(vm: string): string {
  const { links, guests } = world.value;
  return (guests[vm]?.networks ?? [])
    .map((net) => links[`${vm}/${net}`]?.ip ?? "")
    .filter((ip) => ip !== "")
    .join(" ");
}

function pointedAt(target: EventTarget | null): Thing | null {
  const named = target instanceof Element ? target.closest("[data-thing]") : null;
  return named === null ? null : thingOf(named.getAttribute("data-thing") ?? "");
}
