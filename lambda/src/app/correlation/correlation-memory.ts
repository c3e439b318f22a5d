// Where correlations store what they need later, and what the instance keeps of it.

import type { CorrelationStore } from '../ports.ts';
import { createSightingsCache, type SightingsCache } from './sightings-cache.ts';

export interface CorrelationMemory {
  readonly store: CorrelationStore;
  readonly sightings: SightingsCache;
}

/** The memory of an instance that has not read anything yet. */
export function createCorrelationMemory(store: CorrelationStore): CorrelationMemory {
  return { store, sightings: createSightingsCache() };
}
