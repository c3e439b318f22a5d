// A copy in a directory has no metadata, so no signature of its newest digest. Everything else is found there as in a bucket.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/cli/verify/directory.ts';
import type { Finding } from '../../src/cli/verify/finding.ts';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { type Built, CASES, KEY } from './broken-trails.ts';
import { keyRing } from './memory-storage.ts';
import { Buckets, HOUR_MS, START_MS, writeTrail } from './trail-world.ts';
import { writeCopy } from './write-copy.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'copies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function findingsIn(
  { buckets, keys }: Pick<Built, 'buckets' | 'keys'>,
  name: string,
  below = '',
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  writeCopy(buckets, path.join(folder, name));
  const storage = createDirectory(path.join(folder, name, below));
  await verifyStorages([storage], keyRing(keys), { sinceMs: START_MS }, (finding) => findings.push(finding));
  return findings;
}

const codes = (findings: readonly Finding[], level: Finding['level']) =>
  findings
    .filter((finding) => finding.level === level)
    .map(({ code }) => code)
    .sort();

describe('a copy of a bucket', () => {
  it.each(CASES.map((one, index) => ({ ...one, index })))('has the faults of the bucket: $what', async (one) => {
    const faults = one.inCopy ?? one.finds.filter((code) => /missing|altered|invalid/.test(code));
    const findings = await findingsIn(one.build(), `case-${one.index}`);
    expect(codes(findings, 'fault')).toEqual(faults);
    expect(codes(findings, 'note')).toContain('digest-unsigned');
  });

  const trail = () => {
    const buckets = new Buckets();
    const digests = writeTrail(buckets, { key: KEY, hours: 3, prefix: 'some/prefix/', organization: 'o-abc123' });
    buckets.remove({ bucket: 'logs', key: digests[1]?.logFiles[0] ?? '' });
    return { buckets, keys: [KEY] };
  };

  it.each([
    ['the bucket', 'logs'],
    ['a prefix', 'logs/some'],
    ['the folder AWSLogs', 'logs/some/prefix/AWSLogs'],
    ['an organization', 'logs/some/prefix/AWSLogs/o-abc123'],
    ['an account', 'logs/some/prefix/AWSLogs/o-abc123/111122223333'],
    ['an account, with a slash at the end', 'logs/some/prefix/AWSLogs/o-abc123/111122223333/'],
  ])('can begin at %s', async (_what, below) => {
    expect(codes(await findingsIn(trail(), 'begins', below), 'fault')).toEqual(['log-file-missing']);
  });

  it('is not read outside its directory, whatever a digest lists', async () => {
    const { buckets, keys } = trail();
    const secret = path.join(folder, 'secret.json.gz');
    writeFileSync(secret, 'a secret');
    for (const object of buckets.objects.values()) {
      if (!object.key.includes('Digest')) continue;
      const digest = JSON.parse(gunzipSync(object.bytes).toString());
      const [first] = digest.logFiles;
      digest.logFiles = [
        { ...first, s3Object: '../secret.json.gz' },
        { ...first, s3Object: secret },
      ];
      object.bytes = gzipSync(JSON.stringify(digest));
    }
    const findings = await findingsIn({ buckets, keys }, 'outside');
    const ofUnsigned = findings.filter(({ code }) => code === 'log-file-missing').map(({ object }) => object);
    expect(ofUnsigned).toEqual(['s3://logs/../secret.json.gz', expect.stringContaining('secret.json.gz')]);
  });

  it('is not read in other accounts, if it is the copy of one', async () => {
    const buckets = new Buckets();
    const [digest] = writeTrail(buckets, { key: KEY, hours: 1 });
    const object = buckets.get('logs', digest?.key ?? '');
    const [own = ''] = digest?.logFiles ?? [];
    const other = own.replaceAll('111122223333', '222233334444');
    object.bytes = gzipSync(gunzipSync(object.bytes).toString().replace(own, other));
    buckets.put('logs', other, buckets.get('logs', own).bytes);
    const findings = await findingsIn({ buckets, keys: [KEY] }, 'others', 'logs/AWSLogs/111122223333');
    const missing = findings.filter(({ code }) => code === 'log-file-missing');
    expect(missing.map((finding) => finding.object)).toEqual([`s3://logs/${other}`]);
    expect(codes(await findingsIn({ buckets, keys: [KEY] }, 'others', 'logs'), 'fault')).toEqual([]);
  });

  it('is read from a time to a time', async () => {
    const buckets = new Buckets();
    writeTrail(buckets, { key: KEY, hours: 72 });
    writeCopy(buckets, path.join(folder, 'times'));
    const storage = createDirectory(path.join(folder, 'times'));
    const [sinceMs, untilMs] = [START_MS + 30 * HOUR_MS, START_MS + 40 * HOUR_MS];
    const findings: Finding[] = [];
    const report = await verifyStorages([storage], keyRing([KEY]), { sinceMs, untilMs }, (one) => findings.push(one));
    // Digests that end from 30 to 41 hours after the start: the last lists what was delivered in the last hour.
    const [row] = report.rows();
    expect((row?.digests ?? 0) + (row?.digestsUnsigned ?? 0)).toBe(12);
    expect(codes(findings, 'fault')).toEqual([]);
  });
});
