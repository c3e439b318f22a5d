// Memory does not grow with a bucket: only some digests and log files are read at the same time, whatever the number of accounts.

import { describe, expect, it } from 'vitest';
import type { Storage } from '../../src/cli/verify/storage.ts';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { KEY } from './broken-trails.ts';
import { keyRing, memoryStorage } from './memory-storage.ts';
import { Buckets, writeTrail } from './trail-world.ts';

/** A storage that counts the reads that have not ended, of digests and of log files. */
function counting(storage: Storage) {
  const most = { digests: 0, logFiles: 0 };
  const running = { digests: 0, logFiles: 0 };
  const counted: Storage = {
    ...storage,
    async read(location) {
      const kind = location.key.includes('/CloudTrail-Digest/') ? 'digests' : 'logFiles';
      running[kind] += 1;
      most[kind] = Math.max(most[kind], running[kind]);
      await new Promise((resolve) => setImmediate(resolve));
      running[kind] -= 1;
      return storage.read(location);
    },
  };
  return { counted, most };
}

describe('verification of a bucket', () => {
  it('reads at most 8 digests ahead in each of 4 folders, and as many log files as allowed', async () => {
    const buckets = new Buckets();
    for (let account = 0; account < 12; account++) {
      const trail = { account: String(111122223333 + account), hours: 20, filesPerHour: () => 9 };
      writeTrail(buckets, { ...trail, key: KEY });
    }
    const { counted, most } = counting(memoryStorage(buckets, 'logs'));
    const report = await verifyStorages([counted], keyRing([KEY]), { reads: 10 }, () => {});
    expect(report.rows().map(({ digests, logFiles }) => [digests, logFiles])).toEqual(Array(12).fill([20, 180]));
    expect(most.digests).toBeGreaterThan(8);
    expect(most.digests).toBeLessThanOrEqual(4 * 8);
    expect(most.logFiles).toBe(10);
  });
});

describe('a failure of one part', () => {
  const account = (index: number) => String(111122223333 + index);

  /** Four accounts with 20 digests each; reading the digests of some of them fails. */
  async function failsIn(...failing: readonly string[]) {
    const buckets = new Buckets();
    for (let index = 0; index < 4; index++)
      writeTrail(buckets, { account: account(index), hours: 20, filesPerHour: () => 1, key: KEY });
    const storage = memoryStorage(buckets, 'logs');
    let reads = 0;
    const broken: Storage = {
      ...storage,
      async read(location) {
        reads += 1;
        await new Promise((resolve) => setImmediate(resolve));
        if (failing.some((id) => location.key.includes(`/${id}_CloudTrail-Digest`)))
          throw new RangeError('unreachable');
        return storage.read(location);
      },
    };
    const outcome = verifyStorages([broken], keyRing([KEY]), {}, () => {});
    await expect(outcome).rejects.toThrow('unreachable');
    await new Promise((resolve) => setTimeout(resolve, 100));
    return reads;
  }

  it.each([
    ['the first', [0]],
    ['the last', [3]],
    ['every', [0, 1, 2, 3]],
  ])('is a failure of the whole, in %s account', async (_which, failing) => {
    await failsIn(...failing.map(account));
  });

  it('ends the verification of the others', async () => {
    // All would be 160 reads.
    expect(await failsIn(account(0))).toBeLessThan(120);
  });
});
