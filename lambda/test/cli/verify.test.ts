// `verify` from the outside: a bucket in moto and a copy of it, three accounts in two regions, next to the AWS CLI's own code.

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { askAwsCli } from '../digests/awscli.ts';
import {
  Buckets,
  createSigningKey,
  HOUR_MS,
  iso,
  publicKeyList,
  START_MS,
  writeTrail,
} from '../digests/trail-world.ts';
import { writeCopy } from '../digests/write-copy.ts';
import { jsonLines } from '../json-lines.ts';
import type { Moto } from '../servers/moto.ts';
import { startPublicKeyServer } from '../servers/public-keys.ts';
import { useMoto } from '../servers/shared.ts';
import { useServer } from '../servers/use-server.ts';
import { type Finished, useCommand } from './command.ts';

const KEYS = [createSigningKey('us-east-1'), createSigningKey('us-east-1'), createSigningKey('eu-west-1')];
const [KEY, OLD_KEY, KEY_OF_IRELAND] = KEYS as [(typeof KEYS)[0], (typeof KEYS)[0], (typeof KEYS)[0]];
const ORGANIZATION = { bucket: 'trail', organization: 'o-abc123', homeRegion: 'us-east-1' };
const TIMES = { start: iso(START_MS), end: iso(START_MS + 24 * HOUR_MS) };
const SINCE = ['--since', iso(START_MS)];

/** Six hours of three accounts: the second has a removed and an altered log file, the third two removed digests. */
function organization(): Buckets {
  const buckets = new Buckets();
  writeTrail(buckets, { ...ORGANIZATION, key: KEY, hours: 6 });
  writeTrail(buckets, { ...ORGANIZATION, key: KEY_OF_IRELAND, region: 'eu-west-1', hours: 6 });
  const second = writeTrail(buckets, { ...ORGANIZATION, account: '222233334444', key: KEY, hours: 6 });
  buckets.remove({ bucket: 'trail', key: second[2]?.logFiles[0] ?? '' });
  buckets.get('trail', second[3]?.logFiles[1] ?? '').bytes = Buffer.from('not a log file');
  const third = writeTrail(buckets, { ...ORGANIZATION, account: '333344445555', key: OLD_KEY, hours: 6 });
  for (const hour of [2, 3]) buckets.remove({ bucket: 'trail', key: third[hour]?.key ?? '' });
  return buckets;
}

const command = useCommand();
let moto: Moto;
const server = useServer(() => startPublicKeyServer(KEYS));
// The SDK warns about Node.js 20, in which the command line still runs.
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
const env = () => ({ ...moto.environment, ...QUIET, AWS_ENDPOINT_URL_CLOUDTRAIL: server.url });
const verify = (args: readonly string[]) => command.run(['verify', ...args], { env: env() });

async function upload(buckets: Buckets): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  for (const bucket of new Set([...buckets.objects.values()].map((object) => object.bucket)))
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const { bucket, key, bytes, metadata } of buckets.objects.values())
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata: metadata }));
}

const lines = ({ out }: Finished) => jsonLines(out);

beforeAll(async () => {
  moto = await useMoto();
  await upload(organization());
  writeCopy(organization(), `${command.folder}/copy`);
  command.write('keys.json', JSON.stringify(publicKeyList(KEYS)));
});

const at = (folder: string) => `${command.folder}/${folder}`;
const withKeys = () => ['--public-keys', at('keys.json')];

