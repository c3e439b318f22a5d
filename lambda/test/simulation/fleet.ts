// The instances of the function. Each runs one invocation at a time; one that crashes is gone with what it knew.

import { type PendingCounts, trackPendingCounts } from '../../src/app/delivery/pending-counts.ts';
import type { Chance } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Fleet {
  /** A free instance, or a new one if there is none, or with the probability `cold`. */
  take(cold: number): PendingCounts;
  free(instance: PendingCounts): void;
  /** Ends all free instances. */
  retire(): void;
}

/** A fleet without instances. */
export function createFleet(chance: Chance, { clock }: Scheduler): Fleet {
  const instances: PendingCounts[] = [];
  return {
    take: (cold) => (chance.hits(cold) ? undefined : instances.pop()) ?? trackPendingCounts(clock.nowMs),
    free: (instance) => void instances.push(instance),
    retire: () => void instances.splice(0),
  };
}
