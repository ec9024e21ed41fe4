import { readFileSync } from "node:fs";
import type { Page, WebSocketRoute } from "@playwright/test";
import type { Telegram } from "../src/wire/telegram";
import type { World } from "../src/wire/world";

/** A box that only tells, for looking at views without a lab: what the page's server would tell is told by the test. */
export interface Box {
  tell(telegram: Telegram): void;
}

/** The box after the story: three Pis, three guests, one network. */
export function story(): { at: string; box: World } {
  return JSON.parse(readFileSync(new URL("./fixtures/story.json", import.meta.url), "utf8"));
}

/** Takes the place of the page's server. */
export async function pretend(page: Page, world: World, at: string, role = "presenter"): Promise<Box> {
  const open: WebSocketRoute[] = [];
  await page.route("**/api/**", (route) =>
    route.fulfill({ status: 404, json: { detail: "not in this test" } }),
  );
  // A box of which nothing was recorded.
  await page.route("**/api/timeline?*", (route) => route.fulfill({ json: { items: [], next: null } }));
  await page.route("**/api/performances", (route) => route.fulfill({ json: [] }));
  await page.route("**/api/recordings", (route) => route.fulfill({ json: [] }));
  await page.route("**/api/me", (route) => route.fulfill({ json: { role, until: null } }));
  await page.routeWebSocket(/\/api\/live/, (socket) => {
    open.push(socket);
    socket.send(JSON.stringify({ type: "picture", at, box: world }));
  });
  return { tell: (telegram) => open.at(-1)?.send(JSON.stringify(telegram)) };
}
