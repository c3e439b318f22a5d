// What the checkpoint of a verification contains: how far each folder is, the counts of what is finished,
// and which command it belongs to.

import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parseDigestName } from '../../../core/digests/digest-key.ts';
import { hashOf } from '../../checkpoint/checkpoint-file.ts';
import { isS3Location } from '../../s3/s3-location.ts';

export const VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ms = v.number();

const ROW = v.object({
  accountId: v.string(),
  region: v.string(),
  digests: count,
  digestsInvalid: count,
  digestsMissing: count,
  digestsUnsigned: count,
  logFiles: count,
  logFilesAltered: count,
  logFilesMissing: count,
  logFilesUnlisted: count,
  unreadable: count,
  // Infinite without a valid digest, which JSON has no word for.
  fromMs: v.pipe(
    v.nullable(ms),
    v.transform((value) => value ?? Number.POSITIVE_INFINITY),
  ),
  untilMs: ms,
});

const CHAIN = v.object({
  waiting: v.pipe(
    v.string(),
    v.check((key) => parseDigestName(key) !== null),
  ),
  checked: v.object({
    links: v.object({
      last: v.nullable(
        v.object({
          bucket: v.nullable(v.string()),
          key: v.string(),
          contentSha256: v.nullable(v.string()),
          endMs: v.nullable(ms),
        }),
      ),
      coveredMs: v.nullable(ms),
      invalid: count,
    }),
    last: v.nullable(v.object({ object: v.string(), endMs: ms })),
  }),
});

const FOLDER = v.variant('isFinished', [
  v.object({
    isFinished: v.literal(false),
    last: v.string(),
    chains: v.array(CHAIN),
    unlisted: v.object({
      days: v.array(v.tuple([v.number(), v.array(v.string())])),
      covered: v.array(v.object({ fromMs: ms, untilMs: ms })),
    }),
  }),
  v.object({
    isFinished: v.literal(true),
    ends: v.array(v.object({ accountId: v.string(), region: v.string(), object: v.string(), endMs: ms })),
  }),
]);

/** The checkpoints of `verify`. */
export const KIND = {
  of: 'a verification',
  parts: [
    ['inputs', 'inputs'],
    ['selection', '--since, --until, --account or --region'],
    ['keys', 'public keys'],
  ],
  schema: v.object({
    version: v.literal(VERSION),
    command: v.object({ inputs: v.string(), selection: v.string(), keys: v.string() }),
    rows: v.array(ROW),
    findingsBytes: count,
    folders: v.record(v.string(), FOLDER),
  }),
} as const;

/** What makes a verification the same verification: its inputs, what of them is selected, and its public keys; hashes to compare. */
export type VerifyIdentity = Readonly<Record<'inputs' | 'selection' | 'keys', string>>;

/** The identity of a verification. `selection`: plain data; `publicKeys`: files that can be read, or empty for the keys of CloudTrail.
 * How findings are printed does not matter. */
export function identityOf(paths: readonly string[], selection: object, publicKeys: readonly string[]): VerifyIdentity {
  return {
    // Findings show files relative to the current directory.
    inputs: hashOf(paths.map((path) => (isS3Location(path) ? path : [process.cwd(), path]))),
    selection: hashOf(selection),
    keys: hashOf(publicKeys.map((file) => readFileSync(file, 'utf8'))),
  };
}
