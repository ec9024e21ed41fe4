import "./perform.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { by, steers } from "../../state/me";
import type { Performance, Step } from "../../wire/generated/api";
import { post } from "../../wire/http";
import { clockTime } from "../clock";
import { useAttempt, Why } from "../panel/Attempt";
import { times } from "../playing";
import { about, choices, facts, mark, opened, over, progress, standing } from "./view";
import { follow } from "./watch";

/** A performance as it goes on: everybody sees it, presenters decide where it is not as recorded. */
export function Running({ id }: { id: number }) {
  const shown = useSignal<Performance | null>(null);
  const line = useSignal<"open" | "lost" | "none">("open");
  const deciding = useAttempt();
  useEffect(
    () =>
      follow(id, {
        told: (performance) => {
          shown.value = performance;
          line.value = "open";
        },
        lost: () => {
          line.value = "lost";
        },
        none: () => {
          line.value = "none";
        },
      }),
    [id],
  );
  const performance = shown.value;
  if (performance === null) {
    return (
      <p role="status">{line.value === "none" ? "There is no performance of that number any more." : "…"}</p>
    );
  }
  const done = over(performance);
  return (
    <>
      <h2>{performance.title}</h2>
      <p class="soft">
        performed again by {performance.by},{" "}
        {performance.speed === 0
          ? "without pauses"
          : performance.speed === 1
            ? "with the recording's pauses"
            : `${times(performance.speed)} as fast`}
        , since {clockTime(Date.parse(performance.began))}
      </p>
      <div class="perform-says" data-tone={tone(performance)} role="status">
        <p>{standing(performance)}</p>
        {steers.value && !done && (
          <p class="row-keys">
            {choices(performance).map((choice) => (
              <button
                key={choice.do}
                type="button"
                class="key"
                data-tone={choice.do === "stop" ? "danger" : undefined}
                disabled={deciding.busy}
                onClick={() =>
                  deciding.run(() => post(`/api/performances/${id}`, { do: choice.do, by: by.value }))
                }
              >
                {choice.words}
              </button>
            ))}
          </p>
        )}
      </div>
      {line.value === "lost" && <p class="why">Not heard: waiting for the laptop.</p>}
      <Why of={deciding} />
      <progress max={1} value={progress(performance)} aria-label="Steps that are behind" />
      <Steps of={performance} />
      {performance.log.length > 0 && (
        <section aria-label="What else happened">
          <h3>What else happened</h3>
          <ul class="perform-log">
            {performance.log.map(({ at, text }) => (
              <li key={at + text}>
                <span class="mono">{clockTime(Date.parse(at))}</span> {text}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function tone(performance: Performance): string {
  return performance.state === "diverged" || performance.state === "failed"
    ? "bad"
    : performance.state === "passed"
      ? "good"
      : "plain";
}

function Steps({ of }: { of: Performance }) {
  const list = useRef<HTMLOListElement>(null);
  // the step that is on is kept in sight when it changes
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [of.step, of.state]);
  return (
    <ol class="steps" ref={list}>
      {of.steps.map((step) => (
        <li
          key={step.number}
          data-state={step.state}
          aria-current={step.number === of.step && !over(of) ? "step" : undefined}
        >
          <span class="step-number mono">{step.number}</span>
          <div>
            <p>{step.text}</p>
            {step.answer !== undefined && step.answer !== step.expected && step.state === "diverged" && (
              <p class="why">It was answered: {step.answer}</p>
            )}
          </div>
          <span class="step-mark">
            <span aria-hidden="true">{mark(step.state).sign}</span> {mark(step.state).word}
            {(step.of ?? 0) > 0 && step.state !== "to_come" && step.state !== "done" && (
              <span class="mono">
                {" "}
                {step.seen ?? 0}/{step.of}
              </span>
            )}
          </span>
          {opened(step) && <Facts of={step} />}
        </li>
      ))}
    </ol>
  );
}

/** What must be seen before the next command goes out, beside what is there. */
function Facts({ of }: { of: Step }) {
  return of.facts.length === 0 ? null : (
    <table class="facts">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Recorded</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {facts(of).map((fact) => (
          <tr key={about(fact) + fact.expected} data-seen={fact.seen}>
            <th scope="row">{about(fact)}</th>
            <td>{fact.expected}</td>
            <td>
              <span aria-hidden="true">{fact.seen ? "✓ " : "… "}</span>
              {fact.actual ?? "not heard yet"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
