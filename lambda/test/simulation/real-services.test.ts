// The same kind of histories, fewer, over moto and a local Slack behind the real clients.
// HISTORIES=10000 plays a hundred of them, SEED=n one.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLAWLESS } from '../correlation/oracle.ts';
import { playRealCorrelations } from './real-correlations.ts';
import { playRealHistory } from './real-history.ts';
import { type RealServices, startServices } from './real-world.ts';
import { isReplay, replayOf, seedsOf } from './seeds.ts';

const seeds = seedsOf(15, 100);

describe('simulation over real services', () => {
  let services: RealServices;
  beforeAll(async () => {
    services = await startServices();
  });
  afterAll(() => services?.stop());

  it('loses nothing, repeats only what may be repeated, and adds up', { timeout: 3_600_000 }, async () => {
    const total = { delivered: 0, undisturbed: 0 };
    for (const seed of seeds) {
      const { lost, repeated, split, unreconciled, excuses, delivered } = await playRealHistory(seed, services);
      const found = { lost, repeated, split, unreconciled };
      expect(found, replayOf(seed, 'real-services')).toEqual({ lost: [], repeated: [], split: [], unreconciled: [] });
      total.delivered += delivered;
      if (excuses === 0) total.undisturbed++;
    }
    expect(total.delivered).toBeGreaterThan(0);
    if (!isReplay) expect(total.undisturbed).toBeGreaterThan(0);
  });

  it('finds every alert of a correlation sound, complete and sent once', { timeout: 3_600_000 }, async () => {
    let total = 0;
    for (const seed of seeds) {
      const { alerts, ...found } = await playRealCorrelations(seed, services);
      expect(found, replayOf(seed, 'real-services')).toEqual({ ...FLAWLESS, unreconciled: [] });
      total += alerts;
    }
    if (!isReplay) expect(total).toBeGreaterThan(seeds.length);
  });
});
