import type { ReplayTelegram } from "../wire/generated/api";

/**
 * The moment that a replay shows some time after it has told how far it is. It tells again whenever its pace changes.
 *
 * @param sinceMs how long ago it told
 * @return ms since 1970, by the recording's clock
 */
export function played({ at, state, pace, to }: ReplayTelegram, sinceMs: number): number {
  const told = Date.parse(at);
  return state === "playing" ? Math.min(Math.max(told, Date.parse(to)), told + sinceMs * pace) : told;
}

/** What a replay does, in words. */
export function doing({ state, speed, pace, recording }: ReplayTelegram): string {
  switch (state) {
    case "paused":
      return "paused";
    case "ended":
      return recording.going_on ? "at the present" : "at its end";
    case "playing":
      return pace > speed * 1.01
        ? `plays ${times(speed)}, hurrying through a quiet stretch`
        : `plays ${times(speed)}`;
  }
}

/** 0.25×, 1×, 16× */
export function times(speed: number): string {
  return `${speed}×`;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
