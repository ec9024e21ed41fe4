import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { by, steers } from "../../state/me";
import { chapters } from "../../state/store";
import type { ReplayTelegram } from "../../wire/generated/api";
import { ask, post } from "../../wire/http";
import { brought } from "../dropping";
import { mark } from "../marking";
import { watch } from "../orders";
import { recordings, refresh } from "../past";
import { useAttempt, Why } from "./Attempt";
import { bring } from "./files";
import { RecordingRow } from "./RecordingRow";

/** The recordings of this box: found by name, played, named, taken along. */
export function Recordings() {
  const sought = useSignal("");
  const all = useAttempt();
  const chapter = chapters.value.length;
  // lengths and names change with what happens
  useEffect(() => {
    void all.run(refresh);
  }, [chapter]);
  const found = recordings.value.filter(({ name }) =>
    name.toLowerCase().includes(sought.value.trim().toLowerCase()),
  );
  return (
    <>
      {steers.value && <Begin />}
      {steers.value && <Import />}
      <Replays />
      <label class="field">
        <span>Find a recording</span>
        <input
          type="search"
          value={sought.value}
          onInput={(event) => {
            sought.value = event.currentTarget.value;
          }}
        />
      </label>
      <Why of={all} />
      <ul class="recordings">
        {found.map((recording) => (
          <RecordingRow key={recording.id} recording={recording} />
        ))}
      </ul>
      {found.length === 0 && !all.busy && (
        <p class="soft">
          {recordings.value.length === 0 ? "Nothing is recorded yet." : "No recording has that in its name."}
        </p>
      )}
    </>
  );
}

/** Names what happens from now on, or this moment. */
function Begin() {
  const name = useSignal("");
  const title = useSignal("");
  const begin = useAttempt();
  const set = useAttempt();
  return (
    <div class="panel-forms">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const asked = name.value.trim();
          const went = await begin.run(async () => {
            await post("/api/recordings/start", {
              ...(asked === "" ? {} : { name: asked }),
              by: by.value,
            });
            await refresh();
          });
          if (went) {
            name.value = "";
          }
        }}
      >
        <label class="field">
          <span>Record from now on as</span>
          <input
            maxLength={100}
            placeholder="date and time"
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="key" disabled={begin.busy}>
          Start
        </button>
        <Why of={begin} />
      </form>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (await set.run(() => mark(title.value))) {
            title.value = "";
          }
        }}
      >
        <label class="field">
          <span>Mark this moment as</span>
          <input
            required
            maxLength={100}
            value={title.value}
            onInput={(event) => {
              title.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="key" disabled={set.busy}>
          Mark
        </button>
        <Why of={set} />
      </form>
    </div>
  );
}

/** A file is chosen, or dropped anywhere on the page. */
function Import() {
  const chooser = useRef<HTMLInputElement>(null);
  const taking = useAttempt();
  const said = useSignal<string | null>(null);
  const take = async (file: File): Promise<void> => {
    said.value = null;
    await taking.run(async () => {
      const { name, warning } = await bring(file);
      said.value = warning === undefined ? `'${name}' is here.` : `'${name}' is here, but ${warning}`;
    });
  };
  const dropped = brought.value;
  // a file is taken once
  useEffect(() => {
    if (dropped !== null) {
      brought.value = null;
      void take(dropped);
    }
  }, [dropped]);
  return (
    <div class="import">
      <button type="button" class="key" disabled={taking.busy} onClick={() => chooser.current?.click()}>
        {taking.busy ? "Reading the file…" : "Bring a file"}
      </button>
      <span class="soft">or drop it on the page</span>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".jsonl,.gz,.ndjson"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) {
            void take(file);
          }
        }}
      />
      <Why of={taking} />
      {said.value !== null && <p role="status">{said.value}</p>}
    </div>
  );
}

/** Replays that are said on the bus: everybody may look at them, and somebody must end them. */
function Replays() {
  const on = useSignal<readonly ReplayTelegram[]>([]);
  const ending = useAttempt();
  const look = async (): Promise<void> => {
    on.value = (await ask<ReplayTelegram[]>("/api/replays")).filter(({ publish }) => publish !== undefined);
  };
  // asked once, and after one has ended
  useEffect(() => {
    look().catch(() => {
      on.value = [];
    });
  }, []);
  return on.value.length === 0 ? null : (
    <section aria-label="Replays on the bus">
      <h2>On the bus</h2>
      <ul class="recordings">
        {on.value.map((replay) => (
          <li key={replay.id}>
            <p>
              <strong>{replay.recording.name}</strong>{" "}
              <span class="soft">
                below <span class="mono">{replay.publish}/</span>
              </span>
            </p>
            <p class="row-keys">
              <button type="button" class="key" onClick={() => watch(replay.id)}>
                Watch
              </button>
              {steers.value && (
                <button
                  type="button"
                  class="key"
                  disabled={ending.busy}
                  onClick={() =>
                    ending.run(async () => {
                      await ask(`/api/replays/${replay.id}`, { method: "DELETE" });
                      await look();
                    })
                  }
                >
                  End
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Why of={ending} />
    </section>
  );
}
