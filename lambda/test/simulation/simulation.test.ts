// Slow: takes more than its share of the unit tests.
// Random histories with outages: no alert is lost, alerts repeat only where the exceptions allow it, threads are not split, and
// counters reconcile. The simulation itself is tested with sabotage, which it must detect.
// HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import { playHistory } from './history.ts';
import { SABOTAGE } from './sabotage.ts';
import { expectFound, replayOf, seedsFrom, seedsOf } from './seeds.ts';

const seeds = seedsOf(500);

describe('simulation', () => {
  it('loses nothing, repeats only what may be repeated, and adds up, in every history', async () => {
    const total = { invocations: 0, crashes: 0, deadLetters: 0, delivered: 0, threads: 0 };
    for (const seed of seeds) {
      const { lost, repeated, split, unreconciled, ...counts } = await playHistory(seed);
      const found = { lost, repeated, split, unreconciled };
      expect(found, replayOf(seed, 'simulation')).toEqual({ lost: [], repeated: [], split: [], unreconciled: [] });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    }
    expect(total.delivered, JSON.stringify(total)).toBeGreaterThan(0);
    expect(total.threads, JSON.stringify(total)).toBeGreaterThan(0);
  }, 3_600_000);

  it.each(Object.entries(SABOTAGE))('notices that %s', async (_, [expected, sabotage]) => {
    await expectFound((seed) => playHistory(seed, sabotage), expected, seedsFrom(1, 300));
  });

  it('plays the same history for the same seed', async () => {
    expect(await playHistory(7)).toEqual(await playHistory(7));
  });
});
