// A replay of a bucket when S3 fails in the middle: broken connections lose no file, and what ends the command is not finished.

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../json-lines.ts';
import { aRecord, logFile } from '../pipeline/payloads.ts';
import { useFaultyAws } from '../servers/faulty-aws.ts';
import { useCommand } from './command.ts';

const FILES = 6;
const EXPIRED = '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>';

const name = (file: number) =>
  `AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/01/111111111111_CloudTrail_eu-west-1_20260101T0${file}00Z_x.json.gz`;

const aws = useFaultyAws();
const command = useCommand();
/** The calls of a whole replay before it reads the first file. */
let listCalls: number;

beforeAll(async () => {
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
  for (let file = 0; file < FILES; file++) {
    const Body = logFile(aRecord({ eventID: `event-${file}`, eventName: 'StopLogging' }));
    await s3.send(new PutObjectCommand({ Bucket: 'trail', Key: name(file), Body }));
  }
  aws.misbehave({ kind: 'reset' }, 0); // Counts from here.
  await replay('--threads', '1');
  listCalls = aws.calls() - FILES;
}, 60_000);

const replay = (...args: readonly string[]) =>
  command.run(['replay', 's3://trail', '--format', 'json', ...args], {
    env: { ...aws.moto.environment, AWS_ENDPOINT_URL: aws.url },
  });
const eventsIn = (out: string) => jsonLines(out).map(({ eventID }) => eventID);
const ALL = Array.from({ length: FILES }, (_, file) => `event-${file}`);

describe.each(['1', '3'])('a replay of a bucket in %s threads', (threads) => {
  it('reads a file again whose connection broke', async () => {
    aws.misbehave({ kind: 'cut_answer' }, 2, listCalls);
    const { code, out } = await replay('--threads', threads);
    expect([code, eventsIn(out)]).toEqual([0, ALL]);
  });

  it('ends if the credentials expire, and continues with all that is left', async () => {
    const checkpoint = ['--threads', threads, '--checkpoint', `${command.folder}/expired-${threads}`];
    aws.misbehave({ kind: 'answer', status: 400, body: EXPIRED }, 1_000, listCalls + 2);
    const first = await replay(...checkpoint);
    expect([first.code, first.err]).toEqual([1, expect.stringMatching(/ExpiredToken.*again with valid credentials;/)]);
    expect(first.err).not.toContain('records read');
    aws.misbehave({ kind: 'reset' }, 0);
    const last = await replay(...checkpoint);
    expect([last.code, last.err]).toEqual([0, expect.stringContaining(`records read  ${FILES} in ${FILES} log files`)]);
    expect([...new Set([...eventsIn(first.out), ...eventsIn(last.out)])]).toEqual(ALL);
  });
});
