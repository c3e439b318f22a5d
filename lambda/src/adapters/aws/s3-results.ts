// Results of a backtest in a bucket. In: a name and a text. Out: a gzipped object. Never reads, lists or deletes anything.

import { gzipSync } from 'node:zlib';
import type { ResultStore } from '../../app/backtest/result-store-port.ts';
import { clientConfig } from './client.ts';
import { awsFault } from './failure.ts';
import { PutObjectCommand, S3Client } from './sdk/s3-put.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const PERMANENT = new Set(['NoSuchBucket', 'InvalidBucketName']);

/** A `ResultStore` over S3. The objects are gzipped NDJSON. */
export function createResultStore(bucket: string): ResultStore {
  const s3 = new S3Client(clientConfig({ timeoutMs: 20_000, maxAttempts: 4 }));
  return {
    async write(name, text) {
      const Body = gzipSync(text);
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body, ContentType: 'application/x-ndjson' }));
      } catch (error) {
        throw awsFault(error, `cannot write ${name} to ${bucket}`, PERMANENT);
      }
    },
  };
}
