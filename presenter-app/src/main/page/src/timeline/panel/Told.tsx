import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { steers } from "../../state/me";
import type { Note, NoteKind } from "../../wire/generated/api";
import { clockTime, day } from "../clock";
import { Glyph } from "../Glyph";
import { goTo, play } from "../orders";
import { now, recordings, refresh, told } from "../past";
import { query, tale, who } from "../tale";
import { useAttempt, Why } from "./Attempt";

const KINDS: readonly NoteKind[] = [
  "command",
  "answer",
  "guest",
  "link",
  "node",
  "test",
  "alert",
  "show",
  "presenter",
  "mark",
  "recorder",
];
const PATIENCE_MS = 250;

/** Who did what, and what followed: in a recording, or in the last hour. */
export function Told({ recording }: { recording: number | null }) {
  const text = useSignal("");
  const vm = useSignal("");
  const kind = useSignal("");
  const notes = useSignal<readonly Note[]>([]);
  const next = useSignal<string | null>(null);
  const asking = useAttempt();
  const of = recordings.value.find(({ id }) => id === recording);
  const wish = { text: text.value, vm: vm.value, kind: kind.value };
  const asked = query(recording, wish, null);
  // the query says it all
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(
      () =>
        void asking.run(async () => {
          const page = await told(asked);
          if (wanted) {
            notes.value = page.items;
            next.value = page.next;
          }
        }),
      notes.peek().length === 0 ? 0 : PATIENCE_MS,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  useEffect(() => {
    if (recording !== null) {
      refresh().catch(() => {});
    }
  }, [recording]);
  const show = (note: Note): void => {
    if (recording === null) {
      void goTo(Date.parse(note.time));
    } else if (of !== undefined) {
      void play(recording, (Date.parse(note.time) - Date.parse(of.from)) / 1000);
    }
  };
  let before = "";
  return (
    <>
      <h2>{recording === null ? "The last hour" : (of?.name ?? "A recording")}</h2>
      <form class="told-wish" onSubmit={(event) => event.preventDefault()}>
        <label class="field">
          <span>Text</span>
          <input
            type="search"
            maxLength={200}
            value={text.value}
            onInput={(e) => (text.value = e.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>Guest</span>
          <input
            type="search"
            maxLength={32}
            value={vm.value}
            onInput={(e) => (vm.value = e.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>About</span>
          <select value={kind.value} onChange={(e) => (kind.value = e.currentTarget.value)}>
            <option value="">everything</option>
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Why of={asking} />
      <ol class="told">
        {tale(notes.value).map(({ note, answers }, index) => {
          const at = Date.parse(note.time);
          const today = day(at, now.peek());
          const first = today !== before;
          before = today;
          return (
            // two notes may be the same in everything, and none moves
            <li key={index} data-chapter={note.chapter}>
              {first && <h3>{today}</h3>}
              <button
                type="button"
                class="told-at mono"
                disabled={!steers.value}
                title="Show this moment"
                onClick={() => show(note)}
              >
                {clockTime(at)}
              </button>
              {note.chapter || note.sign !== undefined ? (
                <Glyph of={{ kind: note.kind, sign: note.sign ?? null }} />
              ) : (
                <span />
              )}
              <p>
                {who(note) !== "" && <b>{who(note)}: </b>}
                {note.text}
                {answers.map((answer) => (
                  <span key={answer.text} class="told-answer" data-failed={answer.failed}>
                    → {answer.text}
                  </span>
                ))}
              </p>
            </li>
          );
        })}
      </ol>
      {notes.value.length === 0 && !asking.busy && asking.why === null && (
        <p class="soft">Nothing like that happened then.</p>
      )}
      {next.value !== null && (
        <button
          type="button"
          class="key"
          disabled={asking.busy}
          onClick={() =>
            asking.run(async () => {
              const page = await told(query(recording, wish, next.value));
              notes.value = [...notes.value, ...page.items];
              next.value = page.next;
            })
          }
        >
          More
        </button>
      )}
    </>
  );
}
