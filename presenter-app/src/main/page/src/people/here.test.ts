import { expect, test } from "vitest";
import type { Alert, Presenter } from "../wire/world";
import { alertsOf, present } from "./here";

const person = (name: string, more: Partial<Presenter> = {}): Presenter => ({
  state: "online",
  name,
  role: "presenter",
  session: 1,
  ...more,
});

test("oneself comes first, the others by name, and nobody twice", () => {
  const people = present(
    { a: person("zoe"), b: person("anna"), c: person("anna"), d: person("marta 10"), e: person("marta 9") },
    "zoe",
    null,
  );
  expect(people.map((one) => [one.name, one.mine])).toEqual([
    ["zoe", true],
    ["anna", false],
    ["marta 9", false],
    ["marta 10", false],
  ]);
});

test("who went, who only looks on, and who has no name, is not listed", () => {
  const gone = {
    a: person("anna", { state: "offline" }),
    b: person("bo", { role: "onlooker" }),
    c: person("  "),
  };
  expect(present(gone, "", null)).toEqual([]);
});

test("the app itself is nobody, but who came by its page is somebody, and so is who speaks on the bus directly", () => {
  const all = {
    laptop: person("laptop"),
    "web-1": person("anna"),
    red: person("the red button", { session: 9 }),
  };
  expect(present(all, "", 1).map(({ name }) => name)).toEqual(["anna", "the red button"]);
});

test("the worst alert comes first, then the newest", () => {
  const alert = (severity: Alert["severity"], since: string): Alert => ({
    session: 1,
    seq: 1,
    ts: since,
    severity,
    text: "<b>x</b>",
    since,
  });
  const told = alertsOf({
    "pi1/a": alert("info", "2026-05-01T18:30:00Z"),
    "pi1/b": alert("warning", "2026-05-01T18:30:00Z"),
    "pi2/c": alert("warning", "2026-05-01T18:31:00Z"),
    "pi3/d": alert("error", "2026-05-01T18:29:00Z"),
  });
  expect(told.map(({ key }) => key)).toEqual(["pi3/d", "pi2/c", "pi1/b", "pi1/a"]);
  expect(told[0]).toMatchObject({ node: "pi3", text: "<b>x</b>" });
});
