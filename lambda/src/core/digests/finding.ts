// What verification finds, as a record that rules decide on like any other. In: a finding. Out: its record, which is the same
// whenever the same thing is found. A record from outside never counts as a finding: see `withoutClaim`.

import { hash } from 'node:crypto';
import { FINDING_TYPE } from '../records/own-finding.ts';
import type { CloudTrailRecord } from '../records/record.ts';

/** `eventSource` of findings. No AWS service has it: theirs end in `amazonaws.com`. */
export const FINDING_SOURCE = 'cloudtrail-to-slack';

/** `eventName` of a finding, and which details it has besides `trailName`. The rules of the pack `integrity` match them. */
export type FindingName =
  /** A log file that a digest lists was never read, and is not in the bucket. `bucketName`, `key`: the log file; `digestKey`. */
  | 'LogFileMissing'
  /** A log file does not have the content that CloudTrail delivered. `bucketName`, `key`: the log file; `digestKey`. */
  | 'LogFileAltered'
  /** `bucketName`, `key`: the digest that the next one refers to; `count`: how many are missing; `from`, `until`: their hours. */
  | 'DigestMissing'
  /** `bucketName`, `key`: the digest; `reason`: what is wrong with it. */
  | 'DigestInvalid'
  /** The public keys of a region cannot be listed; `reason`. */
  | 'DigestsNotVerified'
  /** `bucketName`, `key`: the first log file; `count`: how many were removed after they were read; `from`, `until`: their day. */
  | 'LogFilesRemoved'
  /** `bucketName`, `key`: the first log file; `count`: how many no digest lists; `from`, `until`: their day. */
  | 'LogFilesUnlisted'
  /** `bucketName`, `key`: the digest; `count`: how many log files were read because it lists them; `from`, `until`: its hour. */
  | 'LogFilesReadLate'
  /** `regions`; `lastDigestEndTime`. */
  | 'AccountWentDark'
  | 'AccountCameBack'
  /** No verified digest of any account arrives. Neither an account nor a region. */
  | 'DigestsNotArriving';

/** What a finding is about. Times are in ISO 8601. */
export interface FindingDetails {
  readonly trailName?: string;
  readonly bucketName?: string;
  readonly key?: string;
  readonly digestKey?: string;
  readonly count?: number;
  readonly from?: string;
  readonly until?: string;
  /** A sentence without a full stop, lower case. */
  readonly reason?: string;
  readonly regions?: readonly string[];
  readonly lastDigestEndTime?: string;
}

/** What verification or the heartbeat found about one account. */
export interface VerificationFinding {
  readonly name: FindingName;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch; the same whenever the same thing is found, such as the end of a digest. */
  readonly atMs: number;
  readonly details: FindingDetails;
}

/** The record of a finding. Its `eventID` depends on what was found and on nothing else, so that it is delivered once. */
export function recordOfFinding(finding: VerificationFinding): CloudTrailRecord {
  const { name, accountId, region, atMs, details } = finding;
  return {
    eventVersion: '1.11',
    eventID: eventIdOf(finding),
    eventTime: timeText(atMs),
    eventSource: FINDING_SOURCE,
    eventName: name,
    eventType: FINDING_TYPE,
    awsRegion: region,
    recipientAccountId: accountId,
    userIdentity: { type: 'AWSService', invokedBy: FINDING_SOURCE },
    readOnly: true,
    additionalEventData: { ...details },
  };
}

/**
 * A record from outside as rules see it: one that names the source of findings loses that source, so that a principal that
 * can write a log file or send an event cannot imitate a finding.
 */
export function withoutClaim(record: CloudTrailRecord): CloudTrailRecord {
  return record.eventSource === FINDING_SOURCE ? { ...record, eventSource: `${FINDING_SOURCE} (imitated)` } : record;
}

/** A time to the second, in UTC. */
export const timeText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function eventIdOf(finding: VerificationFinding): string {
  const identity = JSON.stringify([finding.name, ...identityOf(finding)]);
  return `${FINDING_SOURCE}-${hash('sha256', identity, 'hex').slice(0, 32)}`;
}

// An object is named alone: the same one is found through several digests. So is a region, which is the same for all accounts.
function identityOf({ name, accountId, region, atMs, details }: VerificationFinding): readonly unknown[] {
  if (name === 'DigestsNotVerified') return [region, atMs];
  const { bucketName, key } = details;
  return key === undefined ? [accountId, region, atMs, details] : [bucketName, key];
}
