import { expect, test } from "vitest";
import { box, link, pi } from "./box.sample";
import { alreadyAt, check, type Draft, payloadOf, suggest, withImage, withNic } from "./creation";

const draft = (more: Partial<Draft> = {}): Draft => ({ ...suggest(box(), "pi1"), ...more });

test("what is suggested can be made at once", () => {
  expect(suggest(box(), "pi1")).toEqual({
    vm: "doge3",
    image: "doge",
    memory: "",
    nics: [{ network: "stage", ip: "10.1.1.3/24" }],
    boot: true,
  });
  expect(check(box(), "pi1", draft()).first).toBeNull();
  expect(payloadOf(draft())).toEqual({
    vm: "doge3",
    image: "doge",
    nics: [{ network: "stage", ip: "10.1.1.3/24" }],
    state: "ON",
  });
});

test("an empty box begins on the stage", () => {
  expect(suggest(box({ guests: {}, links: {} }), "pi1")).toMatchObject({
    vm: "doge1",
    nics: [{ network: "stage", ip: "10.1.1.1/24" }],
  });
});

test.each([
  [{ vm: "Doge <b>" }, "a-z"],
  [{ vm: "x".repeat(64) }, "at most 32"],
  [{ vm: "doge2" }, "already on pi2"],
  [{ image: "nothing" }, "pick an image"],
  [{ memory: "7" }, "8 to 65536 MiB"],
  [{ memory: "lots" }, "8 to 65536 MiB"],
  [{ memory: "1e3" }, "8 to 65536 MiB"],
  [{ memory: "2000" }, "896 MiB left"],
  [{ nics: [{ network: "Net", ip: "" }] }, "a-z"],
  [{ nics: [{ network: "stage", ip: "10.1.1.0" }] }, "broadcast"],
  [
    {
      nics: [
        { network: "stage", ip: "" },
        { network: "stage", ip: "" },
      ],
    },
    "once",
  ],
])("%j is refused before a node is asked", (more, why) => {
  expect(check(box(), "pi1", draft(more as Partial<Draft>)).first).toContain(why);
});

test("a Pi that is full, or has no image, says so", () => {
  const full = box({
    nodes: { pi1: pi("online", { room: { guests: 4, guests_max: 4, memory_mib: 0, memory_max_mib: 9 } }) },
  });
  expect(check(full, "pi1", draft()).first).toContain("takes 4 guests");
  const bare = box({ nodes: { pi1: pi("online", { images: [] }) } });
  expect(check(bare, "pi1", draft({ image: "" })).first).toContain("no images");
  expect(suggest(bare, "pi1").vm).toBe("guest1");
});

test("a name that was only suggested follows the image; a name that was given stays", () => {
  expect(withImage(box(), draft(), "cat").vm).toBe("cat1");
  expect(withImage(box(), draft({ vm: "gate" }), "cat").vm).toBe("gate");
});

test("one more NIC goes into a network that the guest is not in", () => {
  const world = box({ links: { "doge1/stage": link({ ip: "10.1.1.1/24" }), "doge2/back": link() } });
  const two = withNic(world, draft());
  expect(two.nics.map((nic) => nic.network)).toEqual(["stage", "back"]);
  expect(withNic(world, two).nics.at(-1)).toEqual({ network: "", ip: "" });
});

test("an address that somebody has is told, and is no mistake", () => {
  expect(alreadyAt(box(), { network: "stage", ip: "10.1.1.2" })).toBe("doge2");
  expect(alreadyAt(box(), { network: "other", ip: "10.1.1.2" })).toBeNull();
  expect(check(box(), "pi1", draft({ nics: [{ network: "stage", ip: "10.1.1.2" }] })).first).toBeNull();
});

test("what is left empty is left out", () => {
  const payload = payloadOf(draft({ memory: " 256 ", nics: [{ network: "stage", ip: " " }], boot: false }));
  expect(payload).toMatchObject({ memory_mib: 256, nics: [{ network: "stage" }], state: "OFF" });
  expect(payloadOf(draft({ nics: [] })).nics).toEqual([]);
});
