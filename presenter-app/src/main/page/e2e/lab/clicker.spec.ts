import { expect, test } from "../test";
import { ready, SOON, seesTheBox, world } from "./box";

test("a clicker walks a show step by step, blanks the page, and walks the chapters of a replay", async ({
  page,
}) => {
  await ready(page);
  await page.goto("/");
  await seesTheBox(page);
  const box = async () => (await world(page)).box;

  await page.keyboard.press("g");
  const shows = page.getByRole("dialog", { name: "Shows" });
  await shows
    .locator("li", { hasText: "The datacenter in a box" })
    .getByRole("button", { name: "Begin" })
    .click();
  await expect(shows).toBeHidden();
  await expect.poll(async () => [(await box())?.step, (await box())?.state], SOON).toEqual([1, "waiting"]);
  await page.keyboard.press("PageDown");
  await expect.poll(async () => [(await box())?.step, (await box())?.state], SOON).toEqual([2, "waiting"]);
  await expect(page.locator(".head")).toContainText("Each has an address on the same virtual network.", SOON);

  await page.keyboard.press(".");
  await expect(page.locator(".blank")).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(page.locator(".blank")).toHaveCount(0);
  expect((await box())?.step, "what shows the page again does nothing else").toBe(2);

  await page.keyboard.press("g");
  await shows.getByRole("button", { name: "End the show" }).click();
  await expect.poll(async () => (await box())?.show, SOON).toBeUndefined();
  await page.keyboard.press("Escape");

  // Back from the present with the strip's own key, then by chapters.
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator(".page")).toHaveAttribute("data-mode", "replay", SOON);
  await page.locator(".stage").click({ position: { x: 5, y: 5 } });
  const moment = () => page.getByRole("slider").getAttribute("aria-valuetext");
  const before = await moment();
  await page.keyboard.press("PageUp");
  await expect.poll(moment, SOON).not.toBe(before);
  await page.keyboard.press("l");
  await expect(page.locator(".page")).toHaveAttribute("data-mode", "live");
});
