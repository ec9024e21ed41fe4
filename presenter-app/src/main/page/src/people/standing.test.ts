import { expect, test } from "vitest";
import { standing } from "./standing";

test("live is only said while the server is heard and hears the broker", () => {
  const live = [];
  for (const line of ["connecting", "open", "lost"] as const) {
    for (const connected of [true, false]) {
      for (const replay of [true, false]) {
        if (standing(line, null, connected, replay, null).kind === "live") {
          live.push([line, connected, replay]);
        }
      }
    }
  }
  expect(live).toEqual([["open", true, false]]);
});

test("a lost line says how old the picture is and that it is tried again, in a replay too", () => {
  for (const replay of [true, false]) {
    const said = standing("lost", null, true, replay, "18:30:12").notice;
    expect(said).toBe("No answer from the laptop; trying again. What you see is how it was at 18:30:12.");
  }
});

test("what the server says of it is told", () => {
  expect(standing("lost", "too many at once.", true, false, null).notice).toBe(
    "The laptop says: too many at once; trying again.",
  );
});

test("a missing broker is told, but does not matter to a replay", () => {
  expect(standing("open", null, false, false, null)).toMatchObject({ kind: "unsure", word: "no broker" });
  expect(standing("open", null, false, true, null)).toMatchObject({ kind: "replay", notice: null });
});

test("who waits for the first answer has something to read if it takes long", () => {
  expect(standing("connecting", null, false, false, null)).toMatchObject({
    kind: "waiting",
    notice: "No answer from the laptop yet; trying again.",
  });
});
