// Parsing digests, their names and keys: what is accepted, and what is not.

import { describe, expect, it } from 'vitest';
import { parseDigest } from './digest.ts';
import { chainOf, parseDigestName } from './digest-key.ts';
import { isValidIn, keyObject, readPublicKeys, signingRange } from './public-keys.ts';

// The sample in the CloudTrail user guide, with shorter signatures.
const FOLDER = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/';
const NAME = '111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T150131Z.json.gz';
const SAMPLE = {
  awsAccountId: '111122223333',
  digestStartTime: '2015-08-17T14:01:31Z',
  digestEndTime: '2015-08-17T15:01:31Z',
  digestS3Bucket: 'amzn-s3-demo-bucket',
  digestS3Object: FOLDER + NAME,
  digestPublicKeyFingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
  digestSignatureAlgorithm: 'SHA256withRSA',
  newestEventTime: '2015-08-17T14:52:27Z',
  oldestEventTime: '2015-08-17T14:42:27Z',
  previousDigestS3Bucket: 'amzn-s3-demo-bucket',
  previousDigestS3Object: FOLDER + NAME.replace('150131', '140131'),
  previousDigestHashValue: '97FB791CF91FFC440D274F8190DBDD9AA09C34432ABA82739DF18B6D3C13DF2D',
  previousDigestHashAlgorithm: 'SHA-256',
  previousDigestSignature: '50887ccffad4c002',
  logFiles: [
    {
      s3Bucket: 'amzn-s3-demo-bucket',
      s3Object: 'AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/17/a.json.gz',
      hashValue: '9bb6196fc6b84d6f075a56548feca262bd99ba3c2de41b618e5b6e22c1fc71f6',
      hashAlgorithm: 'SHA-256',
      newestEventTime: '2015-08-17T14:52:27Z',
      oldestEventTime: '2015-08-17T14:42:27Z',
    },
  ],
};
const parse = (value: unknown) => parseDigest(Buffer.from(JSON.stringify(value)));

describe('a digest', () => {
  it('has the fields that verification needs', () => {
    expect(parse(SAMPLE)).toEqual({
      location: { bucket: 'amzn-s3-demo-bucket', key: FOLDER + NAME },
      endTime: '2015-08-17T15:01:31Z',
      startMs: Date.UTC(2015, 7, 17, 14, 1, 31),
      endMs: Date.UTC(2015, 7, 17, 15, 1, 31),
      fingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
      algorithm: 'SHA256withRSA',
      previousSignature: '50887ccffad4c002',
      previous: {
        bucket: 'amzn-s3-demo-bucket',
        key: FOLDER + NAME.replace('150131', '140131'),
        sha256: '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d',
        signature: '50887ccffad4c002',
      },
      logFiles: [
        {
          bucket: 'amzn-s3-demo-bucket',
          key: 'AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/17/a.json.gz',
          sha256: '9bb6196fc6b84d6f075a56548feca262bd99ba3c2de41b618e5b6e22c1fc71f6',
        },
      ],
    });
  });

  it('begins a chain if the fields about the one before are null', () => {
    const nulls = Object.keys(SAMPLE).filter((name) => name.startsWith('previous'));
    const first = parse({ ...SAMPLE, ...Object.fromEntries(nulls.map((name) => [name, null])) });
    expect(first).toMatchObject({ previous: null, previousSignature: null });
  });

  it.each([
    ['an empty list', []],
    ['null', null],
  ])('of an hour without activity may have %s of log files', (_what, logFiles) => {
    expect(parse({ ...SAMPLE, logFiles })?.logFiles).toEqual([]);
  });

  it.each<[what: string, value: unknown]>([
    ['a list', [SAMPLE]],
    ['null', null],
    ['without a bucket', { ...SAMPLE, digestS3Bucket: undefined }],
    ['without a key', { ...SAMPLE, digestS3Object: 7 }],
    ['without a fingerprint', { ...SAMPLE, digestPublicKeyFingerprint: null }],
    ['without a signature of the digest before', { ...SAMPLE, previousDigestSignature: undefined }],
    ['with an end that is no time', { ...SAMPLE, digestEndTime: 'now' }],
    ['with a start that is no time', { ...SAMPLE, digestStartTime: '2015-13-17T14:01:31Z' }],
    ['with a start in milliseconds', { ...SAMPLE, digestStartTime: 1439820091000 }],
    ['without a list of log files', { ...SAMPLE, logFiles: undefined }],
    ['with a log file that is text', { ...SAMPLE, logFiles: ['a.json.gz'] }],
    ['with a log file without a hash', { ...SAMPLE, logFiles: [{ ...SAMPLE.logFiles[0], hashValue: null }] }],
  ])('is not %s', (_what, value) => {
    expect(parse(value)).toBeNull();
  });

  it('is not something else than JSON', () => {
    expect(parseDigest(Buffer.from('{"awsAccountId":'))).toBeNull();
    expect(parseDigest(new Uint8Array())).toBeNull();
  });
});

