// How long the rest of a task takes. In: how much is done, from time to time. Out: the rate, and a phrase.

/** How much is done in a millisecond. Null before there is enough to base it on. */
export type Rate = (done: number, nowMs: number) => number | null;

// In a shorter time, only a few parts are finished.
const BASIS_MS = 1_000;

/** Begins to measure when the first part is done, because starting takes time only once. */
export function createRate(): Rate {
  let first: { readonly done: number; readonly atMs: number } | null = null;
  return (done, nowMs) => {
    if (done > 0) first ??= { done, atMs: nowMs };
    if (first === null || done === first.done || nowMs - first.atMs < BASIS_MS) return null;
    return (done - first.done) / (nowMs - first.atMs);
  };
}

/** About how long the rest takes, such as `3 min 20 s left`. */
export function timeLeft(rest: number, perMs: number): string {
  return `${duration(Math.ceil(Math.max(rest, 0) / perMs / 1_000))} left`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
