/** The server takes names of at most so many characters. */
const MOST = 40;

/**
 * What somebody calls themselves, as the server takes names: composed, one line, without anything that can't be seen, since
 * a page with a name that it refuses would be let in no more. Empty if nothing is left.
 */
export function properName(said: string): string {
  const seen = said
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .trim();
  return [...seen].slice(0, MOST).join("").trim();
}
