import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";

export { expect };

/** Where a person finds the screenshots of the main states. */
const SHOTS = process.env["PAGE_SHOTS"] ?? "test-results/shots";

/** Takes a screenshot of a main state, named for people; what is on its way somewhere is shown there. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: "disabled" });
}

/** Complaints in a browser's console: errors, and what the page's own policy forbade. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") {
      heard.push(`${message.text()} (${message.location().url})`);
    }
  });
  return heard;
}

interface Given {
  /** Complaints that a test brings about itself. */
  expected: RegExp[];
  /** Opens a page in a browser of somebody else's. */
  elsewhere: (options?: BrowserContextOptions) => Promise<Page>;
}

/** A test none of whose pages may complain. */
export const test = base.extend<Given>({
  expected: [[], { option: true }],
  page: async ({ page, expected }, use) => {
    const heard = complaints(page);
    await use(page);
    quiet(heard, expected);
  },
  elsewhere: async ({ browser, expected }, use) => {
    const heard: string[][] = [];
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      opened.push(context);
      const page = await context.newPage();
      heard.push(complaints(page));
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
    quiet(heard.flat(), expected);
  },
});

function quiet(heard: readonly string[], expected: readonly RegExp[]): void {
  expect(
    heard.filter((complaint) => !expected.some((pattern) => pattern.test(complaint))),
    "the browser's console",
  ).toEqual([]);
}
