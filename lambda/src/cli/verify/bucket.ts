// A bucket of S3. In: `s3://bucket/prefix`. Out: its objects as a `Storage`.

import type { BucketLister, ListingPage, PageOptions } from '../../adapters/aws/s3-listing.ts';
import type { DigestStore } from '../../app/verification/verification-port.ts';
import { awsProblem, NEEDS_BUCKET } from '../aws-problem.ts';
import { readFromS3 } from '../s3/read-from-s3.ts';
import { parseS3Location } from '../s3/s3-location.ts';
import type { Storage } from './storage.ts';

/** Creates the storage of an address. The prefix is a folder, with or without `/` at its end. `objects` also reads log files. */
export function createBucket(address: string, lister: BucketLister, objects: DigestStore): Storage {
  const { bucket, prefix: folder } = parseS3Location(address);
  const pagesOf = (prefix: string, options: PageOptions) => pages(lister, bucket, prefix, options);
  return {
    bucket,
    prefix: folder === '' || folder.endsWith('/') ? folder : `${folder}/`,
    async folders(prefix) {
      const found: string[] = [];
      for await (const { folders } of pagesOf(prefix, {})) found.push(...folders);
      return found;
    },
    async *keys(prefix, after) {
      for await (const { objects } of pagesOf(prefix, { recursive: true, after })) yield* objects.map(({ key }) => key);
    },
    read: (location) => readFromS3(() => objects.read(location)),
    locate: (target) => target,
    show: (location) => `s3://${location.bucket}/${location.key}`,
  };
}

// Without a list, nothing can be verified.
async function* pages(
  lister: BucketLister,
  bucket: string,
  prefix: string,
  options: PageOptions,
): AsyncGenerator<ListingPage> {
  try {
    for (let next: string | null = null, first = true; first || next !== null; first = false) {
      const page: ListingPage = await lister.list(bucket, prefix, { ...options, next });
      yield page;
      next = page.next;
    }
  } catch (error) {
    throw awsProblem(error, NEEDS_BUCKET);
  }
}
