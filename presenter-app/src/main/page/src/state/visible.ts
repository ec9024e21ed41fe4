/**
 * A text from the bus, fit to be read: control characters are written as on a keyboard (`^[` for
 * escape), and characters that would turn, hide or
 * break the words around them become a sign for what can't be shown. Names and texts are whatever somebody sent.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (found) => {
    const code = found.codePointAt(0)!;
    return code < 0x20 || code === 0x7f ? `^${String.fromCodePoint(code ^ 0x40)}` : "\ufffd";
  });
}

/**
 * Controls, separators of lines and paragraphs, and what has no shape of its own but acts on others: marks of direction,
 * zero-width characters, tags. Joiners stay: names in several scripts need them.
 */
const HIDDEN =
  /[\p{Cc}\u2028\u2029\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;
