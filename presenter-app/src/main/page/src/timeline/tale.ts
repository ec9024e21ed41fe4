import type { Note } from "../wire/generated/api";

/** A line of "who did what, and what followed": what was answered stands below what was asked. */
export interface TaleLine {
  readonly note: Note;
  readonly answers: readonly { readonly text: string; readonly failed: boolean }[];
}

/** Notes as people read them: an answer, whose text begins with its command's, goes below it. */
export function tale(notes: readonly Note[]): readonly TaleLine[] {
  const lines: { note: Note; answers: { text: string; failed: boolean }[] }[] = [];
  const open: typeof lines = [];
  for (const note of notes) {
    const asked = note.kind === "answer" ? open.find((line) => answers(line.note, note)) : undefined;
    if (asked !== undefined) {
      const text = note.text.slice(asked.note.text.length + 2);
      asked.answers.push({ text, failed: !text.startsWith("ok") });
      open.splice(open.indexOf(asked), 1);
      continue;
    }
    const line = { note, answers: [] };
    lines.push(line);
    if (note.kind === "command") {
      open.push(line);
    }
  }
  return lines;
}

function answers(command: Note, answer: Note): boolean {
  return answer.text.startsWith(`${command.text}: `) && answer.by === command.by;
}

/** Who did it: what states say of who changed them, the command above them has said. */
export function who({ kind, by }: Note): string {
  return kind === "command" || kind === "answer" || kind === "mark" ? (by ?? "") : "";
}

/** What to ask the laptop for. Without a recording it is the last hour. */
export function query(
  recording: number | null,
  wish: { text: string; vm: string; kind: string },
  after: string | null,
): string {
  const asked = new URLSearchParams(recording === null ? { from: "-1h" } : { recording: String(recording) });
  for (const [name, value] of Object.entries(wish)) {
    if (value.trim() !== "") {
      asked.set(name, value.trim());
    }
  }
  asked.set("limit", "200");
  if (after !== null) {
    asked.set("after", after);
  }
  return asked.toString();
}
