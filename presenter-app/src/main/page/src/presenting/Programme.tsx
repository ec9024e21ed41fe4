import { useEffect, useState } from "preact/hooks";
import type { ShowBrief } from "../wire/generated/api";
import { ask, Refused } from "../wire/http";
import { cue, endShow, giveCue, prepare, programme } from "./programme";

/** The shows that can be played, and the one that is on. */
export function Programme() {
  const [shows, setShows] = useState<readonly ShowBrief[] | string>([]);
  useEffect(() => {
    let left = false;
    ask<ShowBrief[]>("/api/shows").then(
      (said) => left || setShows(said),
      (failure) => left || setShows(failure instanceof Refused ? failure.message : String(failure)),
    );
    return () => {
      left = true;
    };
  }, []);
  const on = cue();
  return (
    <div class="programme">
      {on !== null && (
        <p class="on">
          <b>{on.show}</b>, step {on.step} of {on.steps}
          {on.next !== null && <span>Next: {on.next}</span>}
          <span class="keys-row">
            <button type="button" class="key" data-tone="first" disabled={!on.waits} onClick={giveCue}>
              Next step
            </button>
            <button type="button" class="key" data-tone="danger" onClick={endShow}>
              End the show
            </button>
          </span>
        </p>
      )}
      {typeof shows === "string" ? (
        <p role="alert">{shows}</p>
      ) : (
        <ul>
          {shows.map((show) => (
            <li key={show.name}>
              <span>
                <b>{show.title ?? show.name}</b>
                {show.error === undefined ? (
                  <small>{show.steps} steps; each waits for PageDown</small>
                ) : (
                  <small role="alert">{show.error}</small>
                )}
              </span>
              <button
                type="button"
                class="key"
                disabled={on !== null || show.error !== undefined}
                title={on === null ? "" : "one show is on at a time"}
                onClick={() => {
                  prepare(show.name);
                  programme.value = false;
                }}
              >
                Begin
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
