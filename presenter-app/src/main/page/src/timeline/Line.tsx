import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { steers } from "../state/me";
import { replay } from "../state/store";
import { fraction, roundTimes, timeAt } from "./axis";
import { clockTime, shortTime, stretch } from "./clock";
import { Glyph } from "./Glyph";
import { backToLive, goTo, held, hold, letGo, playOrPause } from "./orders";
import { now } from "./past";
import { before, breaks } from "./stations";
import { lines, type Room, type Stop, stops } from "./stops";
import { handle, leadsToPresent, narrow, span, stations } from "./view";

const STEP_MS = 5000;
const STEADY_PX = 4;
const END_PX = 10;

/** The last minutes as the line of a metro: what happened are its stations, what was away is a break of it. */
export function Line() {
  const track = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) => {
      width.value = entry?.contentRect.width ?? 0;
    });
    measured.observe(track.current!);
    return () => measured.disconnect();
  }, []);
  const drawn = useComputed(() =>
    stops(stations.value, span.value, { width: width.value, rows: narrow.value ? 1 : 2, ...type() }),
  );
  const at = handle.value;
  const steady = span.value;
  const live = replay.value === null && held.value === null;
  const drag = useDrag(track);
  return (
    <div
      class="track"
      ref={track}
      onPointerDown={drag}
      data-free={steers.value}
      data-held={held.value !== null}
    >
      <Stops all={drawn.value} />
      <div class="track-rail" aria-hidden="true" data-going={leadsToPresent.value}>
        {breaks(stations.value).map((each) => {
          const left = fraction(steady, each.from);
          const right = fraction(steady, each.to ?? steady.to);
          return right <= 0 || left >= 1 ? null : (
            <span
              key={`${each.what}${each.from}`}
              class="track-gap"
              data-what={each.what}
              style={{ left: percent(left), width: percent(right - left) }}
            >
              {(right - left) * width.value > 60 && each.what === "traffic" && (
                <em>{stretch((each.to ?? now.value) - each.from)}</em>
              )}
            </span>
          );
        })}
        {!live && <span class="track-gone" style={{ left: percent(fraction(steady, at)) }} />}
      </div>
      {steers.value ? (
        <div
          class="track-handle"
          role="slider"
          tabIndex={0}
          aria-label="Moment"
          aria-valuemin={Math.round(steady.from / 1000)}
          aria-valuemax={Math.round(steady.to / 1000)}
          aria-valuenow={Math.round(at / 1000)}
          aria-valuetext={live ? `the present, ${spoken(at)}` : spoken(at)}
          data-live={live}
          style={{ left: percent(live ? 1 : fraction(steady, at)) }}
          onKeyDown={pressed}
          onKeyUp={(event) => {
            if (MOVES.has(event.key)) {
              void letGo();
            }
          }}
          onBlur={() => void letGo()}
        />
      ) : (
        <div
          class="track-handle"
          data-live={live}
          style={{ left: percent(live ? 1 : fraction(steady, at)) }}
        />
      )}
      <div class="track-times mono" aria-hidden="true">
        {roundTimes(steady, width.value, 90, new Date().getTimezoneOffset())
          .filter(({ at }) => Math.abs(fraction(steady, at) - 0.5) * width.value < width.value / 2 - 24)
          .map(({ at, seconds }) => (
            <span key={at} style={{ left: percent(fraction(steady, at)) }}>
              {seconds ? clockTime(at) : shortTime(at)}
            </span>
          ))}
      </div>
    </div>
  );
}

const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home"]);

function pressed(event: KeyboardEvent): void {
  const from = handle.peek();
  const to = target(event.key, from);
  if (to !== null) {
    hold(Math.min(span.peek().to, Math.max(span.peek().from, to)));
  } else if (event.key === "End") {
    toTheEnd();
  } else if (event.key === " " || event.key === "Enter") {
    playOrPause();
  } else {
    return;
  }
  event.preventDefault();
}

