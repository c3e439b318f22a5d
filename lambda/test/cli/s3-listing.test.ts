// The listing of a trail's bucket: what it finds, in which order, and with which requests. Runs against moto.

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BucketLister, createBucketLister } from '../../src/adapters/aws/s3-listing.ts';
import { type LogFileSelection, listLogFiles } from '../../src/cli/s3/list-log-files.ts';
import { dayOf, logFolderOf } from '../../src/cli/s3/log-folder.ts';
import { isS3Location, parseS3Location } from '../../src/cli/s3/s3-location.ts';
import { useFaultyAws } from '../servers/faulty-aws.ts';

const [ONE, TWO] = ['111111111111', '222222222222'];
const key = (account: string, region: string, day: string, time = '0000', kind = 'CloudTrail', before = '') =>
  `${before}AWSLogs/${account}/${kind}/${region}/${day}/${account}_CloudTrail_${region}_${day.replaceAll('/', '')}T${time}Z_x.json.gz`;

const KEYS = {
  a: key(ONE, 'eu-west-1', '2026/01/30', '2355'),
  b: key(ONE, 'eu-west-1', '2026/01/31', '1005'),
  c: key(ONE, 'us-east-1', '2026/01/31', '1000'),
  d: key(TWO, 'eu-west-1', '2026/02/01', '0005'),
  digest: key(ONE, 'eu-west-1', '2026/01/31', '1200', 'CloudTrail-Digest'),
  loose: 'notes/log.json.gz',
  folder: 'AWSLogs/',
} as const;
type Name = keyof typeof KEYS;
const ORGANIZATION = key(ONE, 'eu-west-1', '2026/01/31', '0700').replace('AWSLogs/', 'trail/AWSLogs/o-abc123/');

const EVERYTHING: LogFileSelection = {
  sinceMs: Number.NEGATIVE_INFINITY,
  untilMs: Number.POSITIVE_INFINITY,
  accounts: [],
  regions: [],
  acceptsKind: () => true,
};

const aws = useFaultyAws();

beforeAll(async () => {
  const s3 = new S3Client({ forcePathStyle: true });
  for (const Bucket of ['trail', 'organization', 'many']) await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of Object.values(KEYS)) await s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body: 'x' }));
  await s3.send(new PutObjectCommand({ Bucket: 'organization', Key: ORGANIZATION, Body: 'x' }));
  const many = Array.from({ length: 1_001 }, (_, index) =>
    key(ONE, 'eu-west-1', '2026/01/31', '0000').replace('_x', `_${index}`),
  );
  for (let at = 0; at < many.length; at += 50) {
    const lot = many.slice(at, at + 50);
    await Promise.all(lot.map((Key) => s3.send(new PutObjectCommand({ Bucket: 'many', Key, Body: 'x' }))));
  }
});

const isLogs = (kind: string) => kind === 'CloudTrail';

/** A lister that records which prefixes are requested. */
function watched(): BucketLister & { readonly prefixes: string[] } {
  const lister = createBucketLister({ timeoutMs: 5_000, maxAttempts: 4 });
  const prefixes: string[] = [];
  return {
    prefixes,
    list: (bucket, prefix, page) => {
      prefixes.push(prefix);
      return lister.list(bucket, prefix, page);
    },
  };
}

const NAMES = new Map(Object.entries(KEYS).map(([name, path]) => [path as string, name as Name]));

async function found(argument: string, selection: Partial<LogFileSelection> = {}, lister: BucketLister = watched()) {
  const lots: (Name | string)[][] = [];
  for await (const lot of listLogFiles(lister, parseS3Location(argument), { ...EVERYTHING, ...selection }))
    lots.push(lot.map((object) => NAMES.get(object.key) ?? object.key));
  return lots;
}

