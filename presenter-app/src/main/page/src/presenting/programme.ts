import { signal } from "@preact/signals";
import { order } from "../state/orders";
import { world } from "../state/store";

/** How far the show is that is on. */
export interface Cue {
  readonly show: string;
  readonly step: number;
  readonly steps: number;
  readonly waits: boolean;
  readonly next: string | null;
}

/** The show that is on, or null. */
export function cue(): Cue | null {
  const box = world.value.box;
  return box?.show === undefined
    ? null
    : {
        show: box.show,
        step: box.step ?? 0,
        steps: box.steps ?? 0,
        waits: box.state === "waiting",
        next: box.next ?? null,
      };
}

/** Whether the list of shows is open. */
export const programme = signal(false);

/** Has a show begin, which then waits for its cues. */
export function prepare(show: string): void {
  void order({ kind: "laptop" }, `show ${show}`, "box/request/show", { show, cue: true });
}

/** Gives the show that is on its cue. */
export function giveCue(): void {
  const on = cue();
  if (on === null) {
    programme.value = true;
  } else {
    void order({ kind: "laptop" }, `step ${on.step + 1}`, "box/request/show/next", { step: on.step + 1 });
  }
}

export function endShow(): void {
  void order({ kind: "laptop" }, "end the show", "box/request/show/stop");
}
