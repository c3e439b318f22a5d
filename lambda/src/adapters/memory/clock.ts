// The twin of the clock, which moves only on `advance` and `sleep`, and never waits in real time.

import type { Clock } from '../../app/ports.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** The requested length of each sleep, in order. */
  readonly sleeps: readonly number[];
}

/** A clock that starts at `startMs`. A sleep returns immediately and advances the clock; concurrent sleeps overlap. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  const sleeps: number[] = [];
  let nowMs = startMs;
  return {
    sleeps,
    nowMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    async sleep(ms) {
      const wakeMs = nowMs + ms;
      sleeps.push(ms);
      await null;
      nowMs = Math.max(nowMs, wakeMs);
    },
  };
}