describe('a listing', () => {
  it.each<[what: string, argument: string, selection: Partial<LogFileSelection>, expected: (readonly string[])[]]>([
    ['everything', 's3://trail', {}, [['loose'], ['a'], ['c', 'b', 'digest'], ['d']]],
    ['a kind', 's3://trail/AWSLogs', { acceptsKind: isLogs }, [['a'], ['c', 'b'], ['d']]],
    ['an account', 's3://trail/AWSLogs/', { accounts: [TWO] }, [['d']]],
    ['a region', 's3://trail/AWSLogs/', { regions: ['us-east-1'] }, [['c']]],
    ['the folder of an account', `s3://trail/AWSLogs/${TWO}/`, {}, [['d']]],
    ['the folder of a day', `s3://trail/AWSLogs/${ONE}/CloudTrail/eu-west-1/2026/01/31/`, {}, [['b']]],
    ['the beginning of a month', `s3://trail/AWSLogs/${ONE}/CloudTrail/eu-west-1/2026/0`, {}, [['a'], ['b']]],
    ['one object', `s3://trail/${KEYS.b}`, {}, [['b']]],
    [
      'a time',
      's3://trail/AWSLogs',
      { sinceMs: Date.UTC(2026, 0, 31, 10, 5), untilMs: Date.UTC(2026, 0, 31, 12) },
      [['b', 'digest']],
    ],
    [
      'a time at its ends',
      's3://trail/AWSLogs',
      { sinceMs: Date.UTC(2026, 0, 30, 23, 55), untilMs: Date.UTC(2026, 0, 30, 23, 55) },
      [['a']],
    ],
    ['an organization', 's3://organization/trail/', { accounts: [ONE] }, [[ORGANIZATION]]],
    ['nothing', 's3://trail/nothing/', {}, []],
  ])(
    'finds each wanted object once, day by day, in the order of arrival: %s',
    async (_, argument, selection, expected) => {
      expect(await found(argument, selection)).toEqual(expected);
    },
  );

  it('does not list the folders of other accounts, kinds, regions and days', async () => {
    const lister = watched();
    const day = Date.UTC(2026, 0, 31);
    await found(
      's3://trail/AWSLogs/',
      { accounts: [ONE], acceptsKind: isLogs, regions: ['eu-west-1'], sinceMs: day, untilMs: day + 1 },
      lister,
    );
    const below = lister.prefixes.map((prefix) => prefix.replace('AWSLogs/', ''));
    const path = [ONE, 'CloudTrail', 'eu-west-1', '2026', '01', '31'];
    expect(below.sort()).toEqual(['', ...path.map((_, index) => `${path.slice(0, index + 1).join('/')}/`)].sort());
  });

  it('reads every page', async () => {
    const [lot] = await found('s3://many');
    expect(lot).toHaveLength(1_001);
  });

  it('is bounded in memory: it accepts as many objects a day as the limit, and refuses one more', async () => {
    const list = async (max: number) => {
      const lots: number[] = [];
      const listing = listLogFiles(watched(), parseS3Location('s3://many'), EVERYTHING, max);
      for await (const { length } of listing) lots.push(length);
      return lots;
    };
    expect(await list(1_001)).toEqual([1_001]);
    await expect(list(1_000)).rejects.toThrow('2026-01-31: has more than 1000 objects; use a longer prefix');
  });

  it('retries what fails for a moment', async () => {
    aws.misbehave({ kind: 'answer', status: 503, body: '<Error><Code>SlowDown</Code></Error>' }, 2);
    expect(await found('s3://trail/AWSLogs/', { accounts: [TWO] })).toEqual([['d']]);
  });

  it('says what it could not list, and why', async () => {
    await expect(found('s3://no-such-bucket/x')).rejects.toThrow(/cannot list s3:\/\/no-such-bucket\/x: NoSuchBucket/);
  });
});

describe('a location', () => {
  it.each([
    ['s3://trail', { bucket: 'trail', prefix: '' }],
    ['S3://trail/', { bucket: 'trail', prefix: '' }],
    ['s3://trail/a b/c', { bucket: 'trail', prefix: 'a b/c' }],
  ])('is a bucket and a prefix: %s', (argument, expected) => {
    expect(isS3Location(argument)).toBe(true);
    expect(parseS3Location(argument)).toEqual(expected);
  });

  it('needs a bucket', () => {
    expect(() => parseS3Location('s3:///x')).toThrow('is not a location in S3');
    expect(isS3Location('./s3:/x')).toBe(false);
  });
});

describe('a folder', () => {
  const january = { firstMs: Date.UTC(2026, 0), lastMs: Date.UTC(2026, 1) - 1 };
  it.each<[folder: string, expected: Partial<ReturnType<typeof logFolderOf>>]>([
    ['AWSLogs/', {}],
    ['prefix/AWSLogs/o-abc123/111111111111/', { account: ONE }],
    ['AWSLogs/111111111111/CloudTrail-Digest/', { account: ONE, kind: 'CloudTrail-Digest' }],
    [
      'AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/',
      { account: ONE, kind: 'CloudTrail', region: 'eu-west-1', time: january },
    ],
    ['elsewhere/2026/01/', {}],
  ])('says what it contains, as far as it names it: %s', (folder, expected) => {
    expect(logFolderOf(folder)).toEqual({ account: null, kind: null, region: null, time: null, ...expected });
  });

  it('is that of a day only with year, month and day', () => {
    expect(dayOf('AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/31/')).toBe(Date.UTC(2026, 0, 31));
    expect(dayOf('AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/')).toBeNull();
    expect(dayOf('elsewhere/2026/01/31/')).toBeNull();
  });
});
