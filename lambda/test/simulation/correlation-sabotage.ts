// Sabotage of correlations: ways to break the store, the stage or what surrounds it, to prove that the simulation detects them.

import type { Pipeline } from '../../src/app/pipeline.ts';
import type { CorrelationStore, StoredValue } from '../../src/app/ports.ts';
import type { CorrelationHistory } from './correlation-history.ts';
import { CLAIMS_ALWAYS_SUCCEED, type Sabotage } from './sabotage.ts';

type Complaint = 'unsound' | 'incomplete' | 'overlapping' | 'repeated' | 'miscounted' | 'unreconciled';
// The state of a sabotage lasts for one history.
type Case = readonly [expected: Complaint & keyof CorrelationHistory, sabotage: () => Sabotage, firstSeed?: number];

const withStore = (change: (store: CorrelationStore) => Partial<CorrelationStore>): Sabotage => ({
  pipeline: (pipeline) => {
    const { store } = pipeline.correlations;
    return { ...pipeline, correlations: { ...pipeline.correlations, store: { ...store, ...change(store) } } };
  },
});

const withPipeline = (pipeline: (pipeline: Pipeline) => Pipeline): Sabotage => ({ pipeline });

// Replaces the expected versions by those that are stored, except those of the first `kept` keys.
const unchecked =
  (store: CorrelationStore, kept: number): CorrelationStore['commit'] =>
  async (changes, nowMs) => {
    const stored = await store.read(
      changes.flatMap(({ expected }) => [...expected.keys()]),
      nowMs,
    );
    const current = (key: string) => stored.get(key)?.version ?? null;
    const loose = changes.map(({ writes, expected }) => ({
      writes,
      expected: new Map([...expected].map(([key, version], index) => [key, index < kept ? version : current(key)])),
    }));
    return store.commit(loose, nowMs);
  };

/**
 * By the broken part: what the simulation must find, the sabotage, and the history to begin with, if the histories before the first
 * in which it is found take long.
 */
export const CORRELATION_SABOTAGE: Readonly<Record<string, Case>> = {
  'commits ignore versions': ['overlapping', () => withStore((store) => ({ commit: unchecked(store, 0) })), 31],
  'an alert depends only on its own bucket': [
    'overlapping',
    () => withStore((store) => ({ commit: unchecked(store, 1) })),
    28,
  ],
  'what is read is what an invocation read first': [
    'incomplete',
    () =>
      withStore((store) => {
        const first = new Map<string, StoredValue | undefined>();
        return {
          async read(keys, nowMs) {
            const found = await store.read(keys, nowMs);
            for (const key of keys) if (!first.has(key)) first.set(key, found.get(key));
            return new Map(
              keys.flatMap((key) => {
                const value = first.get(key);
                return value ? [[key, value] as const] : [];
              }),
            );
          },
        };
      }),
    115,
  ],
  'writes are lost': ['incomplete', () => withStore(() => ({ commit: async (changes) => changes.map(() => true) }))],
  'a table that fails counts as an empty one': [
    'overlapping',
    () =>
      withStore((store) => ({
        read: (keys, nowMs) => store.read(keys, nowMs).catch(() => new Map()),
        commit: (changes, nowMs) => unchecked(store, 0)(changes, nowMs).catch(() => changes.map(() => true)),
      })),
  ],
  'what could not be correlated is acknowledged': [
    'incomplete',
    () => ({ report: (report) => ({ ...report, retries: [] }) }),
  ],
  'claims always succeed': ['repeated', () => CLAIMS_ALWAYS_SUCCEED],
  'an instance keeps what it has not seen': [
    'incomplete',
    () => {
      let last: string | undefined;
      return withPipeline((pipeline) => {
        const { sightings } = pipeline.correlations;
        const get = (key: string) => sightings.get(key) ?? last;
        const set = (key: string, value: string) => {
          last = value;
          sightings.set(key, value);
        };
        return { ...pipeline, correlations: { ...pipeline.correlations, sightings: { get, set } } };
      });
    },
    45,
  ],
  'correlations are not counted': [
    'unreconciled',
    () => ({ report: (report) => ({ ...report, counters: { ...report.counters, correlated: 0 } }) }),
  ],
};
