// Buckets as a `Storage`, without S3, and the result of `verify` over them.

import type { Finding } from '../../src/cli/verify/finding.ts';
import { type Row, sumOf } from '../../src/cli/verify/report.ts';
import type { Storage } from '../../src/cli/verify/storage.ts';
import type { KeyRing } from '../../src/cli/verify/verification.ts';
import { type VerifyLimits, verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { isValidIn, readPublicKeys } from '../../src/core/digests/public-keys.ts';
import { type Buckets, publicKeyList, type SigningKey } from './trail-world.ts';

/** The storage of a bucket; objects of the others can be read, too. */
export function memoryStorage(buckets: Buckets, bucket: string, prefix = ''): Storage {
  const keys = buckets
    .ofBucket(bucket)
    .map(({ key }) => key)
    .sort();
  return {
    bucket,
    prefix,
    async folders(folder) {
      const below = keys.filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length));
      const names = below.filter((rest) => rest.includes('/')).map((rest) => rest.slice(0, rest.indexOf('/') + 1));
      return [...new Set(names)].map((name) => folder + name);
    },
    async *keys(folder, after = '') {
      for (const key of keys) if (key.startsWith(folder) && key >= after) yield key;
    },
    async read(location) {
      const object = buckets.objects.get(`${location.bucket}/${location.key}`);
      if (object === undefined) return null;
      const { signature = null, 'backfill-generation-timestamp': generatedAt } = object.metadata;
      return { bytes: object.bytes, signature, generatedAt };
    },
    locate: (target) => target,
    show: (location) => `s3://${location.bucket}/${location.key}`,
  };
}

/** The keys as `ListPublicKeys` returns them for a region and a range of time. */
export function keyRing(keys: readonly SigningKey[]): KeyRing {
  return async (region, range) => {
    const ofRegion = keys.filter((key) => key.region === region);
    return (readPublicKeys(publicKeyList(ofRegion)) ?? []).filter((key) => isValidIn(key, range));
  };
}

export interface Result {
  readonly sum: Row;
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
}

/** Verifies buckets and adds the results. */
export async function verifyBuckets(
  buckets: Buckets,
  keys: readonly SigningKey[],
  names: readonly string[] = ['logs'],
  limits: VerifyLimits = {},
): Promise<Result> {
  const findings: Finding[] = [];
  const storages = names.map((name) => memoryStorage(buckets, name));
  const report = await verifyStorages(storages, keyRing(keys), limits, (finding) => findings.push(finding));
  return { sum: sumOf(report.rows()), rows: report.rows(), findings };
}
