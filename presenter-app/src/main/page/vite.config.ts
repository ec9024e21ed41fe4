/// <reference types="vitest/config" />
import { defineConfig } from "vite";

// The page of a box that runs, for `npm run dev`; ./scatola up prints where it is.
const box = process.env["SCATOLA_PAGE"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "./",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  server: {
    proxy: { "/api": { target: box, ws: true, changeOrigin: true, headers: { Origin: box } } },
  },
  build: {
    target: "es2022",
    outDir: process.env["PAGE_OUT"] ?? "dist",
    emptyOutDir: true,
    // Everything is a file of its own: the page's security policy takes nothing inline but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ["src/**/*.test.ts"],
    reporters: process.env["PAGE_REPORT"] ? ["dot", "junit"] : ["default"],
    ...(process.env["PAGE_REPORT"] ? { outputFile: { junit: process.env["PAGE_REPORT"] } } : {}),
  },
});
