import { pretend, story } from "../box";
import { expect, test } from "../test";

const ok = { status: "ok", data: {} };

test("a command is asked for, then done or refused with the reason, and what is dangerous asks once", async ({
  page,
}) => {
  const { at, box } = story();
  const asked: { topic: string; payload: unknown }[] = [];
  await pretend(page, box, at);
  await page.route("**/api/commands", (route) => {
    const command = route.request().postDataJSON();
    asked.push(command);
    const refused = { status: "error", data: {}, error: "there is nothing to kill <b>\u001b</b>" };
    return route.fulfill({ json: command.topic.endsWith("/kill") ? refused : ok });
  });
  await page.goto("/");
  await page.locator('[data-thing="guest/doge1"]').focus();
  await page.keyboard.press("Enter");

  await page.locator('[data-action="pause"]').click();
  await expect(page.locator(".notices")).toContainText("Pause doge1 done");

  await page.locator('[data-action="kill"]').click();
  await expect(page.locator('[data-action="kill"]')).toHaveText("Kill: sure?");
  expect(asked).toHaveLength(1);
  await page.locator('[data-action="kill"]').click();
  await expect(page.locator(".notices")).toContainText("there is nothing to kill <b>^[</b>");
  expect(asked.map(({ topic }) => topic)).toEqual(["vm/doge1/request/pause", "vm/doge1/request/kill"]);

  await page.keyboard.press("Escape");
  await expect(page.locator('[data-thing="guest/doge1"]')).toBeFocused();
});

test("a line drawn from one guest to another one offers what can go there, and Escape cancels it", async ({
  page,
}) => {
  const { at, box } = story();
  await pretend(page, box, at);
  await page.goto("/");
  const middle = async (vm: string) => {
    const place = (await page.locator(`[data-thing="guest/${vm}"]`).boundingBox())!;
    return { x: place.x + 60, y: place.y + place.height / 2 };
  };
  const from = await middle("doge1");
  const to = await middle("doge2");

  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await expect(page.locator(".drawing")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(page.locator(".drawing, .steering")).toHaveCount(0);

  await expect(async () => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    await expect(page.locator("#steering-of")).toContainText("doge1 \u2192 doge2", { timeout: 2000 });
  }).toPass();
});

test("onlookers are shown no command at all", async ({ page }) => {
  const { at, box } = story();
  await pretend(page, box, at, "onlooker");
  await page.goto("/");
  for (const thing of ["guest/doge1", "node/pi1", "uplink/pi1", "link/doge1/stage", "laptop"]) {
    await page.locator(`[data-thing="${thing}"]`).focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(".steering")).toBeVisible();
    await expect(page.locator(".steering [data-action]")).toHaveCount(0);
    await page.keyboard.press("Escape");
  }
  await expect(page.locator(".invite-key")).toHaveCount(0);
});
