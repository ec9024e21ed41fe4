import { signal } from "@preact/signals";

/** Where this page is, by the part of its address after the `#`: `/`, `/console/doge1`, `/recordings`, … */
export const route = signal(read());

addEventListener("hashchange", () => {
  route.value = read();
});

/** Goes there; the browser's back button comes back. */
export function go(path: string): void {
  location.hash = path;
}

/** The name after `prefix` where the page is, such as `doge1` at `/console/doge1` for `/console/`; else null. */
export function under(prefix: string): string | null {
  const path = route.value;
  return path.startsWith(prefix) && path.length > prefix.length ? path.slice(prefix.length) : null;
}

function read(): string {
  const hash = location.hash.slice(1);
  if (!hash.startsWith("/")) {
    return "/";
  }
  try {
    return decodeURIComponent(hash);
  } catch {
    return "/";
  }
}
