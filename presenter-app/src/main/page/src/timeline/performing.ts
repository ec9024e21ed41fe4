import { computed, effect, signal } from "@preact/signals";
import { world } from "../state/store";
import type { Performance } from "../wire/generated/api";
import { ask } from "../wire/http";

/** The performance that is on in the live box, if it is one and no show. */
export const performing = signal<{ id: number; title: string } | null>(null);

const onNow = computed(() => world.value.box?.show ?? null);

effect(() => {
  const title = onNow.value;
  performing.value = null;
  if (title !== null) {
    ask<Performance[]>("/api/performances").then(
      (all) => {
        const on = all.find((one) => one.ended === undefined && one.title === title);
        if (on !== undefined && onNow.peek() === title) {
          performing.value = { id: on.id, title };
        }
      },
      // Who can't be told sees its steps in the box's state all the same.
      () => {},
    );
  }
});
