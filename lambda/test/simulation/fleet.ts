// The instances of the function. Each runs one invocation at a time; one that crashes is gone with what it knew.

import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createSightingsCache, type SightingsCache } from '../../src/app/correlation/sightings-cache.ts';
import { type PendingCounts, trackPendingCounts } from '../../src/app/delivery/pending-counts.ts';
import { createInstanceMutes, type InstanceMutes } from '../../src/app/mutes/instance-mutes.ts';
import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { ReadingMark } from '../../src/core/digests/reading-mark.ts';
import type { Chance } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What an instance keeps between invocations. */
export interface Instance {
  readonly counts: PendingCounts;
  readonly sightings: SightingsCache;
  readonly unwritten: ReadingMark[];
  /** What it knows of mutes, over the store of the invocation that runs on it. */
  mutesOver(store: MuteStore): InstanceMutes;
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
  const start = () => ({
    counts: trackPendingCounts(clock.nowMs),
    sightings: createSightingsCache(),
    unwritten: [],
    mutesOver: createMutes(),
  });
  return {
    take: (cold) => (chance.hits(cold) ? undefined : instances.pop()) ?? start(),
    free: (instance) => void instances.push(instance),
    retire: () => void instances.splice(0),
  };
}

// Each invocation has a store with its own faults; what was read stays with the instance.
function createMutes(): Instance['mutesOver'] {
  let current: MuteStore | undefined;
  const storeNow = (): MuteStore => {
    if (current === undefined) throw new Error('no invocation runs on the instance');
    return current;
  };
  const store: MuteStore = {
    read: () => storeNow().read(),
    write: (...args) => storeNow().write(...args),
    count: (...args) => storeNow().count(...args),
    counts: (...args) => storeNow().counts(...args),
  };
  const known = createInstanceMutes(store, createCollectingLog());
  return (of) => {
    current = of;
    return known;
  };
}

/** A pipeline that runs on an instance. */
export function onInstance(pipeline: Pipeline, { counts, sightings, unwritten, mutesOver }: Instance): Pipeline {
  const correlations = { ...pipeline.correlations, sightings };
  const mutes = pipeline.mutes && { mutes: mutesOver(pipeline.mutes.store) };
  const verification = pipeline.verification && { verification: { ...pipeline.verification, unwritten } };
  return { ...pipeline, state: counts.watch(pipeline.state), correlations, ...mutes, ...verification };
}
