import "./strip.css";
import { replay } from "../state/store";
import { Band } from "./Band";
import { clockTime } from "./clock";
import { Line } from "./Line";
import { opening, remark } from "./orders";
import { now } from "./past";
import { whole } from "./view";

/** The page's foot: the last minutes, and the way back to any moment of them. */
export function Strip() {
  const live = replay.value === null;
  return (
    <section class="strip" aria-label="Timeline">
      <Band />
      <p class="strip-remark" role="status">
        {remark.value}
      </p>
      <div class="strip-row">
        <Line />
        <div class="strip-keys">
          {live && (
            <p class="strip-now" title="The laptop's time, as your clock shows it">
              <span>{opening.value ? "Going back…" : "Live"}</span>
              <time class="mono">{clockTime(now.value)}</time>
            </p>
          )}
          <button
            type="button"
            class="key"
            aria-pressed={whole.value}
            onClick={() => (whole.value = !whole.value)}
            title="The whole recording, or its last minutes"
          >
            All
          </button>
        </div>
      </div>
    </section>
  );
}
