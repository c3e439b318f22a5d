// Digests of CloudTrail from S3. In: a bucket and a key. Out: the object with the metadata that proves it.

import type { DigestStore } from '../../app/verification/digests-port.ts';
import { createReadObject } from './s3-objects.ts';

/** A `DigestStore` over S3, buckets of other regions included. */
export function createDigestStore(): DigestStore {
  const readObject = createReadObject();
  return {
    async read({ bucket, key }) {
      const object = await readObject(bucket, key);
      if (object === null) return null;
      const { signature = null, 'backfill-generation-timestamp': generatedAt } = object.metadata;
      return { bytes: object.bytes, signature, generatedAt };
    },
  };
}
