import { expect, shoot, test } from "../test";

test.use({ expected: [/401 \(Unauthorized\)|HTTP Authentication failed|WebSocket connection to/] });

test("a link that is taken back puts its onlookers out, who are told why, and the next one lets them in", async ({
  page,
  elsewhere,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite" });
  const shown = dialog.locator(".url").first();
  const key = async () => ((await shown.textContent()) ?? "").replace(/^[^#]*/, "").trim();
  const first = await key();
  const onlooker = await elsewhere();
  await onlooker.goto(`/${first}`);
  await expect(onlooker.locator(".here")).toContainText("onlooker");
  const row = dialog.locator(".links-out li", { hasText: "Look on" });
  await expect(row).toContainText("in use now", { timeout: 10_000 });
  await expect(row).not.toContainText("not in use");
  await shoot(page, "links-out");

  await row.getByRole("button", { name: "Take back" }).click();

  await expect(onlooker.locator(".why")).toContainText("this link was taken back: ask for a new one");
  await expect(onlooker.locator(".stage")).toHaveCount(0);
  await expect(shown).not.toContainText(first);
  await onlooker.goto("about:blank");
  await onlooker.goto(`/${await key()}`);
  await expect(onlooker.locator(".here")).toContainText("onlooker");

  await dialog.getByRole("button", { name: "Take back all links" }).click();
  await dialog.getByRole("button", { name: "Yes, take back all" }).click();

  await expect(onlooker.locator(".why")).toContainText("this link was taken back");
});