function target(key: string, from: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return from - STEP_MS;
    case "ArrowRight":
    case "ArrowUp":
      return replay.peek() === null && held.peek() === null ? null : from + STEP_MS;
    case "Home":
      return span.peek().from;
    default:
      return null;
  }
}

function toTheEnd(): void {
  if (leadsToPresent.peek()) {
    backToLive();
  } else {
    void goTo(span.peek().to);
  }
}

/** Pointers: who presses and moves, moves the handle; who presses a station goes there. */
function useDrag(track: { current: HTMLDivElement | null }) {
  return (down: PointerEvent): void => {
    const element = track.current;
    if (!steers.peek() || down.button !== 0 || element === null) {
      return;
    }
    const box = element.getBoundingClientRect();
    const place = (event: PointerEvent): number =>
      timeAt(span.peek(), (event.clientX - box.left) / box.width);
    const onStop = down.target instanceof Element && down.target.closest(".track-stop") !== null;
    let moves = !onStop;
    let last = down.clientX;
    element.setPointerCapture(down.pointerId);
    if (moves && !(down.target instanceof Element && down.target.closest(".track-handle") !== null)) {
      hold(place(down));
    }
    const move = (event: PointerEvent): void => {
      last = event.clientX;
      moves ||= Math.abs(event.clientX - down.clientX) > STEADY_PX;
      if (moves && (held.peek() !== null || Math.abs(event.clientX - down.clientX) > STEADY_PX)) {
        hold(place(event));
      }
    };
    const up = (): void => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", up);
      if (onStop && !moves) {
        const stop = (down.target as Element).closest<HTMLElement>(".track-stop");
        stop?.click();
      } else if (held.peek() !== null) {
        if (leadsToPresent.peek() && last >= box.right - END_PX) {
          backToLive();
        } else {
          void letGo();
        }
      }
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", up);
  };
}

/** The stations: one stop of the Tab key, arrows go from one to the next. */
function Stops({ all }: { all: readonly Stop[] }) {
  const list = useRef<HTMLOListElement>(null);
  const step = (event: KeyboardEvent): void => {
    const keys = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = keys[keys.indexOf(document.activeElement as HTMLElement) + by];
    if (by !== 0 && next !== undefined) {
      next.focus();
      event.preventDefault();
    }
  };
  return (
    <ol class="track-stops" ref={list} onKeyDown={step} aria-label="What happened">
      {all.map((stop, index) => {
        const { x, chief, label } = stop;
        const said = lines(stop, clockTime);
        return (
          <li key={chief.at + chief.text} style={{ left: `${x}px` }}>
            <button
              type="button"
              class="track-stop"
              tabIndex={index === all.length - 1 ? 0 : -1}
              disabled={!steers.value}
              aria-label={said.join("; ")}
              // A click with the mouse comes from the line, which tells it from a drag.
              onClick={(event) => {
                if (event.detail === 0) {
                  void goTo(chief.at);
                }
              }}
            >
              <Glyph of={chief} />
              {label !== null && (
                <span class="track-label" data-row={label.row} style={{ left: `${label.left - x}px` }}>
                  {label.text}
                </span>
              )}
              <span class="track-all" data-side={index * 2 < all.length ? "left" : "right"}>
                {said.map((each) => (
                  <span key={each}>{each}</span>
                ))}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** "14:03:12, doge3's address on stage changed…": the moment, and what happened last. */
function spoken(at: number): string {
  const last = before(stations.value, at);
  return last === null ? clockTime(at) : `${clockTime(at)}, ${last.text}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}

const CANVAS = document.createElement("canvas").getContext("2d");

/** How much room the type needs as it is set just now. */
function type(): Pick<Room, "apart" | "measure"> {
  const { fontSize, fontFamily } = getComputedStyle(document.documentElement);
  const rem = Number.parseFloat(fontSize);
  if (CANVAS !== null) {
    CANVAS.font = `600 ${rem * 0.875}px ${fontFamily}`;
  }
  return {
    apart: rem * 1.5,
    measure: (text) => (CANVAS === null ? text.length * rem * 0.5 : CANVAS.measureText(text).width + 4),
  };
}
