// Slow: takes more than its share of the unit tests.
// Random histories of scheduled summaries: every alert is counted in exactly one summary of each destination, whatever fails. The
// simulation itself is tested with sabotage, which it must detect. HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import type { CollectionStore, OpenCollection } from '../../src/app/summaries/collection-port.ts';
import type { Sabotage } from './sabotage.ts';
import { expectFound, isReplay, replayOf, seedsFrom, seedsOf } from './seeds.ts';
import { playSummaries } from './summary-history.ts';

const seeds = seedsOf(150);

type Open = (opened: OpenCollection, store: CollectionStore, key: string) => Partial<OpenCollection>;

const withOpened = (change: Open): Sabotage => ({
  pipeline: (pipeline) => {
    const store = pipeline.collections as CollectionStore;
    const open: CollectionStore['open'] = async (...args) => {
      const opened = await store.open(...args);
      return { ...opened, ...change(opened, store, args[0]) };
    };
    return { ...pipeline, collections: { ...store, open } };
  },
});

const SABOTAGE: Readonly<Record<string, readonly ['miscounted' | 'repeated', Sabotage]>> = {
  'claims are not settled': [
    'miscounted',
    withOpened(({ write }) => ({ write: (text, _, keep) => write(text, [], keep) })),
  ],
  'claims are not read': ['miscounted', withOpened(() => ({ settled: new Set() }))],
  'writes do not happen': ['miscounted', withOpened(() => ({ write: async () => true }))],
  'a changed collection is overwritten': [
    'miscounted',
    withOpened(({ write }, store, key) => ({
      write: async (...change) => (await write(...change)) || (await store.open(key, [], 0)).write(...change),
    })),
  ],
  'removals do not happen': ['repeated', withOpened(() => ({ remove: async () => true }))],
  'nothing looks for what remains': ['miscounted', { pipeline: ({ remaining: _, ...pipeline }) => pipeline }],
  'what was collected for a removed destination is dropped': [
    'miscounted',
    { pipeline: (pipeline) => (pipeline.destinations.size > 1 ? pipeline : { ...pipeline, destinations: new Map() }) },
  ],
  'mutes are not read': ['miscounted', { pipeline: ({ mutes: _, ...pipeline }) => pipeline }],
  'a lease does not show that its invocation ended': [
    'repeated',
    withOpened(({ text }) => ({
      text: (text ?? '').replace(/("sending":\{"owner":"[^"]*","untilMs":)\d+/, '$10') || null,
    })),
  ],
};

describe('the simulation of scheduled summaries', () => {
  it('counts every alert once for each destination, and adds up, in every history', async () => {
    const total = { summaries: 0, summarized: 0, muted: 0, remaining: 0, crashes: 0 };
    for (const seed of seeds) {
      const { miscounted, repeated, unreconciled, ...counts } = await playSummaries(seed);
      const found = { miscounted, repeated, unreconciled };
      expect(found, replayOf(seed, 'summaries')).toEqual({ miscounted: [], repeated: [], unreconciled: [] });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    }
    if (isReplay) return;
    expect(total.summarized, JSON.stringify(total)).toBeGreaterThan(5 * seeds.length);
    expect(total.summaries, JSON.stringify(total)).toBeGreaterThan(2 * seeds.length);
    expect(total.crashes, JSON.stringify(total)).toBeGreaterThan(seeds.length / 10);
    expect(total.muted, JSON.stringify(total)).toBeGreaterThan(seeds.length / 2);
    expect(total.remaining, JSON.stringify(total)).toBeGreaterThan(seeds.length / 2);
  }, 3_600_000);

  it.each(Object.entries(SABOTAGE))('notices that %s', async (_, [expected, sabotage]) => {
    await expectFound((seed) => playSummaries(seed, sabotage), expected, seedsFrom(1, 200));
  });
});
