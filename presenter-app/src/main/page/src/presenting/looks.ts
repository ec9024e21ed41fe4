import { signal } from "@preact/signals";
import { resized } from "./keys";

/** How this screen shows the page; every screen keeps its own. */
const SCALE = "scatola.type-scale";
const THEME = "scatola.theme";

export const blank = signal(false);

export function resize(by: 1 | -1): void {
  const scale = resized(Number(localStorage.getItem(SCALE) ?? "1"), by);
  localStorage.setItem(SCALE, String(scale));
  wear();
}

export function turnTheme(): void {
  const dark =
    document.documentElement.dataset["theme"] === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : document.documentElement.dataset["theme"] === "dark";
  localStorage.setItem(THEME, dark ? "light" : "dark");
  wear();
}

export async function fullScreen(): Promise<void> {
  try {
    await (document.fullscreenElement === null
      ? document.documentElement.requestFullscreen()
      : document.exitFullscreen());
  } catch (failure) {
    console.warn("no full screen here:", failure);
  }
}

/** Puts on what this screen wore last. */
export function wear(): void {
  const root = document.documentElement;
  const scale = Number(localStorage.getItem(SCALE) ?? "1");
  root.style.setProperty("--type-scale", String(scale >= 0.8 && scale <= 2 ? scale : 1));
  const theme = localStorage.getItem(THEME);
  if (theme === "light" || theme === "dark") {
    root.dataset["theme"] = theme;
  }
}