describe('the name of a digest', () => {
  it.each([
    [NAME, 'your-trail-name', false],
    [`some/prefix/${FOLDER}${NAME}`, 'your-trail-name', false],
    [NAME.replace('your-trail-name', 'a_b.c-d_eu-west-1'), 'a_b.c-d_eu-west-1', false],
    [NAME.replace('.json', '_backfill.json'), 'your-trail-name', true],
  ])('has account, regions, trail and time: %s', (key, trail, isBackfill) => {
    const endMs = Date.UTC(2015, 7, 17, 15, 1, 31);
    const [accountId, region, homeRegion] = ['111122223333', 'us-east-2', 'us-east-2'];
    expect(parseDigestName(key)).toEqual({ accountId, region, trail, homeRegion, endMs, isBackfill });
  });

  it.each([
    'a.json.gz',
    '111122223333_CloudTrail_us-east-2_20150817T1450Z_9nYN7gp2eWAJHIfT.json.gz',
    NAME.replace('.gz', ''),
    NAME.replace('111122223333', '1111'),
    `x${NAME}`,
  ])('is not %s', (key) => {
    expect(parseDigestName(key)).toBeNull();
  });

  it('says which chain it belongs to', () => {
    const chains = [
      NAME,
      NAME.replace('150131', '160131'),
      NAME.replace('trail', 'path'),
      NAME.replace('.', '_backfill.'),
    ];
    const ids = chains.map((name) => chainOf(parseDigestName(name) as NonNullable<ReturnType<typeof parseDigestName>>));
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('public keys', () => {
  // The example in the reference of `aws cloudtrail list-public-keys`.
  const EXAMPLE = {
    ValidityStartTime: 1453076702.0,
    ValidityEndTime: 1455668702.0,
    Value:
      'MIIBCgKCAQEAlSS3cl92HDycr/MTj0moOhas8habjrraXw+KzlWF0axSI2tcF+3iJ9BKQAVSKxGwxwu3m0wG3J+kUl1xboEcEPHYoIYMbgfSw7KGnuDKwkLzsQWhUJ0cIbOHASox1vv/5fNXkrHhGbDCHeVXm804c83nvHUEFYThr1PfyP/8HwrCtR3FX5OANtQCP61C1nJtSSkC8JSQUOrIP4CuwJjc+4WGDk+BGH5m9iuiAKkipEHWmUl8/P7XpfpWQuk4h8g3pXZOrNXr08lbh4d39svj7UqdhvOXoBISp9t/EXYuePGEtBdrKD9Dz+VHwyUPtBQvYr9BnkF88qBnaPNhS44rzwIDAQAB',
    Fingerprint: '7f3f401420072e50a65a141430817ab3',
  };

  it.each([
    ['of version 1 of the AWS CLI', EXAMPLE],
    [
      'of version 2, with times as text',
      { ...EXAMPLE, ValidityStartTime: '2016-01-18T00:25:02Z', ValidityEndTime: '2016-02-17T01:25:02+01:00' },
    ],
  ])('are read from an answer %s', (_what, entry) => {
    const [key] = readPublicKeys({ PublicKeyList: [entry] }) ?? [];
    expect(key).toMatchObject({ fingerprint: EXAMPLE.Fingerprint, fromMs: 1453076702000, untilMs: 1455668702000 });
    expect(key && keyObject(key)?.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('are read from several answers', () => {
    expect(
      readPublicKeys([{ PublicKeyList: [EXAMPLE] }, { PublicKeyList: [] }, { PublicKeyList: [EXAMPLE] }]),
    ).toHaveLength(2);
  });

  it.each<[what: string, value: unknown]>([
    ['text', 'no keys'],
    ['an object without a list', {}],
    ['a list of texts', { PublicKeyList: ['key'] }],
    ['a key without a value', { PublicKeyList: [{ ...EXAMPLE, Value: undefined }] }],
    ['a key without an end', { PublicKeyList: [{ ...EXAMPLE, ValidityEndTime: 'never' }] }],
  ])('are not %s', (_what, value) => {
    expect(readPublicKeys(value)).toBeNull();
  });

  it('are valid for a digest if they are valid at some time from its start to two hours after its end', () => {
    const hour = 60 * 60 * 1000;
    const range = signingRange({ startMs: 10 * hour, endMs: 11 * hour });
    const valid = (from: number, until: number) =>
      isValidIn({ fingerprint: '', der: new Uint8Array(), fromMs: from * hour, untilMs: until * hour }, range);
    expect([valid(0, 9.9), valid(0, 10), valid(12, 20), valid(13, 20), valid(13.1, 20)]).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
