// The code of `aws cloudtrail validate-logs`, the oracle for verification: `oracle.py` in a child process.
// If it is missing, fails with an error that says what to install; never skips.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Buckets, Run, SigningKey } from './trail-world.ts';

export interface Question {
  readonly buckets: Buckets;
  readonly keys: readonly SigningKey[];
  readonly runs: readonly Run[];
}

/** What the command counts, and the lines about problems. */
export interface Counts {
  readonly digests: number;
  readonly digestsInvalid: number;
  readonly logFiles: number;
  readonly logFilesInvalid: number;
  readonly lines: readonly string[];
}

// The AWS CLI requires one exact version of a library that other tools need in another one, so it may have its own environment.
const PYTHON = process.env.AWSCLI_PYTHON ?? 'python3';

/** Asks the oracle: for each question, one answer for each run. */
export function askAwsCli(questions: readonly Question[]): readonly (readonly (Counts | { error: string })[])[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, [path.join(import.meta.dirname, 'oracle.py')], {
    input: JSON.stringify(questions.map(toJson)),
    maxBuffer: 1024 ** 3,
    encoding: 'utf8',
  });
  if (status === 0) return JSON.parse(stdout);
  throw new Error(
    `These tests need the AWS CLI's code. Install it with: pip install 'awscli>=1.46'\nIf it is in another environment, set AWSCLI_PYTHON to the Python there.\n${stderr ?? ''}`,
  );
}

function toJson({ buckets, keys, runs }: Question): object {
  return {
    objects: [...buckets.objects.values()].map(({ bytes, ...rest }) => ({ ...rest, body: bytes.toString('base64') })),
    keys: keys.map(({ region, fingerprint, value, fromMs, untilMs }) => ({
      region,
      fingerprint,
      value,
      from: fromMs / 1000,
      until: untilMs / 1000,
    })),
    runs: runs.map((run) => {
      const { trail = 'main', region = 'us-east-1', homeRegion = region, account = '111122223333' } = run;
      const trailArn = `arn:aws:cloudtrail:${homeRegion}:111122223333:trail/${trail}`;
      const prefix = (run.prefix ?? '').replace(/\/$/, '');
      const { bucket = 'logs', organization: organizationId, start, end } = run;
      return { trailArn, region, bucket, prefix, accountId: account, organizationId, start, end };
    }),
  };
}
