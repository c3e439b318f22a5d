// Credentials that expire while a bucket is verified end the run: they are not about its objects.

import { describe, expect, it } from 'vitest';
import { awsFault } from '../../src/adapters/aws/failure.ts';
import { createBucket } from '../../src/cli/verify/bucket.ts';
import type { Finding } from '../../src/cli/verify/finding.ts';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { KEY } from './broken-trails.ts';
import { keyRing, memoryStorage } from './memory-storage.ts';
import { Buckets, START_MS, writeTrail } from './trail-world.ts';

/** Verifies six hours of a bucket, whose objects cannot be read after the tenth, with this error. */
async function verifyUntil(code: string): Promise<readonly Finding[]> {
  const buckets = new Buckets();
  writeTrail(buckets, { key: KEY, hours: 6 });
  const $metadata = { httpStatusCode: 403 };
  let reads = 0;
  const lister = { list: () => Promise.reject(new RangeError('not listed')) };
  const bucket = createBucket('s3://logs', lister, {
    async read({ key }) {
      if (reads++ >= 10)
        throw awsFault(Object.assign(new Error('refused'), { name: code, $metadata }), `cannot read ${key}`);
      const { bytes, metadata } = buckets.get('logs', key);
      return { bytes, signature: metadata.signature ?? null, generatedAt: undefined };
    },
  });
  const findings: Finding[] = [];
  const storage = { ...memoryStorage(buckets, 'logs'), read: bucket.read };
  const show = (finding: Finding) => void findings.push(finding);
  await verifyStorages([storage], keyRing([KEY]), { sinceMs: START_MS }, show);
  return findings;
}

describe('verification of a bucket', () => {
  it.each(['ExpiredToken', 'InvalidAccessKeyId', 'CredentialsProviderError'])(
    'ends at the first object that it cannot read because of the credentials: %s',
    async (code) => {
      await expect(verifyUntil(code)).rejects.toThrow(
        `${code}: refused. Run the command again with valid credentials; with --checkpoint, it continues`,
      );
    },
  );

  it('reports objects that it may not read', async () => {
    const findings = await verifyUntil('AccessDenied');
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['unreadable']));
  });
});
