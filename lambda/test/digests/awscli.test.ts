// Slow: runs the AWS CLI's code in Python.
// `verify` and `aws cloudtrail validate-logs` agree on every way to break a trail, except for what the AWS CLI does not count
// (`more`): all but the last of the digests that were removed in a row (https://github.com/aws/aws-cli/issues/7054), and a digest
// that is not the one that the next digest refers to.

import { beforeAll, describe, expect, it } from 'vitest';
import { askAwsCli, type Counts } from './awscli.ts';
import { type Built, CASES } from './broken-trails.ts';
import { type Result, verifyBuckets } from './memory-storage.ts';
import { START_MS } from './trail-world.ts';

const sinceMs = START_MS;

function oursOf({ sum }: Result) {
  return {
    digests: sum.digests,
    digestsInvalid: sum.digestsInvalid + sum.digestsMissing,
    logFiles: sum.logFiles,
    logFilesInvalid: sum.logFilesAltered + sum.logFilesMissing,
  };
}

function theirsOf(answers: readonly (Counts | { error: string })[]) {
  const sum = { digests: 0, digestsInvalid: 0, logFiles: 0, logFilesInvalid: 0 };
  for (const answer of answers) {
    if ('error' in answer) throw new Error(answer.error);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += answer[name];
  }
  return sum;
}

const verifyBuilt = ({ buckets, keys, names }: Built) => verifyBuckets(buckets, keys, names, { sinceMs });

describe('verification', () => {
  const built = CASES.map(({ build }) => build());
  let answers: readonly (readonly (Counts | { error: string })[])[];
  beforeAll(() => {
    answers = askAwsCli(built);
  });

  it.each(CASES.map((one, index) => ({ ...one, index })))(
    'counts as the AWS CLI does: $what',
    async ({ index, more = 0 }) => {
      const theirs = theirsOf(answers[index] ?? []);
      const expected = { ...theirs, digestsInvalid: theirs.digestsInvalid + more };
      expect(oursOf(await verifyBuilt(built[index] as Built))).toEqual(expected);
      expect(theirs.digests + theirs.digestsInvalid).toBeGreaterThan(0);
    },
  );

  it.each(CASES.map((one, index) => ({ ...one, index })))('finds what is wrong: $what', async ({ index, finds }) => {
    const { findings } = await verifyBuilt(built[index] as Built);
    expect(findings.map(({ code }) => code).sort()).toEqual(finds);
  });
});
