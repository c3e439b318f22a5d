// Slow: takes more than its share of the unit tests.
// Random histories with outages: no alert is lost, alerts repeat only where the exceptions allow it, threads are not split, and
// counters reconcile. The simulation itself is tested with sabotage, which it must detect.
// HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import { playHistory } from './history.ts';
import { SABOTAGE } from './sabotage.ts';

const histories = Number(process.env.HISTORIES ?? 500);
const seed = process.env.SEED;
const seeds = seed === undefined ? Array.from({ length: histories }, (_, index) => index + 1) : [Number(seed)];
const REPLAY = 'npx vitest run lambda/test/simulation/simulation.test.ts';

describe('simulation', () => {
  it('loses nothing, repeats only what may be repeated, and adds up, in every history', async () => {
    const total = { invocations: 0, crashes: 0, deadLetters: 0, delivered: 0, threads: 0 };
    for (const seed of seeds) {
      const { lost, repeated, split, unreconciled, ...counts } = await playHistory(seed);
      const found = { lost, repeated, split, unreconciled };
      expect(found, `replay: SEED=${seed} ${REPLAY}`).toEqual({ lost: [], repeated: [], split: [], unreconciled: [] });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    }
    expect(total.delivered, JSON.stringify(total)).toBeGreaterThan(0);
    expect(total.threads, JSON.stringify(total)).toBeGreaterThan(0);
  }, 3_600_000);

  it.each(Object.entries(SABOTAGE))('notices that %s', async (_, [expected, sabotage]) => {
    for (let seed = 1; seed <= 300; seed++) {
      if ((await playHistory(seed, sabotage))[expected].length > 0) return;
    }
    throw new Error(`300 histories, and none found anything ${expected}`);
  });

  it('plays the same history for the same seed', async () => {
    expect(await playHistory(7)).toEqual(await playHistory(7));
  });
});
