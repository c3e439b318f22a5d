// What an object in the log bucket is, by its key alone.
// In: bucket, decoded key, and its size if it is known. Out: a log file to read, or a digest or another service's file to skip.

import type { Json } from '../records/record.ts';
import type { LogFileItem, SkippedItem } from './envelope.ts';

/**
 * CloudTrail writes digests, which hold hashes and no records, into a folder of their own; log files of management, data,
 * Insights (`CloudTrail-Insight`), network activity and aggregated events lie beside it and are all read. Only whole
 * segments of the path count: a bucket prefix or account name may well contain the word "Digest".
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function createdObject(bucket: string, key: string, bytes?: Json): LogFileItem | SkippedItem {
  if (key.split('/').slice(0, -1).includes('CloudTrail-Digest')) {
    return { kind: 'skipped', reason: 'digest-file', detail: `s3://${bucket}/${key}` };
  }
  if (OF_ANOTHER_SERVICE.test(key))
    return { kind: 'skipped', reason: 'other-service', detail: `s3://${bucket}/${key}` };
  return { kind: 'log-file', bucket, key, ...(typeof bytes === 'number' && { bytes }) };
}

// Config and others deliver into the same bucket where there is one for all logs, as Control Tower makes it:
// `AWSLogs/<account>/Config/..`, `<organization>/AWSLogs/<account>/Config/..`. Only what is plainly so is left unread.
// https://docs.aws.amazon.com/config/latest/developerguide/example-configuration-history-notification.html
const OF_ANOTHER_SERVICE = /^(?!.*\/CloudTrail)(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/[^/]+\//s;
