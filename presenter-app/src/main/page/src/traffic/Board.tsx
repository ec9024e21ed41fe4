import { tests } from "../state/store";

/** The traffic tests that run, like a board of departures. */
export function Board() {
  return <aside class="board" aria-label="Traffic" hidden={tests.value.size === 0} />;
}
