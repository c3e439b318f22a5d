// Log files from S3. In: a bucket and a decoded key. Out: the object's bytes as they lie there, gzipped or not.
// Never lists, writes or deletes anything.

import { type LogFileStore, PortError } from '../../app/ports.ts';
import { type AwsOptions, clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';

export interface S3Options extends AwsOptions {
  /** Larger objects are refused unread: no CloudTrail log file, and more than the function's memory. */
  readonly maxBytes?: number;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. A missing object is reported as AccessDenied to
// whoever may not list the bucket, so AccessDenied does not prove anything and is not among these.
const PERMANENT = new Set(['NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'InvalidObjectState', 'InvalidBucketName']);

/**
 * A `LogFileStore` over S3, buckets of other regions included. Permanent for objects that are gone, archived or
 * `too_large`; transient for everything else, a connection that breaks in the middle of an object among it.
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
          throw new PortError('permanent', 'too_large', `${key} has ${ContentLength} bytes, ${maxBytes} are allowed`);
        }
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw awsFault(error, `cannot read ${key} from ${bucket}`, PERMANENT);
      }
    },
  };
}
