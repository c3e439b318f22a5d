// The replay of a bucket: the same alerts as from a copy of it, and only the files that are wanted. Runs against moto.

import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { confirm } from '../../src/cli/s3/announce.ts';
import { describeCost } from '../../src/cli/s3/cost.ts';
import { jsonLines } from '../json-lines.ts';
import { aRecord, logFile } from '../pipeline/payloads.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { useCommand } from './command.ts';

const [ONE, TWO] = ['111111111111', '222222222222'];
const key = (account: string, region: string, day: number, kind = 'CloudTrail') =>
  `AWSLogs/${account}/${kind}/${region}/2026/01/0${day}/${account}_CloudTrail_${region}_2026010${day}T1000Z_x.json.gz`;
const logFileOf = (eventID: string) => logFile(aRecord({ eventID, eventName: 'StopLogging' }, eventID));

const FILES: Readonly<Record<string, string>> = {
  a: key(ONE, 'eu-west-1', 1),
  b: key(ONE, 'us-east-1', 2),
  c: key(TWO, 'eu-west-1', 3),
};

let moto: Moto;
const command = useCommand();

beforeAll(async () => {
  moto = await useMoto();
  const s3 = new S3Client({ forcePathStyle: true });
  for (const Bucket of ['trail', 'empty']) await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body: Uint8Array | string) => s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body }));
  for (const [id, path] of Object.entries(FILES)) {
    const bytes = logFileOf(id);
    await put(path, bytes);
    command.write(`copy/${path}`, bytes);
  }
  await put(key(ONE, 'eu-west-1', 1, 'CloudTrail-Digest'), gzipSync('{}'));
  await put(key(ONE, 'eu-west-1', 1, 'Config'), gzipSync('{"configurationItems":[]}'));
  await put('AWSLogs/notes.txt', 'text');
  await put('broken/log.json.gz', 'not gzip');
}, 60_000);

const replay = (...args: readonly string[]) =>
  command.run(['replay', ...args, '--format', 'json'], { env: moto.environment });
const idsIn = (out: string) => jsonLines(out).map(({ eventID }) => eventID);

describe('a replay of a bucket', () => {
  it.each([[[]], [['--threads', '3']], [['--threads', '1']]])(
    'finds what a copy of it contains: %j',
    async (threads) => {
      const { code, out, err } = await replay('s3://trail/AWSLogs/', ...threads);
      const copy = await replay(`${command.folder}/copy`);
      const withoutFiles = (text: string) => text.replace(/"file":"[^"]*"/g, '');
      expect([code, withoutFiles(out)]).toEqual([0, withoutFiles(copy.out)]);
      expect(out).toContain(`"file":"s3://trail/${FILES.a}"`);
      expect(err).toContain('s3://trail/AWSLogs/: 3 log files, 0.0 MB: less than 0.01 dollars for requests');
    },
  );

  it('writes a page', async () => {
    const file = `${command.folder}/page.html`;
    const { code } = await command.run(['replay', 's3://trail/AWSLogs/', '--html', file], { env: moto.environment });
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8').replace(/<[^>]*>/g, ' ')).toMatch(/Records read\s+3\s+in 3 log files/);
  });

  it('continues after the last file of its checkpoint', async () => {
    const checkpoint = `${command.folder}/s3.checkpoint`;
    const s3 = new S3Client({ forcePathStyle: true });
    const args = ['s3://growing/', '--yes', '--checkpoint', checkpoint];
    await s3.send(new CreateBucketCommand({ Bucket: 'growing' }));
    const put = (day: number, id: string) =>
      s3.send(
        new PutObjectCommand({
          Bucket: 'growing',
          Key: key(ONE, 'eu-west-1', day),
          Body: logFileOf(id),
        }),
      );
    await put(1, 'first');
    await put(2, 'second');
    expect(idsIn((await replay(...args)).out)).toEqual(['first', 'second']);
    await put(3, 'third');
    const { out, err } = await replay(...args);
    expect(idsIn(out)).toEqual(['third']);
    expect(err).toMatch(/records read {2}3 in 3 log files/);
  });

  it.each<[options: readonly string[], ids: readonly string[]]>([
    [
      ['--since', '2026-01-02'],
      ['b', 'c'],
    ],
    [
      ['--until', '2026-01-02T10:00:00Z'],
      ['a', 'b'],
    ],
    [['--since', '2026-01-02', '--until', '2026-01-03'], ['b']],
    [['--account', TWO], ['c']],
    [
      ['--account', `${ONE},${TWO}`, '--region', 'eu-west-1', '--yes'],
      ['a', 'c'],
    ],
  ])('reads only what is selected: %j', async (options, ids) => {
    expect(idsIn((await replay('s3://trail', ...options)).out)).toEqual(ids);
  });

  it('reads buckets and files together', async () => {
    const { out } = await replay(`${command.folder}/copy/${FILES.c}`, `s3://trail/${FILES.a}`);
    expect(idsIn(out)).toEqual(['c', 'a']);
  });

  it.each<[what: string, args: readonly string[], code: number, message: string]>([
    ['a bucket that does not exist', ['s3://no-such-bucket'], 1, 'cannot list s3://no-such-bucket/: NoSuchBucket'],
    ['nothing below the prefix', ['s3://empty/x'], 1, 's3://empty/x: there is no log file below this location'],
    ['an object that is not a log file', ['s3://trail/broken/'], 1, 's3://trail/broken/log.json.gz: is not JSON'],
    ['a time that is none', ['s3://trail', '--since', 'now'], 2, '--since now: write a date or a time'],
    ['a selection without a bucket', ['.', '--account', ONE], 2, 'need a location such as s3://bucket/prefix'],
    ['a location without a bucket', ['s3://'], 2, 's3://: is not a location in S3'],
  ])('reports %s', async (_, args, code, message) => {
    const result = await replay(...args);
    expect([result.code, result.err]).toEqual([code, expect.stringContaining(message)]);
  });
});

describe('the question before a replay', () => {
  const ask = async (answer: string, isTTY: boolean) => {
    const [input, output] = [new PassThrough(), new PassThrough()].map((stream) => Object.assign(stream, { isTTY }));
    (input as PassThrough).end(`${answer}\n`);
    const streams = { input, output } as unknown as Parameters<typeof confirm>[1];
    return { isAgreed: await confirm('Continue?', streams), shown: String((output as PassThrough).read() ?? '') };
  };

  it.each([
    ['y', true],
    ['Yes', true],
    ['n', false],
    ['', false],
  ])('takes %j as %j', async (answer, isAgreed) => {
    expect(await ask(answer, true)).toEqual({ isAgreed, shown: expect.stringContaining('Continue? [y/N]') });
  });

  it('is not asked without a terminal', async () => {
    expect(await ask('n', false)).toEqual({ isAgreed: true, shown: '' });
  });
});

describe('the costs of a replay', () => {
  it.each([
    [
      { files: 1, bytes: 2_000_000, listRequests: 1 },
      '1 log file, 2.0 MB: less than 0.01 dollars for requests, and up to less than 0.01 dollars',
    ],
    [
      { files: 1_000_000, bytes: 5e11, listRequests: 2_000 },
      '1,000,000 log files, 500.0 GB: about 0.42 dollars for requests, and up to about 45.00 dollars',
    ],
  ])('are those of the requests, and of the transfer: %o', (toRead, expected) => {
    expect(describeCost(toRead)).toContain(expected);
  });
});
