import "./perform.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { by, steers } from "../../state/me";
import { go } from "../../state/route";
import { replay } from "../../state/store";
import type { DryRun } from "../../wire/generated/api";
import { post } from "../../wire/http";
import { backToLive } from "../orders";
import { useAttempt, Why } from "../panel/Attempt";
import { recordings, refresh } from "../past";
import { times } from "../playing";
import { blocked, summary } from "./view";

const SPEEDS = [1, 2, 4, 8, 16, 0.5, 0.25, 0] as const;

/** Before a recording is performed again: what would be done, and what stands in the way. Nothing is sent yet. */
export function Prepare({ recording }: { recording: number }) {
  const reset = useSignal(false);
  const speed = useSignal(1);
  const dry = useSignal<DryRun | null>(null);
  const looking = useAttempt();
  const beginning = useAttempt();
  const name = recordings.value.find(({ id }) => id === recording)?.name ?? `Recording ${recording}`;
  const look = (): Promise<boolean> =>
    looking.run(async () => {
      dry.value = await post<DryRun>(`/api/recordings/${recording}/perform`, {
        dry_run: true,
        reset: reset.value,
      });
    });
  // what the check depends on is whether the box is emptied before
  useEffect(() => {
    if (steers.value) {
      void look();
    }
  }, [reset.value]);
  useEffect(() => {
    refresh().catch(() => {});
  }, []);
  if (!steers.value) {
    return <p>Only presenters can perform a recording again.</p>;
  }
  const plan = dry.value;
  const blocks = plan !== null && blocked(plan.findings);
  return (
    <>
      <h2>Perform again: {name}</h2>
      <p class="soft">
        The recording's commands are sent to the live box, each when what followed the one before it is seen.
      </p>
      <div class="perform-how">
        <label class="check">
          <input
            type="checkbox"
            checked={reset.value}
            onChange={(event) => {
              reset.value = event.currentTarget.checked;
            }}
          />
          <span>Delete all guests before</span>
        </label>
        <label class="field">
          <span>Pauses</span>
          <select
            value={String(speed.value)}
            onChange={(event) => (speed.value = Number(event.currentTarget.value))}
          >
            {SPEEDS.map((each) => (
              <option key={each} value={String(each)}>
                {each === 0 ? "none" : each === 1 ? "as recorded" : `${times(each)} as fast`}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Why of={looking} />
      {plan !== null && (
        <>
          <p class="perform-says" data-tone={blocks ? "bad" : "plain"}>
            {summary(plan.plan, plan.findings)}
          </p>
          {plan.findings.length > 0 && (
            <ul class="findings">
              {plan.findings.map(({ severity, text }) => (
                <li key={text} data-severity={severity}>
                  <strong>{severity === "blocks" ? "Stands in the way" : "Mind"}:</strong> {text}
                </li>
              ))}
            </ul>
          )}
          <p class="row-keys">
            <button
              type="button"
              class="key"
              data-tone={blocks ? "danger" : "first"}
              disabled={beginning.busy || plan.plan.length === 0}
              onClick={() =>
                beginning.run(async () => {
                  const { id } = await post<{ id: number }>(`/api/recordings/${recording}/perform`, {
                    reset: reset.value,
                    speed: speed.value,
                    by: by.value,
                    ...(blocks ? { force: true } : {}),
                  });
                  if (replay.peek() !== null) {
                    backToLive();
                  }
                  go(`/performance/${id}`);
                })
              }
            >
              {blocks ? "Begin all the same" : "Begin"}
            </button>
            <button type="button" class="key" disabled={looking.busy} onClick={() => void look()}>
              Check again
            </button>
          </p>
          <Why of={beginning} />
          <details open>
            <summary>What would change</summary>
            {plan.changes.length === 0 ? (
              <p class="soft">Nothing.</p>
            ) : (
              <ul>
                {plan.changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            )}
          </details>
          <details>
            <summary>The plan, step by step</summary>
            <ol class="steps">
              {plan.plan.map((step) => (
                <li key={step.number}>
                  <span class="step-number mono">{step.number}</span>
                  <p>
                    {step.text}
                    <small class="soft">
                      {step.facts.length === 0
                        ? " then nothing is waited for"
                        : ` then until ${step.facts.map(({ about, property, expected }) => `${about} ${property} is ${expected}`).join(", ")}`}
                    </small>
                  </p>
                </li>
              ))}
            </ol>
          </details>
          {plan.skipped.length > 0 && (
            <details>
              <summary>Not sent again: {plan.skipped.length}</summary>
              <ul>
                {plan.skipped.map(({ at, topic, reason }) => (
                  <li key={at + topic}>
                    <span class="mono">{topic}</span>: {reason}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </>
  );
}
