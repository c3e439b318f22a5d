// Objects of S3 with their metadata. In: a bucket and a key. Out: bytes and metadata, or null.
// Never lists, writes or deletes anything.

import { type AwsOptions, clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';
import { type Body, readUpTo } from './s3-body.ts';

interface ObjectWithMetadata {
  readonly bytes: Uint8Array;
  /** By name in lower case, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads an object, of a bucket in any region; null if there is none. Rejects with a `PortError`. */
export type ReadObject = (bucket: string, key: string) => Promise<ObjectWithMetadata | null>;

export interface ObjectOptions extends AwsOptions {
  /** Larger objects are rejected without reading. */
  readonly maxBytes?: number;
}

// Ten times the largest compressed log file that CloudTrail is known to deliver.
const MAX_BYTES = 50 * 1024 * 1024;
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const MISSING = new Set(['NoSuchKey', 'NotFound']);

/** `ReadObject` over S3. */
export function createReadObject({ maxBytes = MAX_BYTES, ...options }: ObjectOptions = {}): ReadObject {
  const connect = onFirstUse(async () => {
    const { S3Client, GetObjectCommand } = await import('./sdk/s3.ts');
    return { s3: new S3Client({ ...clientConfig(options), followRegionRedirects: true }), GetObjectCommand };
  });
  return async (bucket, key) => {
    try {
      const { s3, GetObjectCommand } = await connect();
      const { Body, ContentLength, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { bytes: await readUpTo(maxBytes, Body as Body, ContentLength, key), metadata: Metadata };
    } catch (error) {
      const fault = awsFault(error, `cannot read ${key} from ${bucket}`);
      if (MISSING.has(fault.code)) return null;
      throw fault;
    }
  };
}
