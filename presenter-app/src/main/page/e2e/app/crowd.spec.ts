import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { crowd } from "../tape";
import { expect, shoot, test } from "../test";

const MEASURED = join(process.env["PAGE_SHOTS"] ?? "test-results/shots", "../page-frames.json");

test("12 Pis with 60 guests, fed from a recording, are drawn and answer while frames are counted", async ({
  page,
  elsewhere,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto("/");
  const taken = await page.request.post("/api/recordings?name=A%20large%20box", {
    data: crowd(),
    headers: { "Content-Type": "application/x-ndjson" },
  });
  expect(taken.ok(), await taken.text()).toBe(true);
  await page.goto("/#/recordings");
  await page.locator("li", { hasText: "A large box" }).getByRole("button", { name: "Play" }).first().click();
  await expect(page.locator(".stage .guest")).toHaveCount(60);
  await expect(page.locator(".stage .pi")).toHaveCount(12);
  await page.goto("/#/");
  await expect(page.locator(".train").first()).toBeAttached();
  await shoot(page, "large-box");

  const counting = frames(page, 6000);
  for (const vm of ["doge3", "doge31", "doge60", "doge17"]) {
    await page.locator(`[data-thing="guest/${vm}"]`).click();
    await expect(page.locator(`[data-thing="guest/${vm}"]`)).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Escape");
    await page.mouse.move(200, 300);
    await page.mouse.move(1600, 900, { steps: 20 });
  }
  const crowded = await counting;

  const empty = await elsewhere({ viewport: { width: 1920, height: 1080 } });
  await empty.goto("about:blank");
  const floor = await frames(empty, 3000);

  // How fast is the machine's matter and no test's: it is written down for people.
  const figures = { crowded: summary(crowded), empty: summary(floor) };
  mkdirSync(dirname(MEASURED), { recursive: true });
  writeFileSync(MEASURED, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`frames: ${JSON.stringify(figures)}\n`);
  expect(crowded.length).toBeGreaterThan(30);
  expect(floor.length).toBeGreaterThan(30);
});

/** The lengths of all frames of a page within that time, in ms. */
function frames(page: Page, ms: number): Promise<number[]> {
  return page.evaluate(
    (time) =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = [];
        const began = performance.now();
        let last = began;
        const next = (now: number): void => {
          lengths.push(now - last);
          last = now;
          if (now - began < time) {
            requestAnimationFrame(next);
          } else {
            resolve(lengths.slice(1));
          }
        };
        requestAnimationFrame(next);
      }),
    ms,
  );
}

function summary(lengths: readonly number[]) {
  const sorted = [...lengths].sort((one, other) => one - other);
  const at = (share: number) => Number(sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1));
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
  return {
    frames: sorted.length,
    fps: Number((1000 / mean).toFixed(1)),
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    max_ms: at(1),
  };
}
