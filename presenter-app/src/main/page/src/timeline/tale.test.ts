import { expect, test } from "vitest";
import type { Note } from "../wire/generated/api";
import { query, tale, who } from "./tale";

const note = (kind: Note["kind"], text: string, by?: string): Note => ({
  at: "2026-05-01T12:00:00Z",
  time: "2026-05-01T12:00:00Z",
  kind,
  text,
  chapter: false,
  ...(by === undefined ? {} : { by }),
});

test("an answer stands below its command, whoever said something between", () => {
  const lines = tale([
    note("command", "pull pi2's cable", "anna"),
    note("command", "pull pi2's cable", "marta"),
    note("guest", "doge1 is up", "marta"),
    note("answer", "pull pi2's cable: refused after 3 ms: it is out already", "marta"),
    note("answer", "pull pi2's cable: ok after 31 ms", "anna"),
  ]);

  expect(lines.map(({ note: { text }, answers }) => [text, answers.map((each) => each.text)])).toEqual([
    ["pull pi2's cable", ["ok after 31 ms"]],
    ["pull pi2's cable", ["refused after 3 ms: it is out already"]],
    ["doge1 is up", []],
  ]);
  expect(lines.map(({ answers }) => answers.some(({ failed }) => failed))).toEqual([false, true, false]);
});

test("an answer whose command is not among them stands alone", () => {
  expect(tale([note("answer", "boot doge1: ok", "anna")])).toHaveLength(1);
});

test("only who did something is named", () => {
  expect(who(note("command", "x", "anna"))).toBe("anna");
  expect(who(note("guest", "doge1 is up", "anna"))).toBe("");
});

test("what is wished for stands in the query, and what is empty does not", () => {
  expect(query(null, { text: "", vm: " ", kind: "" }, null)).toBe("from=-1h&limit=200");
  expect(query(5, { text: "10.1.1.2 & more", vm: "doge1", kind: "command" }, "17-0")).toBe(
    "recording=5&text=10.1.1.2+%26+more&vm=doge1&kind=command&limit=200&after=17-0",
  );
});
