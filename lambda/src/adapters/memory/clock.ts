// Clocks: the system clock, and a manual clock that moves only on `advance` and `sleep`.
// The manual clock never waits in real time.

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../app/ports.ts';

/** The clock of the machine. */
export function createSystemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    sleep: (ms) => wait(ms),
  };
}

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
