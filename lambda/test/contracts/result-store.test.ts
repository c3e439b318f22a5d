// The contract of result stores. Runs against the memory twin and S3.

import { gunzipSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { createResultStore } from '../../src/adapters/aws/s3-results.ts';
import { createMemoryResults } from '../../src/adapters/memory/results.ts';
import type { ResultStore } from '../../src/app/backtest/result-store-port.ts';
import { useMoto } from '../servers/shared.ts';

interface ResultWorld {
  readonly store: ResultStore;
  /** The stored texts, by name. */
  texts(): Promise<Record<string, string>>;
}

function describeResultStore(name: string, make: () => Promise<ResultWorld>): void {
  it(`result store: ${name} keeps each text under its name, the last one if a name repeats`, async () => {
    const { store, texts } = await make();
    await store.write('decisions/run=a/1.ndjson.gz', '{"first":1}\n');
    await store.write('batches/run=a/ü.ndjson.gz', '{"ü":"€"}\n'.repeat(10_000));
    await store.write('decisions/run=a/1.ndjson.gz', '{"second":2}\n');
    expect(await texts()).toEqual({
      'decisions/run=a/1.ndjson.gz': '{"second":2}\n',
      'batches/run=a/ü.ndjson.gz': '{"ü":"€"}\n'.repeat(10_000),
    });
  });
}

describeResultStore('memory', async () => {
  const store = createMemoryResults();
  return { store, texts: async () => Object.fromEntries(store.texts) };
});

describe('with S3', () => {
  beforeAll(useMoto);

  describeResultStore('S3', async () => {
    const s3 = new S3Client({});
    await s3.send(new CreateBucketCommand({ Bucket: 'results' }));
    const textOf = async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'results', Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString('utf8');
    };
    return {
      store: createResultStore('results'),
      texts: async () => {
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'results' }));
        return Object.fromEntries(
          await Promise.all(Contents.map(async ({ Key = '' }) => [Key, await textOf(Key)] as const)),
        );
      },
    };
  });

  it.each<[what: string, bucket: string, fault: object]>([
    ['a missing bucket as a permanent fault', 'nowhere', { kind: 'permanent', code: 'NoSuchBucket' }],
  ])('reports %s', async (_, bucket, fault) => {
    await expect(createResultStore(bucket).write('a', 'b')).rejects.toMatchObject({ name: 'PortError', ...fault });
  });
});
