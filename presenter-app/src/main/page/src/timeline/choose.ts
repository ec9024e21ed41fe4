import type { Recording } from "../wire/generated/api";

/**
 * The recording in which a moment can be shown: one that goes on, the longest of them, since it leads up to the present;
 * else the newest that covers it. What was brought as a file is of another box.
 *
 * @param at ms since 1970, by the laptop's clock
 * @return it and how many seconds from its beginning the moment is, or null if none covers it
 */
export function covering(
  recordings: readonly Recording[],
  at: number,
): { recording: Recording; t: number } | null {
  const fit = recordings
    .filter((one) => !one.imported && Date.parse(one.from) <= at)
    .filter((one) => one.going_on || at <= Date.parse(one.to ?? one.from))
    .sort(
      (one, other) =>
        Number(other.going_on) - Number(one.going_on) ||
        (one.going_on ? Date.parse(one.from) - Date.parse(other.from) : other.id - one.id),
    );
  const recording = fit[0];
  return recording === undefined ? null : { recording, t: (at - Date.parse(recording.from)) / 1000 };
}

/** The beginning of all that was recorded here, in ms since 1970; null if nothing was. */
export function beginning(recordings: readonly Recording[]): number | null {
  const begins = recordings.filter((one) => !one.imported).map((one) => Date.parse(one.from));
  return begins.length === 0 ? null : Math.min(...begins);
}
