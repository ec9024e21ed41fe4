import { useEffect, useRef } from "preact/hooks";
import { onHappening, reliable, replay, world } from "../state/store";
import type { Sample, World } from "../wire/world";
import { delivery, flowWidth, type Journey, journey, length } from "./journeys";
import { scene, stopsNow } from "./scene";
import { path } from "./ways";

const MOST = 120;

/** What travels, and what is only seen for an instant. Drawn over the wires and below the names. */
export function Trains() {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      onHappening((happening) => {
        const here = layer.current;
        if (here === null || document.hidden) {
          return;
        }
        switch (happening.kind) {
          case "sample":
            sampled(here, happening.test, happening.sample);
            break;
          case "address":
            move(happening.ip, happening.vm, happening.from);
            break;
          case "gone":
            ghost(here, happening.vm);
            break;
          default:
        }
      }),
    [],
  );
  return (
    <>
      <Flows />
      <div class="trains" ref={layer} aria-hidden="true" />
    </>
  );
}

function sampled(layer: HTMLElement, test: string, sample: Sample): void {
  const { layout } = scene.value;
  const stops = stopsNow.value;
  const now = world.value;
  const goal = sample.to ?? now.tests[test]?.result?.to ?? null;
  const found =
    sample.kind === "netcat" && sample.text !== undefined
      ? delivery(layout, stops, now, sample.from, sample.text)
      : journey(layout, stops, now, sample, goal);
  if (found !== null) {
    travel(layer, found);
  }
}

function travel(layer: HTMLElement, { points, kind, network, text }: Journey): void {
  const { layout, lines } = scene.value;
  const colour = lines[network]?.colour ?? "var(--ink)";
  const far = length(points);
  const time = Math.min(900, 260 + far * 0.35);
  const radius = layout.pitch * 1.6;
  switch (kind) {
    case "there":
      train(layer, path(points, radius), colour, text === null ? time : time * 2.4, text);
      break;
    case "back":
      train(layer, path(points, radius), colour, time * 0.55, null, "ask")?.finished.then(
        () => train(layer, path([...points].reverse(), radius), colour, time * 0.55, null),
        () => undefined,
      );
      break;
    case "lost": {
      const end = points.at(-1)!;
      train(layer, path(points, radius), colour, time * 0.7, null, "ask")?.finished.then(
        () => lost(layer, end.x, end.y),
        () => undefined,
      );
    }
  }
}

function train(
  layer: HTMLElement,
  way: string,
  colour: string,
  time: number,
  text: string | null,
  kind = "reply",
): Animation | null {
  if (layer.childElementCount >= MOST || way === "") {
    return null;
  }
  const made = document.createElement("div");
  made.className = "train";
  made.dataset["kind"] = text === null ? kind : "text";
  made.style.setProperty("--line", colour);
  made.style.offsetPath = `path("${way}")`;
  if (text !== null) {
    made.textContent = text.slice(0, 60);
    made.style.offsetRotate = "0deg";
  }
  layer.append(made);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const moving = made.animate(
    still
      ? [
          { offsetDistance: "100%", opacity: 1 },
          { offsetDistance: "100%", opacity: 0 },
        ]
      : [{ offsetDistance: "0%" }, { offsetDistance: "100%" }],
    { duration: time, easing: text === null ? "cubic-bezier(0.3, 0, 0.4, 1)" : "ease-in-out" },
  );
  const gone = (): void => made.remove();
  moving.finished.then(gone, gone);
  return moving;
}

/** Where something got lost. */
function lost(layer: HTMLElement, x: number, y: number): void {
  const mark = document.createElement("div");
  mark.className = "lost";
  mark.style.translate = `${x}px ${y}px`;
  layer.append(mark);
  const fading = mark.animate(
    [{ opacity: 1, scale: 1.5 }, { opacity: 1, scale: 1, offset: 0.2 }, { opacity: 0 }],
    900,
  );
  const gone = (): void => mark.remove();
  fading.finished.then(gone, gone);
}

