import { expect, test } from "vitest";
import type { Telegram } from "../wire/telegram";
import { NOTHING, type World } from "../wire/world";
import { fold } from "./fold";

const guest = (phase: string) => ({ phase, node: "pi1" }) as unknown as World["guests"][string];
const picture = (box: Partial<World>): Telegram => ({
  type: "picture",
  at: "2026-05-01T18:30:00Z",
  box: { ...NOTHING, ...box },
});

test("a picture takes the place of all that was known", () => {
  const world = fold({ ...NOTHING, guests: { old: guest("running") } }, picture({ connected: true }));
  expect(world.guests).toEqual({});
  expect(world.connected).toBe(true);
});

test("a change sets things whole, takes away what is gone and shares the rest", () => {
  const before = fold(NOTHING, picture({ guests: { a: guest("running"), b: guest("off") } }));
  const after = fold(before, {
    type: "change",
    at: "2026-05-01T18:30:01Z",
    set: { guests: { a: guest("stopping") }, unreadable: 3 },
    gone: { guests: ["b"] },
  });
  expect(after.guests).toEqual({ a: guest("stopping") });
  expect(after.unreadable).toBe(3);
  expect(after.nodes).toBe(before.nodes);
  expect(before.guests["b"]).toEqual(guest("off"));
});

test("what is no picture and no change leaves the world as it is", () => {
  const before = fold(NOTHING, picture({}));
  expect(fold(before, { type: "chapter", at: "2026-05-01T18:30:01Z", title: "x" })).toBe(before);
});
