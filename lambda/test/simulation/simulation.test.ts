import { describe, expect, it } from 'vitest';
import { playHistory } from './history.ts';

// HISTORIES=10000 for the long run, SEED=n to replay one.
const histories = Number(process.env.HISTORIES ?? 300);
const first = Number(process.env.SEED ?? 1);

describe('simulation', () => {
  it('loses nothing, repeats only what may be repeated, and adds up, in every history', async () => {
    const total = { invocations: 0, crashes: 0, deadLetters: 0, told: 0 };
    for (let seed = first; seed < first + (process.env.SEED ? 1 : histories); seed++) {
      const { lost, repeated, unreconciled, ...counts } = await playHistory(seed);
      expect({ seed, lost, repeated, unreconciled }).toEqual({ seed, lost: [], repeated: [], unreconciled: [] });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    }
    expect(total.told, JSON.stringify(total)).toBeGreaterThan(0);
  }, 3_600_000);
});
