import { describe, expect, it } from 'vitest';
import { type Covered, cover, isCovered } from './coverage.ts';
import type { Digest } from './digest.ts';

const HOUR_MS = 3600 * 1000;
const START_MS = Date.UTC(2024, 2, 1, 20);

// The digest of an hour, counted from the start.
function digestOf(hour: number, suffix = ''): Digest {
  const endMs = START_MS + (hour + 1) * HOUR_MS;
  const time = new Date(endMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const key = `111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_${time}Z${suffix}.json.gz`;
  return { startMs: endMs - HOUR_MS, endMs, location: { bucket: 'b', key } } as Digest;
}

// The half hours of the first four hours that are covered.
function halvesCoveredBy(...digests: Digest[]): readonly number[] {
  const covered: Covered[] = [];
  for (const digest of digests) cover(covered, digest);
  return [0.5, 1.5, 2.5, 3.5].filter((hours) => isCovered(START_MS + hours * HOUR_MS, covered));
}

describe('an hour is covered', () => {
  it('by its digest and the next one', () => {
    expect(halvesCoveredBy(digestOf(0))).toEqual([]);
    expect(halvesCoveredBy(digestOf(0), digestOf(1))).toEqual([0.5]);
    expect(halvesCoveredBy(digestOf(0), digestOf(1), digestOf(3))).toEqual([0.5]);
  });

  it('by no backfill digest', () => {
    expect(halvesCoveredBy(digestOf(0, '_backfill'), digestOf(1))).toEqual([]);
    expect(halvesCoveredBy(digestOf(0), digestOf(1, '_backfill'), digestOf(2))).toEqual([]);
  });

  it('never without a time', () => {
    expect(isCovered(null, [{ fromMs: 0, untilMs: START_MS }])).toBe(false);
  });
});
