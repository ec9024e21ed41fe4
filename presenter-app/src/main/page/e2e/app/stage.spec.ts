import AxeBuilder from "@axe-core/playwright";
import type { Telegram } from "../../src/wire/telegram";
import { pretend, story } from "../box";
import { expect, shoot, test } from "../test";

const SCREENS = [
  { name: "projector", width: 1920, height: 1080 },
  { name: "laptop", width: 1366, height: 768 },
  { name: "phone", width: 390, height: 844 },
];

for (const { name, width, height } of SCREENS) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the box on a ${name}, ${colorScheme}, has nothing that keeps anybody out`, async ({ page }) => {
      const { at, box } = story();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await pretend(page, box, at);
      await page.goto("/");

      await expect(
        page.getByRole("button", { name: /^Guest doge1 on pi1, runs, 10\.1\.1\.1/ }),
      ).toBeVisible();

      const found = await new AxeBuilder({ page }).analyze();
      const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      await shoot(page, `story-${name}-${colorScheme}`);
    });
  }
}

test("names and texts that are HTML or hold control characters stay text", async ({ page }) => {
  const { at, box } = story();
  const evil = '<img src=x onerror="window.hit=1">\u0007\u001b[31m\u202e';
  const hostile = JSON.parse(
    JSON.stringify(box)
      .replaceAll('"doge1"', JSON.stringify(evil))
      .replaceAll('"doge1/stage"', JSON.stringify(`${evil}/stage`)),
  );
  hostile.guests[evil].cause = evil;
  hostile.guests[evil].phase = "failed";
  hostile.box = { ...hostile.box, show: evil, say: evil, step: 1, steps: 2 };
  hostile.presenters = { [evil]: { state: "online", name: evil, role: evil, session: 1 } };
  hostile.alerts = {
    [`pi1/${evil}`]: { severity: "warning", text: evil, since: at, session: 1, seq: 1, ts: at },
  };
  await pretend(page, hostile, at);
  await page.goto("/");

  await expect(page.locator(".guest .name", { hasText: "<img" })).toBeVisible();
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.evaluate(() => (globalThis as { hit?: number }).hit)).toBeUndefined();
});

test.describe("a message of a kind that nobody knows", () => {
  test("is ignored, and logged once", async ({ page }) => {
    const { at, box } = story();
    const warnings: string[] = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    const { tell } = await pretend(page, box, at);
    await page.goto("/");
    await expect(page.locator('[data-thing="guest/doge1"]')).toBeVisible();

    for (let i = 0; i < 3; i++) {
      tell({ type: "weather", at, rain: true } as unknown as Telegram);
    }
    tell({ type: "change", at, set: {}, gone: { guests: ["doge1"] } });

    await expect(page.locator('[data-thing="guest/doge1"]')).toHaveCount(0);
    expect(warnings.filter((text) => text.includes("weather"))).toHaveLength(1);
  });
});

test.describe("a link that is wrong or too old", () => {
  test.use({ expected: [/401 \(Unauthorized\)/] });

  test("says what to do", async ({ page }) => {
    await page.route("**/api/me", (route) =>
      route.fulfill({
        status: 401,
        json: { detail: "this link has expired: ask a presenter for a new one" },
      }),
    );
    await page.goto("/#key=onlooker.1.abc");

    await expect(page.getByText("ask a presenter for a new one")).toBeVisible();
  });
});

test("a box without a Pi says how to connect one", async ({ page }) => {
  const { at, box } = story();
  await pretend(page, { ...box, nodes: {}, uplinks: {}, guests: {}, links: {}, tests: {} }, at);
  await page.goto("/");

  await expect(page.getByRole("heading", { name: "No Pi is connected yet" })).toBeVisible();
  await expect(page.getByText("./scatola up 3")).toBeVisible();
  await shoot(page, "new-box");
});

test("what happens is seen where it happens", async ({ page }) => {
  const { at, box } = story();
  const { tell } = await pretend(page, box, at);
  await page.goto("/");
  await expect(page.locator('[data-thing="guest/doge1"]')).toBeVisible();
  const trains = page.locator(".train");
  const sample = {
    kind: "ping",
    from: "doge1",
    to: "10.1.1.2",
    session: 9,
    seq: 1,
    ts: at,
    ms: 1.3,
  } as const;

  tell({ type: "change", at, set: { tests: { p: { sample, last_heard: at } } }, gone: {} });
  await expect(trains.first()).toBeAttached();

  tell({
    type: "change",
    at,
    set: { nodes: { pi2: { ...box.nodes["pi2"]!, standing: "offline" } } },
    gone: {},
  });
  await expect(page.getByRole("button", { name: "Cable of pi2, not heard" })).toBeVisible();

  const late = { ...sample, seq: 2, ts: `${at}!`, timeout: true, ms: undefined };
  tell({ type: "change", at, set: { tests: { p: { sample: late as never, last_heard: at } } }, gone: {} });
  await expect(page.locator(".lost")).toBeAttached();

  const moved = { ...box.links["doge3/stage"]!, ip: "10.1.1.2/24" };
  tell({ type: "change", at, set: { links: { "doge3/stage": moved } }, gone: {} });
  await expect(page.locator('[data-thing="guest/doge3"] .plate.moving')).toHaveText("10.1.1.2");
  await shoot(page, "cable-out");
});
