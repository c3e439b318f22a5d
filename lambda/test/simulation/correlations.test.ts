// Slow: hundreds of histories.
// Correlations through the whole pipeline: in random histories of shuffled, repeated, concurrent and crashing deliveries with a failing
// table, what is sent is sound, complete, sent once and idempotent, and the counts are right. The simulation itself is tested with
// sabotage. HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import { FLAWLESS } from '../correlation/oracle.ts';
import { playCorrelations } from './correlation-history.ts';
import { CORRELATION_SABOTAGE } from './correlation-sabotage.ts';

const histories = Number(process.env.HISTORIES ?? 300);
const seed = process.env.SEED;
const seeds = seed === undefined ? Array.from({ length: histories }, (_, index) => index + 1) : [Number(seed)];
const REPLAY = 'npx vitest run lambda/test/simulation/correlations.test.ts';
const RIGHT = { ...FLAWLESS, miscounted: [], unreconciled: [] };

describe('the simulation of correlations', () => {
  it('finds every alert sound, complete, sent once and idempotent, in every history', {
    timeout: 7_200_000,
  }, async () => {
    const total: Record<string, number> = {};
    for (const seed of seeds) {
      const { alerts, crashes, ...found } = await playCorrelations(seed);
      expect(found, `replay: SEED=${seed} ${REPLAY}`).toEqual(RIGHT);
      for (const [what, count] of Object.entries({ ...alerts, crashes })) total[what] = (total[what] ?? 0) + count;
    }
    const types = ['event_count', 'first_seen', 'temporal', 'temporal_ordered', 'value_count'];
    if (seed === undefined) expect(Object.keys(total).toSorted()).toEqual(['crashes', ...types]);
  });

  it.each(Object.entries(CORRELATION_SABOTAGE))(
    'notices that %s',
    { timeout: 600_000 },
    async (_, [expected, sabotage, firstSeed = 1]) => {
      for (let seed = firstSeed; seed < firstSeed + 300; seed++) {
        if ((await playCorrelations(seed, sabotage()))[expected].length > 0) return;
      }
      throw new Error(`300 histories, and none found anything ${expected}`);
    },
  );

  it('plays the same history for the same seed', async () => {
    expect(await playCorrelations(7)).toEqual(await playCorrelations(7));
  });
});
