import { useMemo, useState } from "preact/hooks";
import type { NetworkLine } from "../stage/lines";
import { steers } from "../state/me";
import { order } from "../state/orders";
import { replay } from "../state/store";
import { lastLines } from "./lines";
import { longest, noReply, outages } from "./outages";
import { Plot } from "./Plot";
import { plain } from "./plain";
import { newestRun } from "./run";
import { type Series, series } from "./series";
import type { Shown } from "./shown";
import { figure, took, verdict } from "./verdict";

/** So many lines are on the board of a test; older ones are gone. */
const LINES = 12;

interface Props {
  test: Shown;
  /** The line that it runs over, if that is known. */
  line: NetworkLine | null;
  /** Whether its plot and lines are seen. */
  open: boolean;
  toggle: (() => void) | null;
}

/** A test on the board. */
export function Panel({ test, line, open, toggle }: Props) {
  const seen = useMemo(() => {
    const points = newestRun(test.log);
    return {
      lines: lastLines(points, LINES),
      newest: points.at(-1)?.sample,
      outages: test.kind === "ping" ? outages(points) : [],
      series: series(test.kind, points),
    };
  }, [test.log]);
  return (
    <article
      class="test"
      data-state={test.state}
      data-kind={test.kind}
      data-open={open}
      style={{ "--line": line?.colour ?? "var(--ink)" }}
    >
      {test.state === "ended" ? (
        <Ended test={test} line={line} seen={seen.outages} open={open} toggle={toggle} />
      ) : (
        <header>
          <Route test={test} line={line} />
          <Now test={test} newest={seen.newest} seen={seen.outages} />
          {steers.value && replay.value === null && <Stop test={test} />}
        </header>
      )}
      {test.state === "silent" && <p class="aside">{test.from} can't be heard just now: its Pi is away.</p>}
      {open && seen.series !== null && <Plot series={seen.series} label={inWords(test, seen.series)} />}
      {open && seen.lines.length > 0 && (
        <ol class="lines mono">
          {seen.lines.map(({ key, tone, text, rest }) => (
            <li key={key} data-tone={tone}>
              {text}
              {rest !== undefined && " "}
              {rest !== undefined && <span class="part">{rest}</span>}
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}

function Route({ test, line }: { test: Shown; line: NetworkLine | null }) {
  const waits = test.to === null && test.kind !== "exec";
  return (
    <h3 class="route">
      <span class="way">
        {line !== null && (
          <span class="roundel" title={line.name}>
            {line.sign}
          </span>
        )}
        {test.from}
        {test.to !== null && " "}
        {test.to !== null && <span class="to">→ {plain(test.to)}</span>}
      </span>
      <span class="kind">{waits ? `${test.kind}, waiting for others` : test.kind}</span>
    </h3>
  );
}

function Now({
  test,
  newest,
  seen,
}: { test: Shown } & { newest: Parameters<typeof figure>[1]; seen: Parameters<typeof figure>[2] }) {
  const now = figure(test.kind, newest, seen);
  return now === null ? null : (
    <p class="figure" data-bad={now.bad}>
      <b>{now.figure}</b> <span>{now.unit}</span>
    </p>
  );
}

function Ended({
  test,
  line,
  seen,
  open,
  toggle,
}: {
  test: Shown;
  line: NetworkLine | null;
  seen: Parameters<typeof verdict>[1];
  open: boolean;
  toggle: (() => void) | null;
}) {
  const said = test.result === null ? null : verdict(test.result, seen);
  return (
    <button
      type="button"
      class="ended"
      data-tone={said?.tone ?? "none"}
      aria-expanded={open}
      onClick={() => toggle?.()}
    >
      <span class="sign" aria-hidden="true">
        {said?.sign ?? "–"}
      </span>
      <Route test={test} line={line} />
      <strong class="word">{said?.word ?? "ended unseen"}</strong>
      {!open && test.kind === "netcat" && lastWords(test) !== null && (
        <span class="heard mono">{lastWords(test)}</span>
      )}
      {said !== null && test.result !== null && (
        <span class="figures">
          {[said.figures, `took ${took(test.result)}`].filter((part) => part !== "").join(" · ")}
        </span>
      )}
    </button>
  );
}

/** What a guest that listened has heard last: the message itself is what an audience waits for. */
function lastWords(test: Shown): string | null {
  const text = test.log.samples.findLast(({ sample }) => sample.text !== undefined)?.sample.text;
  return text === undefined ? null : plain(text);
}

function Stop({ test }: { test: Shown }) {
  const [asked, setAsked] = useState(false);
  const stop = async () => {
    setAsked(true);
    const topic = `vm/${test.from}/request/stop`;
    await order({ kind: "guest", vm: test.from }, `stop the ${test.kind} of ${test.from}`, topic, {
      test: test.id,
    });
    setAsked(false);
  };
  return (
    <button type="button" class="key stop" disabled={asked} onClick={() => void stop()}>
      {asked ? "Stopping" : "Stop"}
      <span class="out-of-sight">
        {" "}
        the {test.kind} of {test.from}
      </span>
    </button>
  );
}

function inWords({ kind, from, to }: Shown, { bands, unit, scale }: Series): string {
  const what = kind === "ping" ? "Round trips" : "Throughput";
  const most = longest(bands.map((band) => ({ from: band.from * 1000, to: band.to * 1000, open: false })));
  const gap = most === null ? "no outage" : `longest outage: ${noReply(most.to - most.from)}`;
  return `${what} from ${from} to ${to ?? "others"}, up to ${scale.top} ${unit}; ${gap}`;
}
