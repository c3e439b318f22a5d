// Slow: hundreds of storms.
// Storms with costs: every invocation ends before its deadline, every attempt gets further until all is delivered or folded,
// and no critical alert is only counted. HISTORIES=10000 plays a thousand, SEED=n one.

import { describe, expect, it } from 'vitest';
import { isReplay, replayOf, seedsOf } from './seeds.ts';
import { playStorm } from './storm-history.ts';

const seeds = seedsOf(50, 10);

describe('a storm', () => {
  it('is delivered or folded after enough attempts, each of which ends in time', { timeout: 3_600_000 }, async () => {
    const total = { alerts: 0, attempts: 0 };
    for (const seed of seeds) {
      const { faults, alerts, attempts } = await playStorm(seed);
      expect(faults, replayOf(seed, 'storm')).toEqual([]);
      total.alerts += alerts;
      total.attempts += attempts;
    }
    expect(total.alerts).toBeGreaterThan(0);
    if (!isReplay) expect(total.attempts).toBeGreaterThan(seeds.length);
  });
});
