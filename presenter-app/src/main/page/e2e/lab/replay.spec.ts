import { expect, shoot, test } from "../test";
import { command, guest, leaf, ready, SOON, seesTheBox } from "./box";

test("one page looks back while the other one stays live, and comes back with one key", async ({
  page,
  elsewhere,
}) => {
  await ready(page);
  const live = await elsewhere();
  await live.goto("/");
  await page.goto("/");
  await seesTheBox(live);
  await seesTheBox(page);
  await command(page, "box/request/record/mark", { title: "All is well" });
  await expect(page.locator(".track-stop").filter({ hasText: "All is well" }).last()).toBeVisible(SOON);
  await command(page, "vm/doge2/request/pause", {});
  await expect(guest(page, "doge2")).toHaveAccessibleName(/paused/, SOON);

  // The page goes back to the chapter: doge2 runs there, and still stands paused in the other one.
  await page.locator(".track-stop").filter({ hasText: "All is well" }).last().click();
  await expect(page.locator(".band")).toContainText("REPLAY", SOON);
  await expect(page.locator(".page")).toHaveAttribute("data-mode", "replay");
  await expect(guest(page, "doge2")).toHaveAccessibleName(/, runs,/, SOON);
  await expect(guest(live, "doge2")).toHaveAccessibleName(/paused/);
  await expect(live.locator(".page")).toHaveAttribute("data-mode", "live");
  await guest(page, "doge1").click();
  await expect(leaf(page).getByText("This is a replay: go back to live to command.")).toBeVisible();
  await expect(leaf(page).locator("[data-action]")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await shoot(page, "lab-replay");

  // What happens meanwhile is the other page's alone.
  await command(page, "link/doge3/stage/set", { state: "OFF" });
  const unplugged = { name: "Network card of doge3 on stage, unplugged" };
  await expect(live.getByRole("button", unplugged)).toBeAttached(SOON);
  await expect(page.getByRole("button", unplugged)).toHaveCount(0);

  await page.keyboard.press("l");
  await expect(page.locator(".page")).toHaveAttribute("data-mode", "live");
  await expect(guest(page, "doge2")).toHaveAccessibleName(/paused/, SOON);
  await expect(page.getByRole("button", unplugged)).toBeAttached();

  await command(page, "vm/doge2/request/resume", {});
  await command(page, "link/doge3/stage/set", { state: "ON" });
  await seesTheBox(page);
  await seesTheBox(live);
});
