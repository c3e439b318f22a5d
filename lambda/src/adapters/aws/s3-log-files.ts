// Log files from S3. In: a bucket and a decoded key. Out: the object's bytes as stored, gzipped or not.
// Never lists, writes or deletes anything.

import { Readable } from 'node:stream';
import type { LogFileStore } from '../../app/ports.ts';
import { clientConfig } from './client.ts';
import { awsFault } from './failure.ts';
import { type ObjectLimits, readObject } from './s3-body.ts';
import { GetObjectCommand, S3Client } from './sdk/s3.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. Without the permission
// to list the bucket, a missing object is reported as AccessDenied. So AccessDenied proves nothing and is not listed here.
const PERMANENT = new Set(['NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'InvalidObjectState', 'InvalidBucketName']);

/**
 * A `LogFileStore` over S3, buckets of other regions included. Permanent for objects that are deleted, archived or
 * `too_large`; transient for everything else, including a connection that breaks while an object is read.
 */
export function createLogFileStore(options: ObjectLimits = {}): WarmLogFileStore {
  const s3 = new S3Client({ ...clientConfig(options), followRegionRedirects: true });
  const get = async (command: GetObjectCommand, key: string) => readObject(await s3.send(command), key, options);
  return {
    async read({ bucket, key }) {
      try {
        return await get(new GetObjectCommand({ Bucket: bucket, Key: key }), key);
      } catch (error) {
        throw awsFault(error, `cannot read ${key} from ${bucket}`, PERMANENT);
      }
    },
    async warmUp(bytes) {
      const command = new GetObjectCommand({ Bucket: 'warm-up', Key: 'warm-up' });
      const body = () => Readable.from([bytes], { objectMode: false });
      command.middlewareStack.add(() => async () => answerOf(body()), { step: 'deserialize', priority: 'low' });
      return get(command, 'warm-up');
    },
  };
}

export interface WarmLogFileStore extends LogFileStore {
  /**
   * Prepares everything for a read except the connection, and returns the bytes as if they were those of an object. Makes no
   * call, provided that the credentials are in the environment.
   */
  warmUp(bytes: Uint8Array): Promise<Uint8Array>;
}

function answerOf(body: Readable) {
  return { response: { statusCode: 200, headers: {}, body }, output: { $metadata: {} } } as never;
}
