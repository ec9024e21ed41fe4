import "./steer.css";
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { steers } from "../state/me";
import { replay, selected, world } from "../state/store";
import { nameOf, type Thing } from "../state/thing";
import { visible } from "../state/visible";
import { Address } from "./Address";
import { Drag } from "./Drag";
import { amount } from "./Facts";
import { Guest } from "./Guest";
import { MAIN, type View } from "./leaf";
import { NewGuest } from "./NewGuest";
import { Laptop, Link, Network, Switch } from "./Others";
import { Cable, Pi } from "./Pi";
import { beside, type Spot } from "./place";
import { Listen, Measure, Pair, Pick, Ping, Run, SendText } from "./Traffic";
import { bar, close, commands, hint, open, reach, view } from "./view";

/** The actions of what is selected, in place. */
export function Steering() {
  useKeys();
  const thing = selected.value;
  return (
    <>
      {steers.value ? <Drag /> : null}
      {thing === null ? null : <Panel key={nameOf(thing)} thing={thing} />}
    </>
  );
}

function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const thing = selected.peek();
      if (thing === null || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      const at = event.target as Element | null;
      if (event.key === "Escape" && at?.closest("dialog, [popover]") == null) {
        event.preventDefault();
        back();
      } else if (event.key === "p" && thing.kind === "guest" && commands.peek() && !writing(at)) {
        event.preventDefault();
        open(thing, { name: "pick" });
      }
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function writing(at: Element | null): boolean {
  return at?.closest("input, textarea, select, [contenteditable], .xterm") != null;
}

/** One leaf back, and then away. */
function back(): void {
  hint.value = null;
  if (view.peek() === MAIN || view.peek().name === "main") {
    close();
  } else {
    view.value = MAIN;
  }
}

function Panel({ thing }: { thing: Thing }) {
  const box = useRef<HTMLElement>(null);
  const spot = useSpot(thing, box);
  const leaf = view.value;
  const there = useComputed(() => exists(thing));
  useEffect(() => {
    if (!there.value) {
      close();
    }
  }, [there.value]);
  // The first key is one step away, and a reader says where one is.
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }, [leaf.name]);
  if (!there.value) {
    return null;
  }
  return (
    <section
      ref={box}
      class="steering"
      aria-labelledby="steering-of"
      data-side={spot?.side ?? "sheet"}
      style={
        spot === null
          ? undefined
          : { left: `${spot.left}px`, top: `${spot.top}px`, maxHeight: `${spot.height}px` }
      }
    >
      <header>
        {leaf.name === "main" ? null : (
          <button type="button" class="plain" aria-label="Back" onClick={back}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M10.5 2.5 5 8l5.5 5.5" />
            </svg>
          </button>
        )}
        <h2 id="steering-of" tabIndex={-1}>
          {visible(title(thing, leaf))}
          <small>{visible(kindOf(thing))}</small>
        </h2>
        <button type="button" class="plain" aria-label="Close" onClick={close}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m3 3 10 10M13 3 3 13" />
          </svg>
        </button>
      </header>
      <div class="leaf">
        {steers.value && replay.value === null && bar.value !== null ? <p class="bar">{bar.value}</p> : null}
        {steers.value && replay.value !== null ? <p class="bar">{bar.value}</p> : null}
        <Leaf key={JSON.stringify(leaf)} thing={thing} leaf={leaf} />
      </div>
      <p class="hint" role="status" data-empty={hint.value === null}>
        {hint.value === null ? "" : visible(hint.value)}
      </p>
    </section>
  );
}

function Leaf({ thing, leaf }: { thing: Thing; leaf: View }): ComponentChildren {
  const now = world.value;
  switch (thing.kind) {
    case "guest": {
      const guest = now.guests[thing.vm];
      return guest === undefined ? null : commands.value ? (
        <GuestLeaf vm={thing.vm} leaf={leaf} main={<Guest vm={thing.vm} guest={guest} />} />
      ) : (
        <Guest vm={thing.vm} guest={guest} />
      );
    }
    case "link": {
      const link = now.links[`${thing.vm}/${thing.net}`];
      return link === undefined ? null : leaf.name === "address" && commands.value ? (
        <Address vm={thing.vm} net={thing.net} />
      ) : (
        <Link vm={thing.vm} net={thing.net} link={link} />
      );
    }
    case "node":
      return leaf.name === "new" && commands.value ? (
        <NewGuest node={thing.node} />
      ) : (
        <Pi node={thing.node} />
      );
    case "uplink":
      return <Cable node={thing.node} />;
    case "network":
      return <Network net={thing.net} />;
    case "switch":
      return <Switch />;
    case "laptop":
      return <Laptop />;
  }
}

function GuestLeaf({
  vm,
  leaf,
  main,
}: {
  vm: string;
  leaf: View;
  main: ComponentChildren;
}): ComponentChildren {
  switch (leaf.name) {
    case "address":
      return <Address vm={vm} net={leaf.net} />;
    case "ping":
      return <Ping vm={vm} />;
    case "iperf":
      return <Measure vm={vm} />;
    case "text":
      return <SendText vm={vm} />;
    case "listen":
      return <Listen vm={vm} />;
    case "exec":
      return <Run vm={vm} />;
    case "pick":
      return <Pick vm={vm} />;
    case "pair":
      return <Pair vm={vm} to={leaf.to} />;
    default:
      return main;
  }
}

