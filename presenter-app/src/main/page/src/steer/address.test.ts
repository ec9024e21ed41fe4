import { expect, test } from "vitest";
import { NOTHING, type World } from "../wire/world";
import { freeAddress, holders, networks, readAddress, targetProblem } from "./address";

const box = (links: Record<string, string | undefined>): World => ({
  ...NOTHING,
  connected: true,
  links: Object.fromEntries(Object.entries(links).map(([name, ip]) => [name, { ip }])) as World["links"],
});

test("an address is read as a node reads it, /24 unless it says", () => {
  expect(readAddress(" 10.1.1.2 ")).toEqual({
    address: { text: "10.1.1.2/24", host: "10.1.1.2", prefix: 24, bits: 0x0a010102 },
  });
  expect(readAddress("192.168.7.9/16")).toMatchObject({ address: { text: "192.168.7.9/16" } });
  expect(readAddress("10.0.0.1/31")).toMatchObject({ address: { prefix: 31 } });
  expect(readAddress("10.0.0.0/32")).toMatchObject({ address: { prefix: 32 } });
});

test.each([
  ["", "write an address"],
  ["10.1.1", "no IPv4 address"],
  ["10.1.1.256", "no IPv4 address"],
  ["10.1.01.2", "no IPv4 address"],
  ["doge1", "no IPv4 address"],
  ["<b>10.1.1.2</b>", "no IPv4 address"],
  ["10.1.1.2\u0000", "no IPv4 address"],
  ["fe80::1", "no IPv4 address"],
  ["10.1.1.2/33", "prefix length"],
  ["10.1.1.2/0", "prefix length"],
  ["127.0.0.1", "may not have"],
  ["0.1.2.3", "may not have"],
  ["224.0.0.1", "may not have"],
  ["10.1.1.0", "network or its broadcast"],
  ["10.1.1.255/24", "network or its broadcast"],
  ["10.1.255.255/16", "network or its broadcast"],
])("%s is refused with what to do", (text, why) => {
  expect(readAddress(text)).toEqual({ problem: expect.stringContaining(why) });
});

test("a target is an address without a prefix, or a guest's name", () => {
  for (const good of ["10.1.1.2", "doge2", "8.8.8.8", "10.1.1.0"]) {
    expect(targetProblem(good)).toBeNull();
  }
  for (const bad of ["", "10.1.1.2/24", "10.1.1", "Doge", "<b>", "127.0.0.1", "x".repeat(64)]) {
    expect(targetProblem(bad)).not.toBeNull();
  }
});

test("holders come in the order of their addresses, of one network only", () => {
  const world = box({
    "b/stage": "10.1.1.10/24",
    "a/stage": "10.1.1.9/24",
    "c/other": "10.1.1.1/24",
    "d/stage": undefined,
  });
  expect(holders(world, "stage")).toEqual([
    { vm: "a", ip: "10.1.1.9/24" },
    { vm: "b", ip: "10.1.1.10/24" },
  ]);
  expect(networks(world)).toEqual(["other", "stage"]);
});

test("the free address is the lowest of the subnet where most are", () => {
  expect(
    freeAddress(
      box({ "a/stage": "10.1.1.1/24", "b/stage": "10.1.1.3/24", "c/stage": "172.16.0.1/16" }),
      "stage",
    ),
  ).toBe("10.1.1.2/24");
});

test("a network without addresses gets a subnet of its own", () => {
  expect(freeAddress(box({}), "stage")).toBe("10.1.1.1/24");
  expect(freeAddress(box({ "a/stage": "10.1.1.1/24" }), "backstage")).toBe("10.1.2.1/24");
  expect(freeAddress(box({ "a/stage": "10.1.7.1/16" }), "backstage")).toBeNull();
});

test("a full subnet has none to suggest", () => {
  expect(freeAddress(box({ "a/s": "10.0.0.1/30", "b/s": "10.0.0.2/30" }), "s")).toBeNull();
});

test("what is no address in the world disturbs nobody", () => {
  expect(freeAddress(box({ "a/stage": "<img src=x>", "b/stage": "10.1.1.1/24" }), "stage")).toBe(
    "10.1.1.2/24",
  );
});
