// Adds up the counters of invocations.

import type { Counters } from '../../app/counters.ts';

/** Adds counters to others. */
export function addCounters(total: Counters, part: Counters): void {
  const counters = total as unknown as Record<string, number>;
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === 'number') counters[name] = (counters[name] ?? 0) + value;
  }
  for (const [rule, count] of Object.entries(part.alertsByRule)) {
    total.alertsByRule[rule] = (total.alertsByRule[rule] ?? 0) + count;
  }
}
