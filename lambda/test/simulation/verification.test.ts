// Slow: takes more than its share of the unit tests.
// Random histories of verification: every alert is delivered although notifications are lost, everything that was removed or altered is
// reported once, and nothing that is not true. The simulation itself is tested with sabotage, which it must detect.
// HISTORIES=10000 makes the run long, SEED=n replays one history.

import { beforeAll, describe, expect, it } from 'vitest';
import { expectFound, replayOf, seedsFrom, seedsOf } from './seeds.ts';
import { playVerification } from './verification-history.ts';
import { VERIFICATION_SABOTAGE } from './verification-sabotage.ts';

const seeds = seedsOf(80);

const NOTHING = { lost: [], early: [], repeated: [], unreported: [], untrue: [], unreconciled: [], miscounted: [] };

// The pipeline loads verification on first use. That takes real time, in which days of virtual time pass.
beforeAll(() => playVerification(1));

describe('simulation of verification', () => {
  it('delivers every alert, finds everything that is wrong once, and nothing else, in every history', async () => {
    const total = { invocations: 0, crashes: 0, lostFiles: 0, removed: 0, forged: 0, found: 0, recovered: 0 };
    for (const seed of seeds) {
      const { lost, early, repeated, unreported, untrue, unreconciled, miscounted, ...counts } =
        await playVerification(seed);
      const wrong = { lost, early, repeated, unreported, untrue, unreconciled, miscounted };
      expect(wrong, replayOf(seed, 'verification')).toEqual(NOTHING);
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    }
    for (const [name, count] of Object.entries(total)) expect(count, name).toBeGreaterThan(0);
  }, 3_600_000);

  it.each(Object.entries(VERIFICATION_SABOTAGE))('notices that %s', async (_, [expected, sabotage]) => {
    await expectFound((seed) => playVerification(seed, sabotage), expected, seedsFrom(1, 150));
  });

  it('plays the same history for the same seed', async () => {
    expect(await playVerification(7)).toEqual(await playVerification(7));
  });
});
