// Listings of S3 buckets. In: a bucket and a prefix. Out: pages of objects and of folders, in the order of
// their keys. Never reads, writes or deletes an object.

import { type AwsOptions, clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';

/** An object of a bucket. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, in milliseconds since 1970; 0 if S3 does not say. */
  readonly writtenMs: number;
}

/** Up to 1,000 objects and folders. */
export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** The prefixes, up to the next slash, of what is below the prefix; empty in a recursive listing. */
  readonly folders: readonly string[];
  /** Requests the next page; null for the last one. */
  readonly next: string | null;
}

export interface PageOptions {
  readonly recursive?: boolean;
  readonly next?: string | null;
  readonly after?: string | undefined;
}

export interface BucketLister {
  /**
   * One page. `recursive` lists everything below the prefix; otherwise what has another slash is one folder. `after`: only keys
   * after this one.
   */
  list(bucket: string, prefix: string, page?: PageOptions): Promise<ListingPage>;
}

const PERMANENT = new Set(['NoSuchBucket', 'InvalidBucketName', 'PermanentRedirect']);

/** A `BucketLister` over S3, buckets of other regions included. Rejects with a `PortError`. */
export function createBucketLister(options: AwsOptions = {}): BucketLister {
  const connect = onFirstUse(async () => {
    const { S3Client, ListObjectsV2Command } = await import('./sdk/s3-listing.ts');
    return { s3: new S3Client({ ...clientConfig(options), followRegionRedirects: true }), ListObjectsV2Command };
  });
  return {
    async list(bucket, prefix, { recursive = false, next = null, after } = {}) {
      try {
        const { s3, ListObjectsV2Command } = await connect();
        const from = next !== null ? { ContinuationToken: next } : after !== undefined && { StartAfter: after };
        const input = { Bucket: bucket, Prefix: prefix, ...(!recursive && { Delimiter: '/' }), ...from };
        const answer = await s3.send(new ListObjectsV2Command(input));
        return {
          objects: (answer.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
            key: Key,
            bytes: Size,
            writtenMs: LastModified?.getTime() ?? 0,
          })),
          folders: (answer.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
          next: answer.NextContinuationToken ?? null,
        };
      } catch (error) {
        throw awsFault(error, `cannot list s3://${bucket}/${prefix}`, PERMANENT);
      }
    },
  };
}
