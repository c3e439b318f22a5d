// Slow: hundreds of storms.
// Storms with costs: every invocation ends before its deadline, every attempt gets further until all is delivered or folded,
// and no critical alert is only counted. HISTORIES=10000 plays a thousand, SEED=n one.

import { describe, expect, it } from 'vitest';
import { playStorm } from './storm-history.ts';

const histories = Math.ceil(Number(process.env.HISTORIES ?? 500) / 10);
const seed = process.env.SEED;
const seeds = seed === undefined ? Array.from({ length: histories }, (_, index) => index + 1) : [Number(seed)];
const REPLAY = 'npx vitest run lambda/test/simulation/storm.test.ts';

describe('a storm', () => {
  it('is delivered or folded after enough attempts, each of which ends in time', { timeout: 3_600_000 }, async () => {
    const total = { alerts: 0, attempts: 0 };
    for (const seed of seeds) {
      const { faults, alerts, attempts } = await playStorm(seed);
      expect(faults, `replay: SEED=${seed} ${REPLAY}`).toEqual([]);
      total.alerts += alerts;
      total.attempts += attempts;
    }
    expect(total.alerts).toBeGreaterThan(0);
    if (seed === undefined) expect(total.attempts).toBeGreaterThan(seeds.length);
  });
});
