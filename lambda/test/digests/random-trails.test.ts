// Slow: runs the AWS CLI's code in Python.
// Any set of digests of a trail, removed or altered, and any set of log files: `verify` finds every fault that a later valid
// digest proves, and no other. The oracle is the list of what was done; the AWS CLI agrees on everything but digests that
// were removed in a row.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askAwsCli } from './awscli.ts';
import { KEY, WHOLE } from './broken-trails.ts';
import { verifyBuckets } from './memory-storage.ts';
import { Buckets, START_MS, writeTrail } from './trail-world.ts';

const HOURS = 12;
const TRAIL = new Buckets();
const DIGESTS = writeTrail(TRAIL, { key: KEY, hours: HOURS, filesPerHour: (hour) => hour % 3 });

type State = 'whole' | 'removed' | 'altered';
interface Damage {
  readonly digests: readonly State[];
  readonly logFiles: readonly State[];
}

const states = (length: number) =>
  fc.array(fc.constantFrom<State>('whole', 'whole', 'removed', 'altered'), { minLength: length, maxLength: length });
const damages: fc.Arbitrary<Damage> = fc.record({ digests: states(HOURS), logFiles: states(HOURS) });

const flipped = (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 15 ? byte ^ 1 : byte)));

/** The trail after damage. `logFiles` is about all log files of one hour. */
function damaged({ digests, logFiles }: Damage): Buckets {
  const buckets = new Buckets();
  for (const { bucket, key, bytes, metadata } of TRAIL.objects.values()) buckets.put(bucket, key, bytes, metadata);
  DIGESTS.forEach((digest, hour) => {
    const targets = [
      [digests[hour], [digest.key]],
      [logFiles[hour], digest.logFiles],
    ] as const;
    for (const [state, keys] of targets) {
      for (const key of keys) {
        if (state === 'removed') buckets.remove({ bucket: 'logs', key });
        if (state === 'altered') buckets.get('logs', key).bytes = flipped(buckets.get('logs', key).bytes);
      }
    }
  });
  return buckets;
}

/** What must be found. A removed digest is proven by the next valid one, if one before it is valid, or it is the last one before it. */
function expectedOf({ digests, logFiles }: Damage) {
  const of = (state: State) => digests.filter((one) => one === state).length;
  const valid = digests.flatMap((state, hour) => (state === 'whole' ? [hour] : []));
  const missing = valid.map((hour, index) => {
    const before = valid[index - 1];
    const between = digests.slice((before ?? -1) + 1, hour);
    if (before !== undefined) return between.filter((state) => state === 'removed').length;
    // Nothing valid says how many digests there were.
    return between.at(-1) === 'removed' ? 1 : 0;
  });
  const files = (state: State) =>
    valid.reduce((sum, hour) => sum + (logFiles[hour] === state ? (DIGESTS[hour]?.logFiles.length ?? 0) : 0), 0);
  return {
    digests: of('whole'),
    digestsInvalid: of('altered'),
    digestsMissing: missing.reduce((sum, count) => sum + count, 0),
    logFiles: files('whole'),
    logFilesAltered: files('altered'),
    logFilesMissing: files('removed'),
  };
}

const verified = async (damage: Damage) => {
  const { sum } = await verifyBuckets(damaged(damage), [KEY], ['logs'], { sinceMs: START_MS });
  return Object.fromEntries(Object.keys(expectedOf(damage)).map((name) => [name, sum[name as keyof typeof sum]]));
};

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);

describe('any damage to a trail', () => {
  it('is found', async () => {
    await fc.assert(
      fc.asyncProperty(damages, async (damage) => {
        expect(await verified(damage)).toEqual(expectedOf(damage));
      }),
      { numRuns },
    );
  });

  it('is found by the AWS CLI too, except for some removed digests', async () => {
    const sample = fc.sample(damages, { numRuns: 60, seed: 7 });
    const answers = askAwsCli(sample.map((damage) => ({ buckets: damaged(damage), keys: [KEY], runs: [WHOLE] })));
    const compared = sample.map((damage, index) => {
      const [theirs] = answers[index] ?? [];
      const { digests, digestsInvalid, digestsMissing, logFiles, logFilesAltered, logFilesMissing } =
        expectedOf(damage);
      if (theirs === undefined || 'error' in theirs) throw new Error(JSON.stringify(theirs));
      expect(theirs).toMatchObject({ digests, logFiles, logFilesInvalid: logFilesAltered + logFilesMissing });
      return digestsInvalid + digestsMissing - theirs.digestsInvalid;
    });
    expect(Math.min(...compared)).toBe(0);
    expect(Math.max(...compared)).toBeGreaterThan(1);
  });
});
