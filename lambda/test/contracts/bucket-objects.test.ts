// Buckets for the command line: pages of keys, folders, and objects with their metadata.

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDigestStore } from '../../src/adapters/aws/s3-digests.ts';
import { createBucketLister } from '../../src/adapters/aws/s3-listing.ts';
import { createBucket } from '../../src/cli/verify/bucket.ts';
import { forward } from '../servers/forward.ts';
import { listen } from '../servers/listen.ts';
import { useMoto } from '../servers/shared.ts';
import { useServer } from '../servers/use-server.ts';

const KEYS = Array.from({ length: 110 }, (_, index) => `many/${String(index).padStart(3, '0')}`);

let url = '';
// S3 returns 1,000 keys in a page.
const pages = useServer(() =>
  listen((request, response) => {
    if (request.url?.includes('list-type=2')) request.url += '&max-keys=100';
    void forward(request, response, url);
  }),
);

beforeAll(async () => {
  url = (await useMoto()).url;
  process.env.AWS_ENDPOINT_URL = pages.url;
  const s3 = new S3Client({});
  await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
  const put = (Key: string, Metadata: Record<string, string> = {}) =>
    s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body: `content of ${Key}`, Metadata }));
  const limit = pLimit(8);
  await Promise.all(KEYS.map((key) => limit(() => put(key))));
  await put('few/a/1', { signature: 'abc', 'Backfill-Generation-Timestamp': '2026-01-02T03:04:05Z' });
  await put('few/b/ü +%.json');
  await put('few/c');
});

async function keysOf(listed: AsyncIterable<string>): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of listed) keys.push(key);
  return keys;
}

describe('the objects of a bucket', () => {
  const objects = createDigestStore();
  const bucket = createBucket('s3://trail', createBucketLister(), objects);

  it('are listed page by page, in order', async () => {
    expect(await keysOf(bucket.keys('many/'))).toEqual(KEYS);
  });

  it('are listed after a key', async () => {
    expect(await keysOf(bucket.keys('many/', 'many/107'))).toEqual(['many/108', 'many/109']);
    expect(await keysOf(bucket.keys('many/', 'zzz'))).toEqual([]);
  });

  it('are in folders', async () => {
    expect(await bucket.folders('')).toEqual(['few/', 'many/']);
    expect(await bucket.folders('few/')).toEqual(['few/a/', 'few/b/']);
    expect(await bucket.folders('none/')).toEqual([]);
  });

  it('are read with their metadata', async () => {
    const read = (key: string) => objects.read({ bucket: 'trail', key });
    const object = await read('few/a/1');
    expect(Buffer.from(object?.bytes ?? []).toString()).toBe('content of few/a/1');
    expect(object).toMatchObject({ signature: 'abc', generatedAt: '2026-01-02T03:04:05Z' });
    expect(Buffer.from((await read('few/b/ü +%.json'))?.bytes ?? []).toString()).toContain('ü');
  });

  it('are null if they do not exist', async () => {
    expect(await objects.read({ bucket: 'trail', key: 'few/d' })).toBeNull();
  });

  it('are refused if they are larger than the limit', async () => {
    const refused = createDigestStore({ maxBytes: 10 }).read({ bucket: 'trail', key: 'few/c' });
    await expect(refused).rejects.toMatchObject({ name: 'PortError', code: 'too_large' });
  });

  it('are a fault in a bucket that does not exist', async () => {
    const nowhere = createBucket('s3://nowhere', createBucketLister(), objects);
    const message = expect.stringMatching(/nowhere.*NoSuchBucket.*s3:ListBucket/);
    await expect(keysOf(nowhere.keys(''))).rejects.toMatchObject({ name: 'CliError', message });
    await expect(nowhere.folders('')).rejects.toMatchObject({ name: 'CliError', message });
    const read = objects.read({ bucket: 'nowhere', key: 'a' });
    await expect(read).rejects.toMatchObject({ name: 'PortError', code: 'NoSuchBucket' });
  });
});
