// What an object in the log bucket is, by its key alone.
// In: bucket and decoded key. Out: a log file to read, or a digest to skip.

import type { LogFileItem, SkippedItem } from './delivery.ts';

/**
 * CloudTrail writes digests, which hold hashes and no records, into a folder of their own; log files of management, data,
 * Insights (`CloudTrail-Insight`), network activity and aggregated events lie beside it and are all read. Only whole
 * segments of the path count: a bucket prefix or account name may well contain the word "Digest".
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function createdObject(bucket: string, key: string): LogFileItem | SkippedItem {
  if (key.split('/').slice(0, -1).includes('CloudTrail-Digest')) {
    return { kind: 'skipped', reason: 'digest-file', detail: `s3://${bucket}/${key}` };
  }
  return { kind: 'log-file', bucket, key };
}
