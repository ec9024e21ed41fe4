import type { Locator, Page } from "@playwright/test";
import { expect, shoot, test } from "../test";
import { board, guest, leaf, ready, SOON, seesTheBox } from "./box";

test("the whole story by mouse", async ({ page }) => {
  await ready(page);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto("/");
  await seesTheBox(page);
  const traffic = board(page);

  // Guest 1 pings guest 2: a line is drawn from the one to the other.
  await guest(page, "doge1").dragTo(guest(page, "doge2"));
  await expect(leaf(page).getByRole("heading", { name: "doge1 → doge2" })).toBeVisible();
  await leaf(page).getByRole("button", { name: "Ping", exact: true }).click();
  await leaf(page).getByRole("button", { name: "Close" }).click();
  await expect(traffic.getByText(/^64 bytes from 10\.1\.1\.2:/).nth(2)).toBeVisible(SOON);
  await shoot(page, "lab-story");

  // The cable of guest 2's Pi is pulled, which asks once.
  await page.getByRole("button", { name: "Cable of pi2, in" }).click();
  await leaf(page).getByRole("button", { name: "20 s", exact: true }).click();
  await leaf(page).getByRole("button", { name: "20 s: sure?" }).click();
  await expect(page.getByRole("button", { name: "Cable of pi2, pulled" })).toBeVisible(SOON);
  await leaf(page).getByRole("button", { name: "Close" }).click();
  await expect(traffic.getByText(/^Request timeout for icmp_seq/).nth(1)).toBeVisible(SOON);
  await expect(guest(page, "doge2")).toHaveAccessibleName(/not heard at present/, SOON);
  await page.emulateMedia({ colorScheme: "dark" });
  await shoot(page, "lab-cable-out");
  await page.emulateMedia({ colorScheme: "light" });

  // Guest 3 takes guest 2's address over, and answers in its place.
  const missed = traffic.getByText(/^Request timeout for icmp_seq/);
  const replies = traffic.locator(".lines li").last();
  await guest(page, "doge3").click();
  await leaf(page).getByRole("button", { name: "Set address" }).click();
  await leaf(page).getByRole("button", { name: "10.1.1.2/24 from doge2" }).click();
  await expect(guest(page, "doge3")).toHaveAccessibleName(/10\.1\.1\.2\/24/, SOON);
  await leaf(page).getByRole("button", { name: "Close" }).click();
  await expect(replies).toHaveText(/^64 bytes from 10\.1\.1\.2:/, SOON);
  await expect(missed.first()).toBeVisible();
  await shoot(page, "lab-address-moved");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot(page, "lab-phone");
  await page.setViewportSize({ width: 1920, height: 1080 });

  // Guest 3 gets its own back, and the cable comes back by itself.
  await guest(page, "doge3").click();
  await leaf(page).getByRole("button", { name: "Set address" }).click();
  await leaf(page).getByLabel("Address of doge3 in stage").fill("10.1.1.3/24");
  await leaf(page).getByRole("button", { name: "Set address" }).click();
  await expect(guest(page, "doge3")).toHaveAccessibleName(/10\.1\.1\.3\/24/, SOON);
  await leaf(page).getByRole("button", { name: "Close" }).click();
  await seesTheBox(page);
  await expect(page.getByRole("button", { name: "Cable of pi2, in" })).toBeVisible();
  await expect(replies).toHaveText(/^64 bytes from 10\.1\.1\.2:/, SOON);

  // Ping is stopped, and it is said how long the outage was.
  await traffic.getByRole("button", { name: "Stop the ping of doge1" }).click();
  await expect(traffic.locator('[data-kind="ping"] .word').first()).toHaveText("recovered", SOON);

  // A message from guest to guest.
  await guest(page, "doge1").dragTo(guest(page, "doge2"));
  await leaf(page).getByLabel("Text for doge2").fill("Hi from rasp1!");
  await leaf(page).getByRole("button", { name: "First let doge2 listen" }).click();
  await expect(leaf(page).getByRole("button", { name: "First let doge2 listen" })).toHaveCount(0, SOON);
  await leaf(page).getByRole("button", { name: "Send text" }).click();
  await expect(traffic.getByText("Hi from rasp1!").first()).toBeVisible(SOON);

  // How fast is it?
  await leaf(page).getByRole("button", { name: "Measure for 20 s" }).click();
  await leaf(page).getByRole("button", { name: "Close" }).click();
  await expect(
    traffic
      .locator('[data-kind="iperf"] .lines')
      .getByText(/Mbit\/s$/)
      .nth(2),
  ).toBeVisible(SOON);
  await expect(page.locator(".flows path")).toBeVisible();
  await shoot(page, "lab-measured");
  await traffic.getByRole("button", { name: "Stop the iperf of doge1" }).click();
  await expect(traffic.locator('[data-kind="iperf"] .word').first()).toBeVisible(SOON);
});

