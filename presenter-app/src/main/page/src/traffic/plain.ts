import { visible } from "../state/visible";

const LONGEST = 240;

/** One line that somebody wrote, fit for the board: nothing hidden in it, tabs as blanks, bounded. */
export function plain(text: string): string {
  const head = text.slice(0, LONGEST);
  const left = text.length - head.length;
  const shown = visible(tabs(head));
  return left > 0 ? `${shown} … and ${left} more characters` : shown;
}

function tabs(text: string): string {
  let column = 0;
  let shown = "";
  for (const piece of text.split(/(\t)/)) {
    const next = piece === "\t" ? " ".repeat(8 - (column % 8)) : piece;
    column += next.length;
    shown += next;
  }
  return shown;
}
