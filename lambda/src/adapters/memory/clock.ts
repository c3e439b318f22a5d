// Clocks. The system's own for a running function, and one that only moves when it is told to or when somebody sleeps.
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
  /** How long each sleep was asked to be, in order. */
  readonly sleeps: readonly number[];
}

/** A clock that starts at `startMs`. A sleep ends at once and takes the time with it; sleeps side by side overlap. */
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
