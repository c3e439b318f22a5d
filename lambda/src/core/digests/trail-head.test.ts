import { describe, expect, it } from 'vitest';
import type { Digest, PreviousDigest } from './digest.ts';
import { type Step, stepFrom, type TrailHead } from './trail-head.ts';

const HOUR_MS = 3_600_000;
const HEAD: TrailHead = { bucket: 'logs', key: 'd10', sha256: 'aa', endMs: 10 * HOUR_MS };
const PREVIOUS: PreviousDigest = { bucket: 'logs', key: 'd10', sha256: 'aa', signature: '' };

function digest(hour: number, previous: PreviousDigest | null): Digest {
  return {
    location: { bucket: 'logs', key: `d${hour}` },
    endTime: '',
    startMs: (hour - 1) * HOUR_MS,
    endMs: hour * HOUR_MS,
    fingerprint: '',
    algorithm: null,
    previousSignature: null,
    previous,
    logFiles: [],
  };
}

describe('the step to a digest', () => {
  it.each<[string, number, PreviousDigest | null, Step]>([
    ['that refers to the newest one', 11, PREVIOUS, 'linked'],
    ['that refers to the newest one without its hash', 11, { ...PREVIOUS, sha256: null }, 'linked'],
    ['that refers to another content of the newest one', 11, { ...PREVIOUS, sha256: 'bb' }, 'broken'],
    ['that refers to one that is not known', 13, { ...PREVIOUS, key: 'd12' }, 'gap'],
    ['that refers to the same key in another bucket', 11, { ...PREVIOUS, bucket: 'other' }, 'gap'],
    ['that refers to none', 15, null, 'restarted'],
    ['that is the newest one', 10, { ...PREVIOUS, key: 'd9' }, 'older'],
    ['that is older', 8, null, 'older'],
  ])('%s', (_what, hour, previous, step) => {
    expect(stepFrom(HEAD, digest(hour, previous))).toBe(step);
  });

  it('is the first one if nothing is known', () => {
    expect(stepFrom(null, digest(11, PREVIOUS))).toBe('first');
  });
});
