/**
 * Who looks at this page, for the server: the token of the link that the page was opened by, if there was one. It stands in
 * the address's fragment (`#key=…`), which no server and no Referer ever sees, and is kept for this tab alone.
 */
const KEY = "scatola.key";

/** The link's token, or null for whoever sits at the laptop. */
export const token: string | null = take();

function take(): string | null {
  const found = /^#key=([\w.~-]+)$/.exec(location.hash);
  if (found?.[1]) {
    sessionStorage.setItem(KEY, found[1]);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY);
}

/** Headers that say who asks. */
export function headers(): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/** The same for WebSockets, which can't have headers: a subprotocol that only carries the token. */
export function protocols(): string[] {
  return token === null ? ["scatola"] : ["scatola", `scatola.token.${token}`];
}

/** The address of a WebSocket of this page's own server. */
export function socketAddress(path: string): string {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.hash = "";
  return address.href;
}
