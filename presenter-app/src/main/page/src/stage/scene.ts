import { computed, effect, signal } from "@preact/signals";
import { world } from "../state/store";
import { NOTHING, type World } from "../wire/world";
import { layout } from "./layout";
import { lines } from "./lines";
import { NOBODY, type Seats, seat } from "./seats";
import { stops } from "./ways";
import { sameWiring } from "./wiring";

/** What the stage is drawn from: who sits where, and where that is. */

export const size = signal({ width: 0, height: 0 });

const seats = signal<Seats>(NOBODY);

let drawn: World = NOTHING;

/** The world as far as wires and stations show it: another one only when they change. */
export const wiring = computed(() => {
  const now = world.value;
  if (!sameWiring(drawn, now)) {
    drawn = now;
  }
  return drawn;
});

// Seats remember those before, so they follow the world rather than being computed from it.
effect(() => {
  const now = wiring.value;
  seats.value = seat(seats.peek(), now);
});

export const scene = computed(() => {
  const { width, height } = size.value;
  const placed = layout(seats.value, width, height);
  return { seats: seats.value, layout: placed, lines: lines(seats.value.networks) };
});

export const stopsNow = computed(() => stops(scene.value.layout, scene.value.seats, wiring.value));
