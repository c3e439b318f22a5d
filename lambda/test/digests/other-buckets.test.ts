// A chain that goes on in a bucket that cannot be read, and objects that cannot be read.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import type { Finding } from '../../src/cli/verify/finding.ts';
import type { Storage } from '../../src/cli/verify/storage.ts';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { KEY } from './broken-trails.ts';
import { keyRing, memoryStorage } from './memory-storage.ts';
import { Buckets, HOUR_MS, START_MS, type Written, writeTrail } from './trail-world.ts';

async function verifyDenied(buckets: Buckets, bucket: string, isDenied: (address: string) => boolean) {
  const storage = memoryStorage(buckets, bucket);
  const denied: Storage = {
    ...storage,
    async read(location) {
      if (isDenied(storage.show(location)))
        throw new PortError('transient', 'AccessDenied', 'AccessDenied: no permission');
      return storage.read(location);
    },
  };
  const findings: Finding[] = [];
  const report = await verifyStorages([denied], keyRing([KEY]), { sinceMs: START_MS }, (one) => findings.push(one));
  return { report, found: findings.map(({ level, code, object, message }) => ({ level, code, object, message })) };
}

const addressOf = (digest: Written | undefined) => `s3://${digest?.bucket}/${digest?.key}`;

describe('an object that cannot be read', () => {
  it('is a note if the chain goes on there in another bucket', async () => {
    const buckets = new Buckets();
    const before = writeTrail(buckets, { key: KEY, hours: 2, bucket: 'old' });
    const startMs = START_MS + 2 * HOUR_MS;
    writeTrail(buckets, { key: KEY, hours: 2, bucket: 'new', startMs, previous: before[1] ?? null });
    const { report, found } = await verifyDenied(buckets, 'new', (address) => address.startsWith('s3://old/'));
    const message = 'the chain goes on there, but the digest cannot be read: AccessDenied: no permission';
    expect(found).toEqual([{ level: 'note', code: 'chain-begins', object: addressOf(before[1]), message }]);
    expect(report.faults).toBe(0);
  });

  it('is a fault if a digest lists it, or if it is a digest itself', async () => {
    const buckets = new Buckets();
    const digests = writeTrail(buckets, { key: KEY, hours: 4 });
    const unreadable = [addressOf(digests[1]), `s3://logs/${digests[2]?.logFiles[0]}`];
    const { report, found } = await verifyDenied(buckets, 'logs', (address) => unreadable.includes(address));
    const reason = 'cannot be read: AccessDenied: no permission';
    expect(found).toEqual([
      { level: 'fault', code: 'unreadable', object: unreadable[0], message: `the digest ${reason}` },
      { level: 'fault', code: 'unreadable', object: unreadable[1], message: `the log file ${reason}` },
    ]);
    expect(report.rows()).toMatchObject([{ digests: 3, logFiles: 5, unreadable: 2, digestsMissing: 0 }]);
  });
});
