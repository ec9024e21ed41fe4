import type { Telegram } from "../wire/telegram";
import { NOTHING, SECTIONS, type World } from "../wire/world";

type Change = Extract<Telegram, { type: "change" }>;

/**
 * The world after one more telegram. Pure: what did not change is shared with the world before, so that a view can tell by
 * identity that it has nothing to do.
 */
export function fold(world: World, telegram: Telegram): World {
  switch (telegram.type) {
    case "picture":
      return { ...NOTHING, ...telegram.box };
    case "change":
      return change(world, telegram);
    default:
      return world;
  }
}

function change(world: World, { set, gone }: Change): World {
  const next: Record<string, unknown> = { ...world };
  for (const [section, value] of Object.entries(set)) {
    const named = (SECTIONS as readonly string[]).includes(section);
    next[section] = named ? { ...(next[section] as object), ...(value as object) } : value;
  }
  for (const section of SECTIONS) {
    const names = gone[section];
    if (names !== undefined && names.length > 0) {
      const left = { ...(next[section] as Record<string, unknown>) };
      for (const name of names) {
        delete left[name];
      }
      next[section] = left;
    }
  }
  return next as unknown as World;
}
