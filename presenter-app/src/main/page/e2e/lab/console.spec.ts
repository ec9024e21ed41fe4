import type { Page } from "@playwright/test";
import { expect, shoot, test } from "../test";
import { command, ready, SOON, seesTheBox } from "./box";

/** What stands in the terminal, as it is read out. */
function terminal(page: Page) {
  return page.locator(".consoles .terminal:not([hidden])");
}

/** The newest line of it that is not empty. */
function prompt(page: Page) {
  return terminal(page).locator(".xterm-rows > div").filter({ hasText: /\S/ }).last();
}

async function open(page: Page): Promise<void> {
  await page.goto("/#/console/doge1");
  await expect(terminal(page).locator(".tells")).toHaveText(
    "live: everybody here types on the same line",
    SOON,
  );
}

test("two people use one console, and find it again", async ({ page, elsewhere }) => {
  await ready(page);
  const other = await elsewhere();
  await open(page);
  await open(other);

  await terminal(page).locator(".screen").click();
  await page.keyboard.press("Enter");
  await expect(prompt(page)).toContainText(/(login:|#)\s*$/, SOON);
  if (((await prompt(page).textContent()) ?? "").includes("login:")) {
    await page.keyboard.type("root\n");
    await expect(prompt(page)).toContainText(/#\s*$/, SOON);
  }
  await page.keyboard.type("echo $((40 + 2)) guests\n");
  for (const one of [page, other]) {
    await expect(terminal(one).locator(".xterm-rows")).toContainText("42 guests", SOON);
  }
  await shoot(other, "lab-console");

  await other.reload();
  await expect(terminal(other).locator(".xterm-rows")).toContainText("42 guests", SOON);

  // In a replay it is as it was then, and nobody types.
  await command(page, "box/request/record/mark", { title: "Said on the console" });
  await page.goto("/#/");
  await seesTheBox(page);
  await expect(page.locator(".track-stop").filter({ hasText: "Said on the console" }).last()).toBeVisible(
    SOON,
  );
  await page.locator(".track-stop").filter({ hasText: "Said on the console" }).last().click();
  await expect(page.locator(".band")).toContainText("REPLAY", SOON);
  await page.evaluate(() => {
    location.hash = "#/console/doge1";
  });
  await expect(terminal(page).locator(".tells")).toHaveText("as it was in the replay: read only", SOON);
  await expect(terminal(page).locator(".xterm-rows")).toContainText("42 guests", SOON);
});
