import type { Page } from "@playwright/test";
import { expect, test } from "../test";
import { command, guest, leaf, ready, SOON, seesTheBox } from "./box";

test.beforeEach(({ page }) => ready(page));

async function comeAs(page: Page, name: string): Promise<void> {
  await page.goto("/");
  await page.getByPlaceholder("Your name").fill(name);
  await page.keyboard.press("Enter");
  await seesTheBox(page);
}

test("two presenters see each other, and what each of them does", async ({ page: anna, elsewhere }) => {
  const marta = await elsewhere();
  await comeAs(anna, "Anna");
  await comeAs(marta, "Marta");
  await expect(anna.locator(".here")).toContainText("Marta");
  await expect(marta.locator(".here")).toContainText("Anna");

  await guest(anna, "doge2").click();
  await leaf(anna).getByRole("button", { name: "Pause", exact: true }).click();

  await expect(guest(marta, "doge2").locator(".signature")).toHaveText("Anna");
  for (const page of [anna, marta]) {
    await expect(guest(page, "doge2")).toHaveAccessibleName(/paused/, SOON);
  }

  await guest(marta, "doge2").click();
  await leaf(marta).getByRole("button", { name: "Resume", exact: true }).click();

  await expect(guest(anna, "doge2").locator(".signature")).toHaveText("Marta");
  await seesTheBox(anna);
  await seesTheBox(marta);
});

test("a page that was cut off says so, and is right again without being loaded anew", async ({ page }) => {
  let cut = false;
  const open = new Set<() => Promise<void>>();
  await page.routeWebSocket(/\/api\/live/, (socket) => {
    if (cut) {
      void socket.close({ code: 1001 });
      return;
    }
    const server = socket.connectToServer();
    open.add(async () => {
      await socket.close({ code: 1001 });
      await server.close();
    });
  });
  await page.goto("/");
  await seesTheBox(page);
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

  cut = true;
  await Promise.all([...open].map((close) => close()));
  await expect(page.locator(".state")).toHaveText("not live");
  await expect(page.getByRole("alert").first()).toContainText("What you see is how it was at");
  await expect(page.locator(".stage")).toHaveAttribute("data-reliable", "false");
  await guest(page, "doge1").click();
  await expect(leaf(page).getByRole("button", { name: "Pause", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await page.keyboard.press("Escape");
  await command(page, "vm/doge3/request/pause", {});
  await command(page, "link/doge1/stage/set", { ip: "10.1.1.7/24" });
  await expect(guest(page, "doge3")).not.toHaveAccessibleName(/paused/);

  cut = false;
  await expect(page.locator(".state")).toHaveText("live", SOON);
  await expect(page.locator(".stage")).toHaveAttribute("data-reliable", "true");
  await expect(guest(page, "doge3")).toHaveAccessibleName(/paused/);
  await expect(guest(page, "doge1")).toHaveAccessibleName(/10\.1\.1\.7\/24/);
  expect(await page.evaluate(() => (globalThis as { sameDocument?: boolean }).sameDocument)).toBe(true);

  await command(page, "vm/doge3/request/resume", {});
  await command(page, "link/doge1/stage/set", { ip: "10.1.1.1/24" });
  await seesTheBox(page);
});