/** An address moves: its plate comes from the guest that had it, or is new. */
function move(ip: string, vm: string, from: string | null): void {
  const plate = (of: string): HTMLElement | null =>
    document.querySelector(`.stage [data-thing="guest/${CSS.escape(of)}"] [data-ip="${CSS.escape(ip)}"]`);
  const begin = from === null ? undefined : plate(from)?.getBoundingClientRect();
  // The plate stands there once the change that tells of it has been drawn.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const moved = plate(vm);
      if (moved === null) {
        return;
      }
      const end = moved.getBoundingClientRect();
      moved.classList.add("moving");
      const flight =
        begin === undefined
          ? moved.animate(
              [
                { scale: 1.6, opacity: 0.2 },
                { scale: 1, opacity: 1 },
              ],
              { duration: 500, easing: "ease-out" },
            )
          : moved.animate(
              [
                { translate: `${begin.x - end.x}px ${begin.y - end.y}px`, scale: 1 },
                { translate: `${(begin.x - end.x) / 2}px ${(begin.y - end.y) / 2}px`, scale: 1.35 },
                { translate: "0 0", scale: 1 },
              ],
              { duration: 1300, easing: "cubic-bezier(0.4, 0, 0.2, 1)" },
            );
      const done = (): void => moved.classList.remove("moving");
      flight.finished.then(done, done);
    }),
  );
}

/** A guest that is no more fades where it was. */
function ghost(layer: HTMLElement, vm: string): void {
  const was = document.querySelector(`.stage [data-thing="guest/${CSS.escape(vm)}"]`);
  if (was === null) {
    return;
  }
  const faded = was.cloneNode(true) as HTMLElement;
  faded.removeAttribute("data-thing");
  faded.classList.add("ghost");
  layer.append(faded);
  const fading = faded.animate([{ opacity: 1 }, { opacity: 0, filter: "blur(3px)" }], {
    duration: 1200,
    easing: "ease-in",
  });
  const gone = (): void => faded.remove();
  fading.finished.then(gone, gone);
}

/** Throughput tests that run, as flows as wide as their rate, with trains in a close row. */
function Flows() {
  const { layout, lines } = scene.value;
  const stops = stopsNow.value;
  const flows = running(world.value).flatMap(({ id, sample }) => {
    const found = journey(layout, stops, world.value, sample, sample.to ?? null);
    return found === null ? [] : [{ id, found, rate: sample.mbit_per_s ?? 0 }];
  });
  const layer = useRef<HTMLDivElement>(null);
  const now = useRef(flows);
  now.current = flows;
  const any = flows.length > 0;
  useEffect(() => {
    if (!any) {
      return;
    }
    const timer = setInterval(() => {
      const here = layer.current;
      const moves = replay.value === null ? reliable.value : replay.value.state === "playing";
      if (here === null || document.hidden || !moves) {
        return;
      }
      const { layout, lines } = scene.value;
      for (const { found, rate } of now.current) {
        if (rate > 0) {
          const colour = lines[found.network]?.colour ?? "var(--ink)";
          train(
            here,
            path(found.points, layout.pitch * 1.6),
            colour,
            Math.min(1200, 300 + length(found.points) * 0.5),
            null,
          );
        }
      }
    }, 240);
    return () => clearInterval(timer);
  }, [any]);
  return (
    <>
      <svg class="flows" width={layout.width} height={layout.height} aria-hidden="true">
        {flows.map(({ id, found, rate }) => (
          <path
            key={id}
            d={path(found.points, layout.pitch * 1.6)}
            style={{ "--line": lines[found.network]?.colour ?? "var(--ink)" }}
            stroke-width={layout.pitch * 0.62 * flowWidth(rate)}
          />
        ))}
      </svg>
      <div class="trains" ref={layer} aria-hidden="true" />
    </>
  );
}

function running(now: World): { id: string; sample: Sample }[] {
  return Object.entries(now.tests).flatMap(([id, run]) =>
    run.sample?.kind === "iperf" && run.result === undefined && run.sample.to !== undefined
      ? [{ id, sample: run.sample }]
      : [],
  );
}
