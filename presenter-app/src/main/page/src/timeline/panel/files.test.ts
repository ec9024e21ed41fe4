import { expect, test, vi } from "vitest";

vi.mock("../../state/me", () => ({ by: { value: "anna" } }));
vi.mock("../../wire/http", () => ({}));
vi.mock("../past", () => ({}));

const { named } = await import("./files");

test.each([
  [`attachment; filename="Friday demo.scatola.jsonl"`, "Friday demo.scatola.jsonl"],
  [`attachment; filename="x.jsonl"; filename*=UTF-8''Freitag%20%C3%BC.jsonl`, "Freitag ü.jsonl"],
  [`attachment; filename="x.jsonl"; filename*=UTF-8''%zz`, "x.jsonl"],
  ["attachment", null],
  [null, null],
])("%s is called %s", (disposition, name) => {
  expect(named(disposition)).toBe(name);
});