describe('cloudtrail-to-slack verify', () => {
  it('verifies all accounts and regions of a bucket', async () => {
    const finished = await verify(['s3://trail', ...SINCE]);
    const table = finished.out.split('\n').filter((line) => /^(?:account|\d{12}) /.test(line));
    expect(table).toEqual([
      'account       region     digests  log files  from                  until                 result',
      '111122223333  eu-west-1        6         12  2024-03-01T20:01:31Z  2024-03-02T02:01:31Z  ok',
      '111122223333  us-east-1        6         12  2024-03-01T20:01:31Z  2024-03-02T02:01:31Z  ok',
      '222233334444  us-east-1        6         10  2024-03-01T20:01:31Z  2024-03-02T02:01:31Z  1 log file altered, 1 log file missing',
      '333344445555  us-east-1        4          8  2024-03-01T20:01:31Z  2024-03-02T02:01:31Z  2 digests missing',
    ]);
    expect(finished.out).toContain(
      '\n22 digests and 42 log files verified in 3 accounts: 2 digests missing, 1 log file altered, 1 log file missing\n',
    );
    expect(finished.code).toBe(1);
    // Four times 6 digests and 12 log files, without the two digests and the log file that are missing.
    expect(finished.err).toMatch(/^s3:\/\/trail: 69 log files, 0\.\d MB: less than 0\.01 dollars for requests, .*\n$/);
  });

  it('names every fault on one line', async () => {
    const { out } = await verify(['s3://trail', ...SINCE]);
    const faults = out.split('\n').filter((line) => line.startsWith('fault: '));
    const folder = 's3://trail/AWSLogs/o-abc123';
    expect(faults.sort()).toEqual([
      `fault: digest-missing: ${folder}/333344445555/CloudTrail-Digest/us-east-1/2024/03/02/333344445555_CloudTrail-Digest_us-east-1_main_us-east-1_20240302T000131Z.json.gz: this digest is missing, and 1 before it: no digests cover 2024-03-01T22:01:31Z to 2024-03-02T00:01:31Z`,
      `fault: log-file-altered: ${folder}/222233334444/CloudTrail/us-east-1/2024/03/01/222233334444_CloudTrail_us-east-1_20240301T2308Z_main1.json.gz: the log file was altered: it is not one complete gzip stream`,
      `fault: log-file-missing: ${folder}/222233334444/CloudTrail/us-east-1/2024/03/01/222233334444_CloudTrail_us-east-1_20240301T2203Z_main0.json.gz: a digest lists this log file, which is missing`,
    ]);
  });

  it('finds what the AWS CLI finds in the same objects, and the digest that it misses', async () => {
    const accounts = ['111122223333', '222233334444', '333344445555'];
    const runs = [
      ...accounts.map((account) => ({ ...ORGANIZATION, ...TIMES, account })),
      { ...ORGANIZATION, ...TIMES, region: 'eu-west-1' },
    ];
    const [answers = []] = askAwsCli([{ buckets: organization(), keys: KEYS, runs }]);
    const theirs = answers.map((answer) => ('error' in answer ? answer : { ...answer, lines: answer.lines.length }));
    expect(theirs).toEqual([
      { digests: 6, digestsInvalid: 0, logFiles: 12, logFilesInvalid: 0, lines: 0 },
      { digests: 6, digestsInvalid: 0, logFiles: 10, logFilesInvalid: 2, lines: 2 },
      { digests: 4, digestsInvalid: 1, logFiles: 8, logFilesInvalid: 0, lines: 1 },
      { digests: 6, digestsInvalid: 0, logFiles: 12, logFilesInvalid: 0, lines: 0 },
    ]);
    const { accounts: rows } = lines(await verify(['s3://trail', ...SINCE, '--format', 'json'])).at(-1);
    const counts = rows.map((row: Record<string, number>) => [
      row.digests,
      (row.digestsInvalid ?? 0) + (row.digestsMissing ?? 0),
      row.logFiles,
      (row.logFilesAltered ?? 0) + (row.logFilesMissing ?? 0),
    ]);
    expect(counts).toEqual([
      [6, 0, 12, 0],
      [6, 0, 12, 0],
      [6, 0, 10, 2],
      [4, 2, 8, 0],
    ]);
  });

  it('verifies a copy in a directory with keys from a file, without AWS', async () => {
    const finished = await command.run(['verify', at('copy'), ...withKeys(), ...SINCE, '--format', 'json'], {
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    const findings = lines(finished).filter(({ kind }) => kind === 'finding');
    expect(findings.map(({ level, code }) => `${level} ${code}`).sort()).toEqual([
      'fault digest-missing',
      'fault log-file-altered',
      'fault log-file-missing',
      ...Array(5).fill('note digest-unsigned'),
    ]);
    expect(lines(finished).at(-1)).toMatchObject({
      kind: 'summary',
      faults: 3,
      total: { digests: 17, digestsUnsigned: 5, digestsMissing: 2, logFiles: 42, from: iso(START_MS) },
    });
    expect(finished.code).toBe(1);
  });

  it('exits with 0 if there are no faults', async () => {
    const { code, out } = await verify(['s3://trail/AWSLogs/o-abc123/111122223333/', ...SINCE]);
    expect(out).toContain('12 digests and 24 log files verified in 1 account: no faults');
    expect(code).toBe(0);
  });

  it('asks for the keys of a region once', async () => {
    const before = server.calls.length;
    await verify(['s3://trail', ...SINCE]);
    // Two keys in the first region, one on each page.
    expect(server.calls.slice(before).sort()).toEqual(['eu-west-1', 'us-east-1', 'us-east-1']);
  });

  it.each<[what: string, args: () => readonly string[], code: number, message: string | RegExp]>([
    [
      'no digests',
      () => [`${command.folder}/copy/trail/AWSLogs/o-abc123/999999999999`],
      1,
      /999999999999.*there is no such directory/,
    ],
    [
      'no digests at that time',
      () => ['s3://trail', '--since', '2025-01-01'],
      1,
      's3://trail: there are no digests of what you selected',
    ],
    [
      'no bucket',
      () => ['s3://nowhere'],
      1,
      /cannot list s3:\/\/nowhere\/: NoSuchBucket.*s3:ListBucket and s3:GetObject/,
    ],
    [
      'an address without a bucket',
      () => ['s3://'],
      2,
      's3://: is not a location in S3; write s3://BUCKET or s3://BUCKET/PREFIX',
    ],
    [
      'a wrong time',
      () => ['s3://trail', '--since', 'yesterday'],
      2,
      '--since yesterday: write a date or a time in UTC',
    ],
    [
      'times in the wrong order',
      () => ['s3://trail', '--since', '2024-03-02', '--until', '2024-03-01'],
      2,
      '--since is after --until',
    ],
    [
      'a missing file of keys',
      () => ['s3://trail', '--public-keys', 'none.json'],
      1,
      'none.json: cannot be read: there is no such file or directory',
    ],
    [
      'a file of something else',
      () => ['s3://trail', '--public-keys', 'package.json'],
      1,
      'package.json: has no list PublicKeyList',
    ],
    ['a file that is not JSON', () => ['s3://trail', '--public-keys', 'README.md'], 1, 'README.md: is not JSON'],
  ])('explains %s', async (_what, args, code, message) => {
    const finished = await verify(args());
    expect(finished.err).toMatch(message);
    expect(finished.code).toBe(code);
    expect(finished.err.trim().split('\n').length).toBeLessThan(3);
  });

  it('explains that it may not list the keys, and how to list them elsewhere', async () => {
    server.refuse();
    const { code, err } = await verify(['s3://trail', ...SINCE]);
    expect(err).toMatch(
      /cannot list the public keys of CloudTrail in [a-z0-9-]+: AccessDeniedException: User is not authorized. The command needs credentials with cloudtrail:ListPublicKeys, or --public-keys keys.json, made by: aws cloudtrail list-public-keys --region [a-z0-9-]+ --start-time 2024-0\d-/,
    );
    expect(code).toBe(1);
  });
});
