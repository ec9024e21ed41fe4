import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

/** Where a person finds the screenshots of the main states. */
const SHOTS = process.env["PAGE_SHOTS"] ?? "test-results/shots";

/** Takes a screenshot of a main state, named for people. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
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

/** A test whose page may not complain; `expected` says which complaints a test brings about itself. */
export const test = base.extend<{ expected: RegExp[] }>({
  expected: [[], { option: true }],
  page: async ({ page, expected }, use) => {
    const heard = complaints(page);
    await use(page);
    expect(
      heard.filter((complaint) => !expected.some((pattern) => pattern.test(complaint))),
      "the browser's console",
    ).toEqual([]);
  },
});
