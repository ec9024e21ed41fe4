import { defineConfig } from "@playwright/test";

/**
 * The page in a real browser. `app` needs a presenter app (SCATOLA_PAGE), `lab` a box in the lab besides. Maven's integration
 * tests start both; by hand: SCATOLA_PAGE=http://127.0.0.1:8080 npx playwright test --project lab
 */
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: process.env["PAGE_OUTPUT"] ?? "test-results",
  reporter: [["list", { printSteps: false }]],
  use: {
    baseURL: process.env["SCATOLA_PAGE"] ?? "http://127.0.0.1:8080",
    screenshot: "only-on-failure",
    viewport: { width: 1366, height: 768 },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Root needs the first, machines without a graphics card the second; the others keep Chromium off the network.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "app", testMatch: "app/*.spec.ts" },
    { name: "lab", testMatch: "lab/*.spec.ts" },
  ],
});
