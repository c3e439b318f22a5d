// Slow: takes more than its share of the unit tests.
// Random histories of scheduled summaries: every alert is counted in exactly one summary of each destination, whatever fails. The
// simulation itself is tested with sabotage, which it must detect. HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import type { CollectionStore, OpenCollection } from '../../src/app/summaries/collection-port.ts';
import type { Sabotage } from './sabotage.ts';
import { playSummaries, type SummaryHistory } from './summary-history.ts';

const histories = Number(process.env.HISTORIES ?? 150);
const seed = process.env.SEED;
const seeds = seed === undefined ? Array.from({ length: histories }, (_, index) => index + 1) : [Number(seed)];
const REPLAY = 'npx vitest run lambda/test/simulation/summaries.test.ts';

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
      expect(found, `replay: SEED=${seed} ${REPLAY}`).toEqual({ miscounted: [], repeated: [], unreconciled: [] });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    }
    if (seed !== undefined) return;
    expect(total.summarized, JSON.stringify(total)).toBeGreaterThan(5 * histories);
    expect(total.summaries, JSON.stringify(total)).toBeGreaterThan(2 * histories);
    expect(total.crashes, JSON.stringify(total)).toBeGreaterThan(histories / 10);
    expect(total.muted, JSON.stringify(total)).toBeGreaterThan(histories / 2);
    expect(total.remaining, JSON.stringify(total)).toBeGreaterThan(histories / 2);
  }, 3_600_000);

  it.each(Object.entries(SABOTAGE))('notices that %s', async (_, [expected, sabotage]) => {
    for (let seed = 1; seed <= 200; seed++) {
      const history: SummaryHistory = await playSummaries(seed, sabotage);
      if (history[expected].length > 0) return;
    }
    throw new Error(`200 histories, and none found anything ${expected}`);
  });
});
