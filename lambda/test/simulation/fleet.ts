// The instances of the function. Each runs one invocation at a time; one that crashes is gone with what it knew.

import { createSightingsCache, type SightingsCache } from '../../src/app/correlation/sightings-cache.ts';
import { type PendingCounts, trackPendingCounts } from '../../src/app/delivery/pending-counts.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Chance } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What an instance keeps between invocations. */
export interface Instance {
  readonly counts: PendingCounts;
  readonly sightings: SightingsCache;
}

export interface Fleet {
  /** A free instance, or a new one if there is none, or with the probability `cold`. */
  take(cold: number): Instance;
  free(instance: Instance): void;
  /** Ends all free instances. */
  retire(): void;
}

/** A fleet without instances. */
export function createFleet(chance: Chance, { clock }: Scheduler): Fleet {
  const instances: Instance[] = [];
  const start = () => ({ counts: trackPendingCounts(clock.nowMs), sightings: createSightingsCache() });
  return {
    take: (cold) => (chance.hits(cold) ? undefined : instances.pop()) ?? start(),
    free: (instance) => void instances.push(instance),
    retire: () => void instances.splice(0),
  };
}

/** A pipeline that runs on an instance. */
export function onInstance(pipeline: Pipeline, { counts, sightings }: Instance): Pipeline {
  const correlations = { ...pipeline.correlations, sightings };
  return { ...pipeline, state: counts.watch(pipeline.state), correlations };
}