test("the whole story by keyboard alone", async ({ page }) => {
  await ready(page);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto("/");
  await seesTheBox(page);
  const traffic = board(page);
  const key = (name: string | RegExp) => leaf(page).getByRole("button", { name });
  const { press, type } = {
    press: (keys: string) => page.keyboard.press(keys),
    type: async (text: string) => {
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
  };

  // p says whom the guest is aimed at.
  await tabTo(guest(page, "doge1"));
  await press("Enter");
  await expect(leaf(page)).toBeVisible();
  await press("p");
  await tabTo(key(/^doge2 /));
  await press("Enter");
  await tabTo(key("Ping"));
  await press("Enter");
  await leave(page);
  await expect(guest(page, "doge1")).toBeFocused();
  await expect(traffic.getByText(/^64 bytes from 10\.1\.1\.2:/).nth(2)).toBeVisible(SOON);

  await tabTo(page.getByRole("button", { name: "Cable of pi2, in" }));
  await press("Enter");
  await tabTo(key("20 s"));
  await press("Enter");
  await press("Enter");
  await expect(page.getByRole("button", { name: "Cable of pi2, pulled" })).toBeVisible(SOON);
  await leave(page);
  await expect(traffic.getByText(/^Request timeout for icmp_seq/).nth(1)).toBeVisible(SOON);

  const newest = traffic.locator(".lines li").last();
  await tabTo(guest(page, "doge3"));
  await press("Enter");
  await tabTo(key("Set address"));
  await press("Enter");
  await tabTo(key("10.1.1.2/24 from doge2"));
  await press("Enter");
  await expect(guest(page, "doge3")).toHaveAccessibleName(/10\.1\.1\.2\/24/, SOON);
  await expect(newest).toHaveText(/^64 bytes from 10\.1\.1\.2:/, SOON);

  await tabTo(key("Set address"));
  await press("Enter");
  await tabTo(leaf(page).getByLabel("Address of doge3 in stage"));
  await type("10.1.1.3/24");
  await press("Enter");
  await expect(guest(page, "doge3")).toHaveAccessibleName(/10\.1\.1\.3\/24/, SOON);
  await leave(page);
  await seesTheBox(page);
  await expect(newest).toHaveText(/^64 bytes from 10\.1\.1\.2:/, SOON);

  await tabTo(traffic.getByRole("button", { name: "Stop the ping of doge1" }));
  await press("Enter");
  await expect(traffic.locator('[data-kind="ping"] .word').first()).toHaveText("recovered", SOON);

  await tabTo(guest(page, "doge1"));
  await press("Enter");
  await expect(leaf(page)).toBeVisible();
  await press("p");
  await tabTo(key(/^doge2 /));
  await press("Enter");
  await tabTo(leaf(page).getByLabel("Text for doge2"));
  await type("Hi from rasp1!");
  await tabTo(key("First let doge2 listen"));
  await press("Enter");
  await expect(key("First let doge2 listen")).toHaveCount(0, SOON);
  await tabTo(key("Send text"));
  await press("Enter");
  await expect(traffic.getByText("Hi from rasp1!").first()).toBeVisible(SOON);

  await tabTo(key("Measure for 20 s"));
  await press("Enter");
  await expect(
    traffic
      .locator('[data-kind="iperf"] .lines')
      .getByText(/Mbit\/s$/)
      .first(),
  ).toBeVisible(SOON);
  await leave(page);
  await tabTo(traffic.getByRole("button", { name: "Stop the iperf of doge1" }));
  await press("Enter");
  await expect(traffic.locator('[data-kind="iperf"] .word').first()).toBeVisible(SOON);
});

/** Presses Escape until what was opened is closed: one step back at a time. */
async function leave(page: Page): Promise<void> {
  for (let pressed = 0; pressed < 3 && (await leaf(page).isVisible()); pressed++) {
    await page.keyboard.press("Escape");
  }
  await expect(leaf(page)).toBeHidden();
}

/** Presses Tab until that has the focus. */
async function tabTo(wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let pressed = 0; pressed < 150; pressed++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await wanted.page().keyboard.press("Tab");
  }
  throw new Error(`Tab never comes to ${wanted}`);
}
