// What verification finds, as a record that rules decide on like any other. In: a finding. Out: its record, which is the same
// whenever the same thing is found. A record from outside never counts as a finding: see `withoutClaim`.

import { createHash } from 'node:crypto';
import type { CloudTrailRecord } from '../records/record.ts';

/** `eventSource` of findings. No AWS service has it: theirs end in `amazonaws.com`. */
export const FINDING_SOURCE = 'cloudtrail-to-slack';

/** `eventName` of a finding. */
export type FindingName =
  /** A log file that a digest lists was never read, and is not in the bucket. `bucket`, `key`: the log file. */
  | 'LogFileMissing'
  /** A log file does not have the content that CloudTrail delivered. `bucket`, `key`: the log file. */
  | 'LogFileAltered'
  /** `bucket`, `key`: the digest that the next one refers to; `count`: how many are missing; `from`, `until`: their hours. */
  | 'DigestMissing'
  /** `bucket`, `key`: the digest; `reason`: what is wrong with it. */
  | 'DigestInvalid'
  /** `bucket`, `key`: the digest; `count`: how many log files were read because it lists them; `from`, `until`: its hour. */
  | 'LogFilesReadLate'
  /** `from`: the end of the last digest. */
  | 'AccountWentDark'
  /** `from`: the end of the last digest before; `until`: the end of the first one after. */
  | 'AccountCameBack';

/** What verification found about one account and region. */
export interface VerificationFinding {
  readonly name: FindingName;
  readonly accountId: string;
  readonly region: string;
  /** The name of the trail. */
  readonly trail: string;
  /** When it happened, in milliseconds since the epoch. Always the same for the same finding: the end of a digest, never now. */
  readonly timeMs: number;
  /** What it is about, if it is about an object. */
  readonly bucket?: string;
  readonly key?: string;
  readonly count?: number;
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** A sentence without a full stop, lower case. */
  readonly reason?: string;
}

/**
 * The record of a finding. `additionalEventData` has `trailName` and, as far as the finding has them, `bucketName`, `key`,
 * `count`, `from`, `until` (times in ISO 8601) and `reason`. `eventID` depends on what was found and on nothing else.
 */
export function recordOfFinding(finding: VerificationFinding): CloudTrailRecord {
  const { name, accountId, region, trail, bucket, key, count, fromMs, untilMs, reason } = finding;
  return {
    eventTime: iso(finding.timeMs),
    eventSource: FINDING_SOURCE,
    eventName: name,
    eventID: eventIdOf(finding),
    eventType: 'VerificationFinding',
    awsRegion: region,
    recipientAccountId: accountId,
    additionalEventData: {
      trailName: trail,
      ...(bucket !== undefined && { bucketName: bucket }),
      ...(key !== undefined && { key }),
      ...(count !== undefined && { count }),
      ...(fromMs !== undefined && { from: iso(fromMs) }),
      ...(untilMs !== undefined && { until: iso(untilMs) }),
      ...(reason !== undefined && { reason }),
    },
  };
}

/**
 * A record from outside as rules see it: one that names the source of findings loses that source, so that a principal that
 * can write a log file or send an event cannot imitate a finding.
 */
export function withoutClaim(record: CloudTrailRecord): CloudTrailRecord {
  return record.eventSource === FINDING_SOURCE ? { ...record, eventSource: `${FINDING_SOURCE} (imitated)` } : record;
}

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

// An object is named alone: the same one is found through several digests. Without an object, account, region and time name it.
function eventIdOf({ name, accountId, region, trail, timeMs, bucket, key }: VerificationFinding): string {
  const what = key === undefined ? [accountId, region, trail, timeMs] : [bucket, key];
  const hash = createHash('sha256').update(JSON.stringify([name, ...what]));
  return `${FINDING_SOURCE}-${hash.digest('hex').slice(0, 32)}`;
}
