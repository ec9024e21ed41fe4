/** The words of a command line, or why they can't be told. */
export type Words =
  | { readonly argv: readonly string[]; readonly note: string | null }
  | { readonly problem: string };

/** What the contract takes at most. */
const MOST_WORDS = 64;
const MOST_CHARACTERS = 4096;

/**
 * Takes a command line apart into the program and its arguments, and no more: spaces part, '…' and "…" keep together, a
 * backslash keeps the next character (within "…" only before " and \). No shell looks at them: `$`, `;`, `|` and `*` are
 * letters like others, which `note` says where somebody might expect otherwise.
 */
export function readWords(line: string): Words {
  const argv: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  let bare = false;
  for (let at = 0; at < line.length; at++) {
    const c = line[at]!;
    if (quote !== null) {
      if (c === quote) {
        quote = null;
      } else if (c === "\\" && quote === '"' && (line[at + 1] === '"' || line[at + 1] === "\\")) {
        word += line[++at]!;
      } else {
        word += c;
      }
    } else if (c === "'" || c === '"') {
      quote = c;
      word ??= "";
    } else if (c === "\\") {
      const next = line[++at];
      if (next === undefined) {
        return { problem: "a backslash stands at the end: write \\\\ for one" };
      }
      word = (word ?? "") + next;
    } else if (c === " " || c === "\t") {
      if (word !== null) {
        argv.push(word);
        word = null;
      }
    } else {
      bare ||= "|&;<>$`*?".includes(c);
      word = (word ?? "") + c;
    }
  }
  if (quote !== null) {
    return { problem: `a ${quote} is not closed` };
  }
  if (word !== null) {
    argv.push(word);
  }
  return checked(argv, bare);
}

function checked(argv: readonly string[], bare: boolean): Words {
  if (argv.length === 0 || argv[0] === "") {
    return { problem: "write a program and its arguments, such as uname -a" };
  }
  if (argv.length > MOST_WORDS) {
    return { problem: `at most ${MOST_WORDS} words can be sent; these are ${argv.length}` };
  }
  if (argv.reduce((sum, one) => sum + one.length, 0) > MOST_CHARACTERS) {
    return { problem: `at most ${MOST_CHARACTERS} characters can be sent` };
  }
  const problem = argv.map(textProblem).find((found) => found !== null);
  if (problem) {
    return { problem };
  }
  return {
    argv,
    note: bare
      ? "No shell reads this: such signs go to the program as they are. For a shell: sh -c '…'"
      : null,
  };
}

/** Why a node would not take that as one line of text; null if it would. */
export function textProblem(text: string): string | null {
  if (text.length > MOST_CHARACTERS) {
    return `at most ${MOST_CHARACTERS} characters can be sent; these are ${text.length}`;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the contract's own pattern
  return /[\x00-\x08\x0a-\x1f\x7f-\x9f]/.test(text) ? "control characters can't be sent" : null;
}

/** The words as they would have to be typed to be read as they are. */
export function typed(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}
