import "./board.css";
import { useEffect, useState } from "preact/hooks";
import { scene } from "../stage/scene";
import { moment, replay, tests, world } from "../state/store";
import { Panel } from "./Panel";
import { networkOf, type Shown, shown } from "./shown";

/** The board goes a minute after the last test, so that the stage keeps its size between two of them. */
const LINGER_MS = 60_000;
/** A test that was over in no time is news for so long. */
const NEWS_MS = 5_000;
/** So many running tests are shown in full; of more, the figures. */
const FULL = 4;

/** The traffic tests that run, like a board of departures; takes no room when there are none. */
export function Board() {
  const all = shown(world.value, tests.value, moment.value);
  const running = all.filter((test) => test.state === "running").length;
  const busy = running > 0 || all.some((test) => moment.value - test.heard < NEWS_MS);
  const [there, setThere] = useState(false);
  const [folded, setFolded] = useState(false);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (busy) {
      setThere(true);
      return undefined;
    }
    const timer = setTimeout(() => setThere(false), LINGER_MS);
    return () => clearTimeout(timer);
  }, [busy]);

  if (!there && !busy) {
    return <aside class="board" aria-label="Traffic" hidden />;
  }
  if (folded) {
    return (
      <aside class="board" aria-label="Traffic" data-folded="true">
        <button type="button" class="unfold" aria-expanded={false} onClick={() => setFolded(false)}>
          Traffic <span class="count">{running > 0 ? `${running} running` : "none running"}</span>
        </button>
      </aside>
    );
  }
  const going = all.filter((test) => test.state !== "ended");
  // Nothing runs: what was seen last stays open to be talked about.
  const spoken = going.length === 0 ? all[0]?.id : undefined;
  const { lines } = scene.value;
  const isOpen = (test: Shown) =>
    test.state === "ended" ? turned.has(key(test)) !== (test.id === spoken) : going.indexOf(test) < FULL;
  const turn = (test: Shown) => {
    const next = new Set(turned);
    if (!next.delete(key(test))) {
      next.add(key(test));
    }
    setTurned(next);
  };
  return (
    <aside class="board" aria-label="Traffic">
      <div class="title">
        <h2>Traffic</h2>
        {replay.value !== null && <span class="aside">of the replay</span>}
        <button
          type="button"
          class="key fold"
          onClick={() => (going.length > 0 ? setFolded(true) : setThere(false))}
        >
          {going.length > 0 ? "Fold away" : "Close"}
        </button>
      </div>
      <p class="out-of-sight" role="status">
        {spoken === undefined ? going.slice(0, FULL).map(inShort).join("; ") : ""}
      </p>
      <div class="panels">
        {all.map((test) => (
          <Panel
            key={key(test)}
            test={test}
            line={lines.find((line) => line.name === networkOf(test, world.value)) ?? null}
            open={isOpen(test)}
            toggle={() => turn(test)}
          />
        ))}
      </div>
    </aside>
  );
}

function key({ id, from, kind }: Shown): string {
  return `${id} ${kind} ${from}`;
}

/** Told aloud when it changes: whether answers come. */
function inShort({ from, to, kind, log }: Shown): string {
  const missed = log.samples.at(-1)?.sample.timeout === true;
  return `${kind} from ${from}${to === null ? "" : ` to ${to}`}: ${missed ? "no reply" : "running"}`;
}
