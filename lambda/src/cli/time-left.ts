// How long the rest of a task takes. In: what is done, of how much, in which time. Out: a phrase.

/** About how long the rest takes, such as `3 min 20 s left`. */
export function timeLeft(done: number, of: number, elapsedMs: number): string {
  const seconds = Math.ceil((elapsedMs / 1_000 / Math.max(done, 1)) * Math.max(of - done, 0));
  return `${duration(seconds)} left`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
