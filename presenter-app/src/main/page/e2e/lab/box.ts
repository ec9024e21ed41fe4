import type { Page } from "@playwright/test";
import type { World } from "../../src/wire/world";
import { expect } from "../test";

/** The guests that the story is about, each with its Pi and its own address. */
const GUESTS = { doge1: "pi1", doge2: "pi2", doge3: "pi3" } as const;
export type Vm = keyof typeof GUESTS;
export const VMS = Object.keys(GUESTS) as readonly Vm[];

/** So much may take a guest's boot, on a machine that has other things to do as well. */
const BOOT = { timeout: 90_000 };
/** So much may take anything that happens in the box. Exact figures are the benchmarks' matter. */
export const SOON = { timeout: 40_000 };

/** The address that a guest has in the beginning. */
export function own(vm: Vm): string {
  return `10.1.1.${vm.slice(-1)}/24`;
}

/** The box as the server knows it. */
export async function world(page: Page): Promise<World> {
  return (await page.request.get("/api/box")).json();
}

/** Commands the box, past the page. */
export async function command(page: Page, topic: string, payload: object): Promise<void> {
  const answer = await page.request.post("/api/commands", { data: { topic, payload, by: "test" } });
  expect(await answer.json(), `${topic} ${JSON.stringify(payload)}`).toMatchObject({ status: "ok" });
}

/** Every Pi is there and has its guest, which runs, is plugged in and has its own address; nothing is tried. */
export async function ready(page: Page): Promise<void> {
  await expect
    .poll(async () => Object.values((await world(page)).nodes).map(({ standing }) => standing), SOON)
    .toEqual(["online", "online", "online"]);
  for (const vm of VMS) {
    const now = (await world(page)).guests[vm];
    if (now === undefined) {
      const nics = [{ network: "stage", ip: own(vm) }];
      await command(page, `node/${GUESTS[vm]}/request/vm/create`, { vm, image: "doge", nics, state: "ON" });
    } else if (now.phase === "off" || now.phase === "failed") {
      await command(page, `vm/${vm}/set`, { state: "ON" });
    } else if (now.phase === "paused") {
      await command(page, `vm/${vm}/request/resume`, {});
    }
  }
  for (const vm of VMS) {
    await expect.poll(async () => (await world(page)).guests[vm]?.phase, BOOT).toBe("running");
    const link = (await world(page)).links[`${vm}/stage`];
    if (link?.ip !== own(vm) || link.state !== "ON") {
      await command(page, `link/${vm}/stage/set`, { state: "ON", ip: own(vm) });
    }
  }
  for (const [test, { sample, result }] of Object.entries((await world(page)).tests)) {
    if (sample !== undefined && result === undefined) {
      await command(page, `vm/${sample.from}/request/stop`, { test });
    }
  }
}

/** The guest as it stands on the map. */
export function guest(page: Page, vm: Vm) {
  return page.locator(`.stage [data-thing="guest/${vm}"]`);
}

/** The board of traffic tests. */
export function board(page: Page) {
  return page.getByRole("complementary", { name: "Traffic" });
}

/** The leaf of what is selected. */
export function leaf(page: Page) {
  return page.locator(".steering");
}

/** Everything that a person must see before anything can be said to be so: three guests that run, live. */
export async function seesTheBox(page: Page): Promise<void> {
  await expect(page.locator(".state")).toHaveText("live");
  for (const vm of VMS) {
    await expect(guest(page, vm)).toHaveAccessibleName(
      `Guest ${vm} on ${GUESTS[vm]}, runs, ${own(vm)}`,
      SOON,
    );
  }
}
