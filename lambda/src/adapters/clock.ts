// The clock of the machine.

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../app/ports.ts';

/** A `Clock` that waits in real time. */
export function createSystemClock(): Clock {
  return { nowMs: () => Date.now(), sleep: (ms) => wait(ms) };
}
