import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { steers } from "../../state/me";
import { replay } from "../../state/store";
import type { Recording } from "../../wire/generated/api";
import { ask, post } from "../../wire/http";
import { clockTime, day, stretch } from "../clock";
import { play, publish } from "../orders";
import { now, refresh } from "../past";
import { useAttempt, Why } from "./Attempt";
import { save } from "./files";

/** One recording, and what can be done with it. */
export function RecordingRow({ recording }: { recording: Recording }) {
  const { id, name } = recording;
  const renaming = useSignal(false);
  const act = useAttempt();
  const shown = replay.value?.recording.id === id;
  return (
    <li data-shown={shown}>
      {renaming.value ? (
        <Rename recording={recording} done={() => (renaming.value = false)} />
      ) : (
        <p class="row-name">
          <strong>{name}</strong>
        </p>
      )}
      <p class="soft">{about(recording)}</p>
      <p class="row-keys">
        {steers.value && (
          <button type="button" class="key" onClick={() => void play(id)} disabled={shown}>
            {shown ? "Is shown" : "Play"}
          </button>
        )}
        <a class="key" href={`#/timeline/${id}`}>
          What happened
        </a>
      </p>
      {steers.value && (
        <details>
          <summary>More</summary>
          <div class="row-keys">
            <a class="key" href={`#/perform/${id}`}>
              Perform again…
            </a>
            {recording.going_on && recording.kept && (
              <button
                type="button"
                class="key"
                disabled={act.busy}
                onClick={() =>
                  act.run(async () => {
                    await post(`/api/recordings/${id}/stop`, {});
                    await refresh();
                  })
                }
              >
                Stop recording
              </button>
            )}
            <button type="button" class="key" onClick={() => (renaming.value = true)}>
              Rename
            </button>
            <button
              type="button"
              class="key"
              disabled={act.busy}
              onClick={() => act.run(() => save(recording, false))}
            >
              Save as a file
            </button>
            <button
              type="button"
              class="key"
              disabled={act.busy}
              onClick={() => act.run(() => save(recording, true))}
            >
              Save packed
            </button>
            {!recording.going_on && <Delete recording={recording} />}
          </div>
          <Publish recording={id} />
          <Why of={act} />
        </details>
      )}
    </li>
  );
}

/** "today 14:03:12, 11 min 12 s, goes on" */
function about({ from, length_s, going_on, kept, imported, by }: Recording): string {
  const at = Date.parse(from);
  return [
    `${day(at, now.peek())} ${clockTime(at)}`,
    stretch(length_s * 1000),
    going_on ? "goes on" : "",
    imported ? "from a file" : kept ? "kept" : "",
    by === undefined ? "" : `by ${by}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function Rename({ recording, done }: { recording: Recording; done: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const saving = useAttempt();
  useEffect(() => field.current?.select(), []);
  return (
    <form
      class="rename"
      onSubmit={async (event) => {
        event.preventDefault();
        const name = field.current!.value.trim();
        const went = await saving.run(async () => {
          await post(`/api/recordings/${recording.id}`, { name }, "PATCH");
          await refresh();
        });
        if (went) {
          done();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          done();
        }
      }}
    >
      <input ref={field} aria-label="Name" defaultValue={recording.name} maxLength={100} required />
      <button type="submit" class="key" disabled={saving.busy}>
        Rename
      </button>
      <button type="button" class="key" onClick={done}>
        Leave
      </button>
      <Why of={saving} />
    </form>
  );
}

/** Asks once, in place. */
function Delete({ recording }: { recording: Recording }) {
  const armed = useSignal(false);
  const deleting = useAttempt();
  return (
    <>
      <button
        type="button"
        class="key"
        data-tone={armed.value ? "armed" : "danger"}
        disabled={deleting.busy}
        onClick={(event) => {
          if (!armed.value) {
            armed.value = true;
            return;
          }
          const panel = event.currentTarget.closest<HTMLElement>(".panel");
          void deleting.run(async () => {
            await ask(`/api/recordings/${recording.id}`, { method: "DELETE" });
            // The button goes with the row: what is asked next is asked of the panel.
            panel?.focus();
            await refresh();
          });
        }}
        onBlur={() => (armed.value = false)}
      >
        {armed.value ? "Delete for good" : "Delete"}
      </button>
      <Why of={deleting} />
    </>
  );
}

/** Says a replay on the bus, below a root of its own. */
function Publish({ recording }: { recording: number }) {
  const root = useSignal("scatola-replay");
  return (
    <form
      class="publish"
      onSubmit={(event) => {
        event.preventDefault();
        void publish(recording, root.value.trim());
      }}
    >
      <label class="field">
        <span>Say it on the bus, below</span>
        <input
          class="mono"
          required
          value={root.value}
          onInput={(event) => {
            root.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="key">
        Publish
      </button>
    </form>
  );
}
