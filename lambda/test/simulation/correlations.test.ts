// Slow: hundreds of histories.
// Correlations through the whole pipeline: in random histories of shuffled, repeated, concurrent and crashing deliveries with a failing
// table, what is sent is sound, complete, sent once and idempotent, and the counts are right. The simulation itself is tested with
// sabotage. HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import { FLAWLESS } from '../correlation/oracle.ts';
import { playCorrelations } from './correlation-history.ts';
import { CORRELATION_SABOTAGE } from './correlation-sabotage.ts';
import { expectFound, isReplay, replayOf, seedsFrom, seedsOf } from './seeds.ts';

const seeds = seedsOf(300);
const RIGHT = { ...FLAWLESS, miscounted: [], unreconciled: [] };

describe('the simulation of correlations', () => {
  it('finds every alert sound, complete, sent once and idempotent, in every history', {
    timeout: 7_200_000,
  }, async () => {
    const total: Record<string, number> = {};
    for (const seed of seeds) {
      const { alerts, crashes, ...found } = await playCorrelations(seed);
      expect(found, replayOf(seed, 'correlations')).toEqual(RIGHT);
      for (const [what, count] of Object.entries({ ...alerts, crashes })) total[what] = (total[what] ?? 0) + count;
    }
    const types = ['event_count', 'first_seen', 'temporal', 'temporal_ordered', 'value_count'];
    if (!isReplay) expect(Object.keys(total).toSorted()).toEqual(['crashes', ...types]);
  });

  it.each(Object.entries(CORRELATION_SABOTAGE))(
    'notices that %s',
    { timeout: 600_000 },
    async (_, [expected, sabotage, firstSeed = 1]) => {
      await expectFound((seed) => playCorrelations(seed, sabotage()), expected, seedsFrom(firstSeed, 300));
    },
  );

  it('plays the same history for the same seed', async () => {
    expect(await playCorrelations(7)).toEqual(await playCorrelations(7));
  });
});
