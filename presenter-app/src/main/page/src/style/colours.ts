/** What these tokens (`--ink`) are just now within an element, as canvases and the like want them: `rgb(…)`. */
export function colours<K extends string>(
  within: Element,
  tokens: Readonly<Record<K, string>>,
): Record<K, string> {
  const probe = document.createElement("span");
  within.append(probe);
  const found = {} as Record<K, string>;
  for (const name of Object.keys(tokens) as K[]) {
    probe.style.color = `var(${tokens[name]})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

/** Calls back when light becomes dark or dark light. @return ends that */
export function onTheme(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(changed);
  system.addEventListener("change", changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "style"] });
  return () => {
    system.removeEventListener("change", changed);
    chosen.disconnect();
  };
}
