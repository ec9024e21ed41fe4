import { effect } from "@preact/signals";
import { pictures, replay, tests } from "../state/store";
import { recall } from "../state/tests";
import type { Sampled } from "../wire/generated/api";
import { ask } from "../wire/http";
import type { Sample } from "../wire/world";
import { covering } from "./choose";
import { held } from "./orders";
import { now, recordings } from "./past";

/**
 * A picture has the last sample of each test only. What was before is asked for, so that who comes late, reloads or goes to
 * another moment sees how it went and not only how it goes on.
 */

const CALM_MS = 150;

effect(() => {
  const shown = pictures.value;
  // Who drags sees many moments, and wants to see the course of the last.
  if (shown === 0 || held.value !== null || recordings.value.length === 0) {
    return undefined;
  }
  const timer = setTimeout(() => void look(shown), CALM_MS);
  return () => clearTimeout(timer);
});

async function look(shown: number): Promise<void> {
  const at = replay.peek();
  const recording = at?.recording.id ?? covering(recordings.peek(), now.peek())?.recording.id;
  if (recording === undefined || tests.peek().size === 0) {
    return;
  }
  try {
    const upTo = at === null ? "" : `?to=${at.t}`;
    const found = await ask<Sampled[]>(`/api/recordings/${recording}/samples${upTo}`);
    if (pictures.peek() === shown) {
      tests.value = recall(
        tests.peek(),
        found.map(({ at: when, test, sample }) => ({
          at: Date.parse(when),
          test,
          sample: sample as unknown as Sample,
        })),
      );
    }
  } catch {
    // What comes from now on is seen all the same.
  }
}
