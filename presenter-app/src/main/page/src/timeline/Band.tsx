import { steers } from "../state/me";
import { line, replay } from "../state/store";
import { clockTime, day } from "./clock";
import { Icon } from "./Glyph";
import { backToLive, chapter, held, playhead, playOrPause, replayOrder, shortenIdle } from "./orders";
import { now } from "./past";
import { doing, SPEEDS, times } from "./playing";

/** The sign that what is shown is not the present, and what can be done about it. */
export function Band() {
  const at = replay.value;
  if (at === null) {
    return null;
  }
  const moment = held.value ?? playhead.value;
  const plays = at.state === "playing";
  const lost = line.value.state !== "open";
  return (
    <section class="band" aria-label="Replay">
      <p class="band-says">
        <strong>REPLAY</strong>
        <time class="mono" dateTime={new Date(moment).toISOString()}>
          {clockTime(moment)}
        </time>
        <span class="band-name" title={at.recording.name}>
          {at.recording.name}
          {day(moment, now.value) === "today" ? "" : `, ${day(moment, now.value)}`}
        </span>
        <span class="band-state">{held.value === null ? doing(at) : "held"}</span>
        {at.publish !== undefined && <span class="band-state">also said below {at.publish}/</span>}
        {lost && <span class="band-state">not heard: waiting for the laptop</span>}
      </p>
      <div class="band-keys" role="toolbar" aria-label="Replay">
        {steers.value && (
          <>
            <button type="button" class="key" onClick={() => chapter(-1)} title="Previous chapter">
              <Icon name="previous" />
              <span class="out-of-sight">Previous chapter</span>
            </button>
            <button
              type="button"
              class="key"
              onClick={() => replayOrder({ do: "step", by: -1 })}
              title="One event back"
            >
              <Icon name="back" />
              <span class="out-of-sight">One event back</span>
            </button>
            <button
              type="button"
              class="key band-play"
              onClick={playOrPause}
              title={plays ? "Pause" : "Play"}
            >
              <Icon name={plays ? "pause" : "play"} />
              <span class="out-of-sight">{plays ? "Pause" : "Play"}</span>
            </button>
            <button
              type="button"
              class="key"
              onClick={() => replayOrder({ do: "step", by: 1 })}
              title="One event on"
            >
              <Icon name="ahead" />
              <span class="out-of-sight">One event on</span>
            </button>
            <button type="button" class="key" onClick={() => chapter(1)} title="Next chapter">
              <Icon name="next" />
              <span class="out-of-sight">Next chapter</span>
            </button>
            <select
              class="key"
              aria-label="Speed"
              value={String(at.speed)}
              onChange={(event) => replayOrder({ do: "speed", value: Number(event.currentTarget.value) })}
            >
              {[...new Set([...SPEEDS, at.speed])]
                .sort((one, other) => one - other)
                .map((speed) => (
                  <option key={speed} value={String(speed)}>
                    {times(speed)}
                  </option>
                ))}
            </select>
            <button
              type="button"
              class="key"
              disabled={at.publish !== undefined}
              aria-pressed={at.idle_s !== undefined}
              onClick={() => shortenIdle(at.idle_s === undefined)}
              title="Stretches in which nothing happens take two seconds at most"
            >
              Skip quiet
            </button>
          </>
        )}
        <button
          type="button"
          class="key band-live"
          data-tone="first"
          onClick={backToLive}
          aria-keyshortcuts="l"
        >
          Back to live
        </button>
      </div>
    </section>
  );
}
