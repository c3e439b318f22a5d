// Classifies an object in the log bucket by its key.
// In: bucket, decoded key, and size if known. Out: a log file to read, a digest, or another service's file to skip.

import type { Json } from '../records/record.ts';
import type { DigestItem, LogFileItem, SkippedItem } from './envelope.ts';

/**
 * CloudTrail writes digests, which contain hashes and no records, into a separate folder. Log files of management, data,
 * Insights (`CloudTrail-Insight`), network activity and aggregated events are in other folders, and all are read. Only whole
 * segments of the path count: a bucket prefix or account name may contain the word "Digest".
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function createdObject(bucket: string, key: string, bytes?: Json): LogFileItem | DigestItem | SkippedItem {
  if (key.split('/').slice(0, -1).includes('CloudTrail-Digest')) return { kind: 'digest', bucket, key };
  if (OF_ANOTHER_SERVICE.test(key))
    return { kind: 'skipped', reason: 'other-service', detail: `s3://${bucket}/${key}` };
  return { kind: 'log-file', bucket, key, ...(typeof bytes === 'number' && { bytes }) };
}

// Config and other services write into the same bucket if an organization has one bucket for all logs, as with Control Tower:
// `AWSLogs/<account>/Config/..`, `<organization>/AWSLogs/<account>/Config/..`. Only keys that clearly match are skipped.
// https://docs.aws.amazon.com/config/latest/developerguide/example-configuration-history-notification.html
const OF_ANOTHER_SERVICE = /^(?!.*\/CloudTrail)(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/[^/]+\//s;
