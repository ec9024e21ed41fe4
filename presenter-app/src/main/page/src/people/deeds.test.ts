import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tell } from "../state/store";
import { LINGER_MS, recent, seen, touched } from "./deeds";

// The store's modules look at the page's address as soon as they are loaded.
vi.hoisted(() => {
  vi.stubGlobal("location", { hash: "", href: "http://box/", pathname: "/", search: "" });
  vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const touch = (vm: string, by: string) => ({ kind: "touch", thing: { kind: "guest", vm }, by }) as const;

test("the last one who touched a thing is the one who counts", () => {
  const deeds = seen(seen(new Map(), touch("doge1", "anna"), 1), touch("doge1", "marta"), 2);
  expect(deeds).toEqual(new Map([["guest/doge1", { by: "marta", at: 2 }]]));
});

test("what nobody did changes nothing", () => {
  const before = seen(new Map(), touch("doge1", "anna"), 1);
  expect(seen(before, { kind: "chapter", title: "x" }, 2)).toBe(before);
});

test("a flood of touches stays bounded and keeps the newest", () => {
  let deeds: ReturnType<typeof seen> = new Map();
  for (let n = 0; n < 1000; n++) {
    deeds = seen(deeds, touch(`g${n}`, "x"), n);
  }
  expect(deeds.size).toBe(200);
  expect(deeds.has("guest/g999")).toBe(true);
});

test("old deeds are forgotten, fresh ones stay", () => {
  const deeds = seen(seen(new Map(), touch("a", "x"), 0), touch("b", "y"), 3000);
  expect(recent(deeds, 3000)).toBe(deeds);
  expect([...recent(deeds, LINGER_MS + 1).keys()]).toEqual(["guest/b"]);
});

test("a command that the line tells of is signed for six seconds", () => {
  const command = { type: "event", at: "2026-05-01T18:30:00Z", topic: "vm/doge1/set" } as const;
  tell({ ...command, payload: { state: "ON", by: "<i>anna</i>" } });
  expect(touched.value.get("guest/doge1")?.by).toBe("<i>anna</i>");
  vi.advanceTimersByTime(4000);
  tell({ ...command, topic: "link/doge2/stage/set", payload: { state: "OFF", by: "marta" } });
  vi.advanceTimersByTime(2500);
  expect([...touched.value.keys()]).toEqual(["link/doge2/stage"]);
  vi.advanceTimersByTime(4000);
  expect(touched.value.size).toBe(0);
});
