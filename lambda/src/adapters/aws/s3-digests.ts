// Digests of CloudTrail from S3, with the metadata that proves them; other objects have none of it. In: a bucket and a key. Out: the object,
// or null. Never lists, writes or deletes anything.

import type { DigestStore } from '../../app/verification/verification-port.ts';
import { clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';
import { type ObjectLimits, readObject } from './s3-body.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const MISSING = new Set(['NoSuchKey', 'NotFound']);

/** A `DigestStore` over S3, buckets of other regions included. */
export function createDigestStore(options: ObjectLimits = {}): DigestStore {
  const connect = onFirstUse(async () => {
    const { S3Client, GetObjectCommand } = await import('./sdk/s3.ts');
    return { s3: new S3Client({ ...clientConfig(options), followRegionRedirects: true }), GetObjectCommand };
  });
  return {
    async read({ bucket, key }) {
      try {
        const { s3, GetObjectCommand } = await connect();
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const bytes = await readObject(object, key, options);
        const { signature = null, 'backfill-generation-timestamp': generatedAt } = object.Metadata ?? {};
        return { bytes, signature, generatedAt };
      } catch (error) {
        const fault = awsFault(error, `cannot read ${key} from ${bucket}`);
        if (MISSING.has(fault.code)) return null;
        throw fault;
      }
    },
  };
}
