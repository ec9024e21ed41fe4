import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { type ITheme, Terminal } from "@xterm/xterm";
import { colours, onTheme } from "../style/colours";
import type { Piece } from "./feed";
import { size } from "./told";

/** A terminal on the page. */
export interface Screen {
  /** Shows a piece and calls back when that is done; for a {@link Feed}. */
  show(piece: Piece, shown: () => void): void;
  focus(): void;
  /** What is marked in it. */
  selection(): string;
  readOnly(is: boolean): void;
  /** Whether it tells screen readers what comes. */
  aloud(is: boolean): void;
  close(): void;
}

/** What a terminal asks of its page. */
export interface Page {
  typed(text: string): void;
  resized(columns: number, rows: number): void;
  /** Escape was pressed twice. */
  leave(): void;
  /** F6 was pressed: the focus goes elsewhere. */
  elsewhere(): void;
  copy(text: string): void;
}

/** Two Escapes within this time close the console; the first one goes to the guest, too. */
const TWICE_MS = 500;

const TOKENS = {
  foreground: "--ink",
  background: "--sheet",
  cursor: "--ink",
  cursorAccent: "--sheet",
  selectionBackground: "--ink",
  selectionForeground: "--sheet",
  black: "--ansi-black",
  red: "--ansi-red",
  green: "--ansi-green",
  yellow: "--ansi-yellow",
  blue: "--ansi-blue",
  magenta: "--ansi-magenta",
  cyan: "--ansi-cyan",
  white: "--ansi-white",
  brightBlack: "--ansi-black",
  brightRed: "--ansi-red",
  brightGreen: "--ansi-green",
  brightYellow: "--ansi-yellow",
  brightBlue: "--ansi-blue",
  brightMagenta: "--ansi-magenta",
  brightCyan: "--ansi-cyan",
  brightWhite: "--ink",
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** Opens a terminal in an element: as large as that is, in the page's type and colours. */
export async function openScreen(into: HTMLElement, page: Page): Promise<Screen> {
  const style = getComputedStyle(into);
  // It measures its letters once: they have to be there.
  await document.fonts.load(`${style.fontSize} ${style.fontFamily}`);
  const terminal = new Terminal({
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize),
    theme: colours(into, TOKENS),
    minimumContrastRatio: 4.5,
    scrollback: 5000,
    cursorBlink: false,
    logLevel: "off",
    // A guest may print links; nobody is led away from the show by one.
    linkHandler: { activate: () => {} },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  silence(terminal);
  terminal.attachCustomKeyEventHandler(keys(terminal, page));
  terminal.onData(page.typed);
  terminal.onResize(({ cols, rows }) => page.resized(cols, rows));
  terminal.open(into);

  let frame = 0;
  const refit = (): void => {
    frame = 0;
    if (into.clientHeight > 0) {
      terminal.options.fontSize = Number.parseFloat(getComputedStyle(into).fontSize);
      fit.fit();
    }
  };
  refit();
  page.resized(terminal.cols, terminal.rows);
  const watch = new ResizeObserver(() => {
    frame ||= requestAnimationFrame(refit);
  });
  watch.observe(into);
  const theme = onTheme(() => {
    terminal.options.theme = colours(into, TOKENS);
    refit();
  });

  return {
    show: (piece, shown) => show(terminal, piece, shown),
    focus: () => terminal.focus(),
    selection: () => terminal.getSelection(),
    readOnly: (is) => {
      terminal.options.disableStdin = is;
    },
    aloud: (is) => {
      terminal.options.screenReaderMode = is;
    },
    close: () => {
      cancelAnimationFrame(frame);
      watch.disconnect();
      theme();
      terminal.dispose();
    },
  };
}

function show(terminal: Terminal, piece: Piece, shown: () => void): void {
  switch (piece.kind) {
    case "bytes":
      terminal.write(piece.bytes, shown);
      break;
    case "gap":
      // A program that draws its own screen would be torn apart by a line of ours; the console's head tells it, too.
      if (terminal.buffer.active.type === "alternate") {
        queueMicrotask(shown);
      } else {
        // CAN ends a control sequence that lost its end.
        terminal.write(`\x18\x1b[0m\r\n\x1b[90m… ${size(piece.missing)} not shown …\x1b[0m\r\n`, shown);
      }
      break;
    case "reset":
      terminal.reset();
      queueMicrotask(shown);
  }
}

/**
 * Terminals answer questions about themselves (where is the cursor, what are you). Here several look at one line, and the
 * past is shown again to each: their answers would be typed into the guest, so none is given.
 */
function silence(terminal: Terminal): void {
  const mute = (): boolean => true;
  const { parser } = terminal;
  for (const id of [
    { final: "n" },
    { prefix: "?", final: "n" },
    { final: "c" },
    { prefix: ">", final: "c" },
    { prefix: "=", final: "c" },
    { prefix: ">", final: "q" },
    { final: "t" },
    { intermediates: "$", final: "p" },
    { prefix: "?", intermediates: "$", final: "p" },
    { prefix: "?", final: "u" },
  ]) {
    parser.registerCsiHandler(id, mute);
  }
  parser.registerDcsHandler({ intermediates: "$", final: "q" }, mute);
  for (const colour of [4, 10, 11, 12]) {
    parser.registerOscHandler(colour, (said) => said.includes("?"));
  }
}

function keys(terminal: Terminal, page: Page): (event: KeyboardEvent) => boolean {
  let escaped = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.type !== "keydown") {
      return event.key !== "F6";
    }
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (event.key === "F6" && plain) {
      event.preventDefault();
      page.elsewhere();
      return false;
    }
    if (event.key === "Escape" && plain && !event.repeat) {
      if (event.timeStamp - escaped < TWICE_MS) {
        page.leave();
        return false;
      }
      escaped = event.timeStamp;
      return true;
    }
    const key = event.key.toLowerCase();
    if (event.ctrlKey && !event.altKey && key === "c" && terminal.hasSelection()) {
      event.preventDefault();
      page.copy(terminal.getSelection());
      terminal.clearSelection();
      return false;
    }
    // The browser pastes by itself.
    return !(event.ctrlKey && event.shiftKey && key === "v");
  };
}
