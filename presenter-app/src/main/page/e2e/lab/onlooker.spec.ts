import type { Page } from "@playwright/test";
import { expect, shoot, test } from "../test";
import { command, guest, leaf, ready, SOON, seesTheBox, VMS, world } from "./box";

test.beforeEach(({ page }) => ready(page));

/** The onlookers' link, as the dialog shows it below its code, on this machine's own address. */
async function link(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite" });
  await expect(dialog.getByRole("img", { name: "QR code of the link: Look on" })).toBeVisible();
  await shoot(page, "lab-invite");
  const url = (await dialog.locator(".url").first().textContent()) ?? "";
  return url.slice(url.indexOf("#")).trim();
}

test("an onlooker sees everything, and the server refuses whatever else they try", async ({
  page,
  elsewhere,
}) => {
  const key = await link(page);
  const onlooker = await elsewhere();
  await onlooker.goto(`/${key}`);
  await seesTheBox(onlooker);
  await expect(onlooker.locator(".here")).toContainText("onlooker");
  expect(onlooker.url(), "the token does not stay in the address").not.toContain("key=");

  // What happens is seen, and there is nothing to command with.
  await guest(onlooker, "doge1").click();
  await expect(leaf(onlooker).getByRole("heading", { name: /^doge1/ })).toBeVisible();
  await expect(leaf(onlooker).locator("[data-action]")).toHaveCount(0);
  await expect(onlooker.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await onlooker.keyboard.press("Escape");
  await command(page, "vm/doge2/request/pause", {});
  await expect(guest(onlooker, "doge2")).toHaveAccessibleName(/paused/, SOON);
  await command(page, "vm/doge2/request/resume", {});
  await seesTheBox(onlooker);
  await shoot(onlooker, "lab-onlooker");

  // By hand, with the token that the link has given.
  const token = key.slice("#key=".length);
  const authorization = { Authorization: `Bearer ${token}` };
  const post = (path: string, data: object) => onlooker.request.post(path, { headers: authorization, data });
  const recording = (await (await page.request.get("/api/recordings")).json())[0].id;
  for (const refused of [
    await post("/api/commands", { topic: "vm/doge1/request/kill", payload: {} }),
    await post("/api/recordings/start", { name: "mine" }),
    await post("/api/replays", { recording }),
    await onlooker.request.get("/api/links", { headers: authorization }),
  ]) {
    expect(refused.status(), refused.url()).toBe(403);
    expect((await refused.json()).detail, refused.url()).toContain("only looks on");
  }
  const replay = (await (await page.request.post("/api/replays", { data: { recording } })).json()).id;
  for (const [path, said] of [
    ["/api/consoles/doge1", "reboot\r"],
    [`/api/replays/${replay}`, JSON.stringify({ do: "seek", t: 0 })],
  ] as const) {
    const answer = await onlooker.evaluate(attempt, { path, said, token });
    expect(answer, path).toMatch(/look/);
  }
  await page.request.delete(`/api/replays/${replay}`);
  const { guests } = await world(page);
  expect(VMS.map((vm) => guests[vm]?.phase)).toEqual(["running", "running", "running"]);
});

/** What comes back as an error to what is said over a WebSocket. Runs in the onlooker's page. */
function attempt({ path, said, token }: { path: string; said: string; token: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + path, [
      "scatola",
      `scatola.token.${token}`,
    ]);
    socket.onopen = () => socket.send(said);
    socket.onclose = ({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`));
    socket.onmessage = ({ data }) => {
      const told = typeof data === "string" ? JSON.parse(data) : {};
      if (told.type === "error") {
        socket.onclose = null;
        socket.close();
        resolve(told.detail);
      }
    };
  });
}

test.describe("a link that lets nobody in", () => {
  test.use({ expected: [/401 \(Unauthorized\)/] });

  test("says why, and what to do", async ({ page, elsewhere }) => {
    const key = await link(page);
    const wrong = await elsewhere();
    await wrong.goto(`/${key.slice(0, -4)}AAAA`);

    await expect(wrong.getByRole("heading", { name: "This link lets nobody in" })).toBeVisible();
    await expect(wrong.locator(".why")).not.toBeEmpty();
    await expect(wrong.locator(".stage")).toHaveCount(0);
    await shoot(wrong, "lab-wrong-link");
  });
});
