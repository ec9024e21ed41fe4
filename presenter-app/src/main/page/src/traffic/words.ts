/** Figures as they are read aloud. */

/** A length of time: `40 ms`, `6.8 s`, `42 s`, `2 min 5 s`. */
export function lasting(ms: number): string {
  if (ms > 0 && ms < 100) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = ms / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A round trip's figure: three digits say all, and it does not dance. */
export function roundTrip(ms: number): string {
  return ms < 9.995 ? ms.toFixed(2) : ms < 99.95 ? ms.toFixed(1) : ms.toFixed(0);
}

/** A throughput's figure, in Mbit/s. */
export function throughput(mbitPerS: number): string {
  return mbitPerS < 9.995 ? mbitPerS.toFixed(2) : mbitPerS.toFixed(1);
}

/** `1 line`, `2 lines`. */
export function several(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
