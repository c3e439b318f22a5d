// A verification of some accounts and regions reads nothing of the others.

import { describe, expect, it } from 'vitest';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { KEY, KEY_OF_IRELAND } from './broken-trails.ts';
import { keyRing, memoryStorage } from './memory-storage.ts';
import { Buckets, START_MS, writeTrail } from './trail-world.ts';

const [ONE, TWO] = ['111122223333', '222233334444'];

const buckets = new Buckets();
for (const account of [ONE, TWO]) {
  const trail = { account, hours: 3, organization: 'o-abc123' };
  writeTrail(buckets, { ...trail, key: KEY });
  writeTrail(buckets, { ...trail, key: KEY_OF_IRELAND, region: 'eu-west-1' });
}

/** The accounts and regions that are verified, and the names of the folders and objects that are read for it. */
async function verified(prefix: string, selection: { accounts?: readonly string[]; regions?: readonly string[] }) {
  const read: string[] = [];
  const storage = memoryStorage(buckets, 'logs', prefix);
  const watched: typeof storage = {
    ...storage,
    folders(folder) {
      read.push(folder);
      return storage.folders(folder);
    },
    read(location) {
      read.push(location.key);
      return storage.read(location);
    },
  };
  const limits = { sinceMs: START_MS, ...selection };
  const report = await verifyStorages([watched], keyRing([KEY, KEY_OF_IRELAND]), limits, () => {});
  return { rows: report.rows().map(({ accountId, region }) => `${accountId} ${region}`), read };
}

describe('a verification', () => {
  it.each<[selection: Parameters<typeof verified>[1], prefix: string, rows: readonly string[]]>([
    [{}, '', [`${ONE} eu-west-1`, `${ONE} us-east-1`, `${TWO} eu-west-1`, `${TWO} us-east-1`]],
    [{ accounts: [TWO] }, '', [`${TWO} eu-west-1`, `${TWO} us-east-1`]],
    [{ regions: ['eu-west-1'] }, '', [`${ONE} eu-west-1`, `${TWO} eu-west-1`]],
    [{ accounts: [ONE], regions: ['us-east-1', 'eu-west-1'] }, '', [`${ONE} eu-west-1`, `${ONE} us-east-1`]],
    [{ accounts: [ONE] }, `AWSLogs/o-abc123/${TWO}/CloudTrail-Digest/eu-west-1/`, []],
    [{ accounts: ['999988887777'] }, '', []],
  ])('of %j below "%s" is of these accounts and regions', async (selection, prefix, expected) => {
    const { rows, read } = await verified(prefix, selection);
    expect(rows).toEqual(expected);
    const { accounts = [ONE, TWO] } = selection;
    const others = [ONE, TWO].filter((account) => !accounts.includes(account));
    expect(read.filter((name) => others.some((account) => name.includes(`${account}/`)) && name !== prefix)).toEqual(
      [],
    );
  });
});