function exists(thing: Thing): boolean {
  const { guests, links, nodes, uplinks } = world.value;
  switch (thing.kind) {
    case "guest":
      return guests[thing.vm] !== undefined;
    case "link":
      return links[`${thing.vm}/${thing.net}`] !== undefined;
    case "node":
      return nodes[thing.node] !== undefined;
    case "uplink":
      return uplinks[thing.node] !== undefined || nodes[thing.node] !== undefined;
    default:
      return true;
  }
}

function title(thing: Thing, leaf: View): string {
  switch (thing.kind) {
    case "guest":
      return leaf.name === "pair" ? `${thing.vm} \u2192 ${leaf.to}` : thing.vm;
    case "link":
      return `${thing.vm} on ${thing.net}`;
    case "node":
      return thing.node;
    case "uplink":
      return `Cable of ${thing.node}`;
    case "network":
      return thing.net;
    case "switch":
      return "Switch";
    case "laptop":
      return "Laptop";
  }
}

const LEAVES: Record<View["name"], string> = {
  main: "",
  address: "address",
  ping: "ping",
  iperf: "measure",
  text: "send text",
  listen: "listen",
  exec: "run a command",
  pick: "to whom?",
  pair: "what goes there?",
  new: "new guest",
};

function kindOf(thing: Thing): string {
  const leaf = LEAVES[view.value.name];
  if (leaf !== "") {
    return leaf;
  }
  switch (thing.kind) {
    case "guest":
      return aboutGuest(thing.vm);
    case "node":
      return `Pi, ${world.value.nodes[thing.node]?.standing ?? "gone"}`;
    case "link":
      return "cable";
    case "network":
      return "network";
    default:
      return "";
  }
}

function aboutGuest(vm: string): string {
  const guest = world.value.guests[vm];
  if (guest === undefined) {
    return "";
  }
  const booted = guest.boot_ms === undefined ? "" : `, booted in ${amount(guest.boot_ms / 1000, "s")}`;
  const known =
    world.value.nodes[guest.node]?.standing === "online" ? guest.phase : `last seen ${guest.phase}`;
  return `${known} on ${guest.node}, ${guest.image}, ${guest.memory_mib} MiB${booted}`;
}

const PHONE = "(max-width: 700px)";

/** Where the panel stands: beside its thing, or null for the sheet of a phone. */
function useSpot(thing: Thing, box: { readonly current: HTMLElement | null }): Spot | null {
  const [spot, setSpot] = useState<Spot | null>(null);
  const leaf = view.value;
  // A pair's actions are at the target, where the finger let go.
  const at = leaf.name === "pair" ? ({ kind: "guest", vm: leaf.to } as const) : thing;
  const name = nameOf(at);
  useLayoutEffect(() => {
    const settle = () => {
      const panel = box.current;
      if (panel === null) {
        return;
      }
      if (matchMedia(PHONE).matches) {
        setSpot(null);
        makeRoom(panel, at);
        return;
      }
      const rect = panel.getBoundingClientRect();
      const wanted = { width: rect.width, height: heightWanted(panel) };
      const bounds = free();
      const where = reach(at) ?? {
        left: bounds.right,
        top: bounds.top,
        right: bounds.right,
        bottom: bounds.top,
      };
      setSpot((before) => steady(before, beside(where, wanted, bounds)));
    };
    settle();
    const sizes = new ResizeObserver(settle);
    for (const part of box.current?.children ?? []) {
      sizes.observe(part);
    }
    // The map may move under it: nothing tells when, so it is looked at, seldom enough to cost nothing.
    const look = setInterval(settle, 250);
    addEventListener("resize", settle);
    return () => {
      sizes.disconnect();
      clearInterval(look);
      removeEventListener("resize", settle);
      document.documentElement.style.removeProperty("--sheet");
    };
  }, [name, leaf.name]);
  return spot;
}

/** The same spot, unless the thing has really moved. */
function steady(before: Spot | null, now: Spot): Spot {
  return before !== null &&
    before.side === now.side &&
    Math.abs(before.left - now.left) < 2 &&
    Math.abs(before.top - now.top) < 2 &&
    Math.abs(before.height - now.height) < 2
    ? before
    : now;
}

/** As high as its parts are when none of them has to scroll. */
function heightWanted(panel: HTMLElement): number {
  const frame = panel.offsetHeight - panel.clientHeight;
  let height = frame;
  for (const part of panel.children) {
    height += part.classList.contains("leaf") ? part.scrollHeight : (part as HTMLElement).offsetHeight;
  }
  return height;
}

/** Below the head, and above the band that says how commands went, or the strip where there is no such band. */
function free() {
  const edge = (part: string) => {
    const box = document.querySelector(`.page > .${part}`)?.getBoundingClientRect();
    return box === undefined || box.height === 0 ? null : box;
  };
  return {
    left: 0,
    top: edge("head")?.bottom ?? 0,
    right: document.documentElement.clientWidth,
    bottom: (edge("notices") ?? edge("strip"))?.top ?? innerHeight,
  };
}

/** On a phone: lifts the sheet above the notices, and scrolls the thing out from under it. */
function makeRoom(panel: HTMLElement, thing: Thing): void {
  const bottom = innerHeight - free().bottom;
  const stage = document.querySelector<HTMLElement>(".page > .stage");
  panel.style.setProperty("--lift", `${bottom}px`);
  const where = reach(thing);
  const top = innerHeight - bottom - panel.offsetHeight;
  if (stage === null || where === null) {
    return;
  }
  const hidden = Math.max(0, stage.getBoundingClientRect().bottom - top);
  document.documentElement.style.setProperty("--sheet", `${hidden}px`);
  if (where.bottom > top - 8) {
    stage.scrollTop += where.bottom - top + 8;
  }
}
