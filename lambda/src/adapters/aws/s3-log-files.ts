// Log files from S3. In: a bucket and a decoded key. Out: the object's bytes as stored, gzipped or not.
// Never lists, writes or deletes anything.

import { type LogFileStore, PortError } from '../../app/ports.ts';
import { type AwsOptions, clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';

export interface S3Options extends AwsOptions {
  /** Larger objects are rejected without reading: they are not CloudTrail log files and exceed the function's memory. */
  readonly maxBytes?: number;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. Without the permission
// to list the bucket, a missing object is reported as AccessDenied. So AccessDenied proves nothing and is not listed here.
const PERMANENT = new Set(['NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'InvalidObjectState', 'InvalidBucketName']);

/**
 * A `LogFileStore` over S3, buckets of other regions included. Permanent for objects that are deleted, archived or
 * `too_large`; transient for everything else, including a connection that breaks while an object is read.
 */
export function createLogFileStore(options: S3Options = {}): LogFileStore {
  const { maxBytes = 100_000_000 } = options;
  const connect = onFirstUse(async () => {
    const { S3Client, GetObjectCommand } = await import('./sdk/s3.ts');
    return { s3: new S3Client({ ...clientConfig(options), followRegionRedirects: true }), GetObjectCommand };
  });
  return {
    async read({ bucket, key }) {
      try {
        const { s3, GetObjectCommand } = await connect();
        const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        if (ContentLength > maxBytes) {
          (Body as { destroy?: () => void } | undefined)?.destroy?.();
          throw new PortError('permanent', 'too_large', `${key} has ${ContentLength} bytes; the limit is ${maxBytes}`);
        }
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw awsFault(error, `cannot read ${key} from ${bucket}`, PERMANENT);
      }
    },
  };
}
