// The contract of log file stores. Runs against the memory twin and S3.

import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLogFileStore } from '../../src/adapters/aws/s3-log-files.ts';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import type { LogFileStore } from '../../src/app/ports.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';

interface LogFileWorld {
  readonly store: LogFileStore;
  put(bucket: string, key: string, bytes: Uint8Array): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
}

function describeLogFileStore(name: string, make: () => Promise<LogFileWorld>): void {
  describe(`log file store: ${name}`, () => {
    let world: LogFileWorld;
    beforeAll(async () => {
      world = await make();
      await world.put('trail', 'here.json', new Uint8Array());
    });

    it.each<[what: string, key: string, bytes: Uint8Array]>([
      ['text', 'AWSLogs/123456789012/a.json', Buffer.from('{"Records":[]}')],
      ['bytes that are not text', 'AWSLogs/b.json.gz', Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256)],
      ['nothing', 'empty', new Uint8Array()],
      ['an object whose key has spaces, plus signs and umlauts', 'a b+c/ü?#%20.json', Buffer.from('x')],
    ])('returns %s unchanged', async (_, key, bytes) => {
      await world.put('trail', key, bytes);
      expect(Buffer.from(await world.store.read({ bucket: 'trail', key }))).toEqual(Buffer.from(bytes));
    });

    it('reports a missing object as a permanent fault', async () => {
      const read = world.store.read({ bucket: 'trail', key: 'missing.json' });
      await expect(read).rejects.toMatchObject({ name: 'PortError', kind: 'permanent', code: 'NoSuchKey' });
    });

    it('reports an object that was deleted after its notification as a permanent fault', async () => {
      await world.put('trail', 'gone.json', Buffer.from('x'));
      await world.remove('trail', 'gone.json');
      const read = world.store.read({ bucket: 'trail', key: 'gone.json' });
      await expect(read).rejects.toMatchObject({ kind: 'permanent', code: 'NoSuchKey' });
    });

    it('reports a missing bucket as a permanent fault', async () => {
      const read = world.store.read({ bucket: 'nowhere', key: 'here.json' });
      await expect(read).rejects.toMatchObject({ name: 'PortError', kind: 'permanent', code: 'NoSuchBucket' });
    });
  });
}

describeLogFileStore('memory', async () => {
  const store = createMemoryLogFiles();
  return {
    store,
    put: async (...object) => store.put(...object),
    remove: async (...object) => store.remove(...object),
  };
});

describe('with S3', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await useMoto();
  });

  describeLogFileStore('S3', async () => {
    const s3 = new S3Client({});
    await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
    return {
      store: createLogFileStore(),
      put: async (Bucket, Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))),
      remove: async (Bucket, Key) => void (await s3.send(new DeleteObjectCommand({ Bucket, Key }))),
    };
  });

  it('rejects an object above the size limit without reading it', async () => {
    await new S3Client({}).send(new PutObjectCommand({ Bucket: 'trail', Key: 'large', Body: Buffer.alloc(1_001) }));
    const read = (maxBytes: number) => createLogFileStore({ maxBytes }).read({ bucket: 'trail', key: 'large' });
    await expect(read(1_000)).rejects.toMatchObject({ kind: 'permanent', code: 'too_large' });
    expect((await read(1_001)).byteLength).toBe(1_001);
  });
  it('warms up without a call, and reads afterwards', async () => {
    const store = createLogFileStore({ timeoutMs: 500 });
    const { url } = moto;
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'; // Refuses every connection.
    expect(Buffer.from(await store.warmUp(Buffer.from('some bytes'))).toString()).toBe('some bytes');
    process.env.AWS_ENDPOINT_URL = url;
    await new S3Client({}).send(new PutObjectCommand({ Bucket: 'trail', Key: 'warm', Body: 'other bytes' }));
    const warm = createLogFileStore();
    await warm.warmUp(Buffer.from('some bytes'));
    const bytes = await warm.read({ bucket: 'trail', key: 'warm' });
    expect(Buffer.from(bytes).toString()).toBe('other bytes');
  });
});
