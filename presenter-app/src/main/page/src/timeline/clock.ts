/** Times as they are shown: in the viewer's own zone, with seconds, the same everywhere. */

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const SHORT = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const DAY_OF_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** 14:03:12 */
export function clockTime(at: number): string {
  return CLOCK.format(at);
}

/** 14:03 */
export function shortTime(at: number): string {
  return SHORT.format(at);
}

/** "today", "yesterday", "Fri 1 May" or, of another year, "1 May 2025". */
export function day(at: number, now: number): string {
  const then = midnight(at);
  const today = midnight(now);
  const days = Math.round((today - then) / 86_400_000);
  if (days === 0) {
    return "today";
  }
  if (days === 1) {
    return "yesterday";
  }
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? DAY.format(at) : DAY_OF_YEAR.format(at);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A stretch of time in words that fit a label: "0.4 s", "6.8 s", "2 min 14 s", "1 h 5 min". */
export function stretch(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) {
    return `${Math.max(0, seconds).toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  const minutes = Math.round(whole / 60);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
