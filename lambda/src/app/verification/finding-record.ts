// What verification and the heartbeat find, as records. In: a finding. Out: a record, on which rules decide as on every other.
// No AWS service has the event source of these records, so no record of CloudTrail can be mistaken for one.

import { createHash } from 'node:crypto';
import type { CloudTrailRecord, JsonObject } from '../../core/records/record.ts';
import { decideLogFilePart } from '../decide-log-file.ts';
import type { Invocation } from '../invocation.ts';
import { takeDecisions } from '../take-decisions.ts';
import type { Tally } from '../tally.ts';

/** The event names of findings. Each has a rule in the pack `integrity`. */
export type FindingName =
  | 'LogFileMissing'
  | 'LogFileAltered'
  | 'DigestMissing'
  | 'DigestInvalid'
  | 'LogFilesReadLate'
  | 'AccountWentDark'
  | 'AccountCameBack';

/** What is found out about the digests and log files of an account. The same finding again must have the same fields. */
export interface IntegrityFinding {
  readonly name: FindingName;
  readonly accountId: string;
  readonly region: string;
  /** When it happened or was found, in milliseconds since the epoch. */
  readonly atMs: number;
  /** What it is about: what the sentences of the rule read. */
  readonly details: JsonObject;
}

/** The event source of findings. */
export const FINDING_SOURCE = 'cloudtrail-to-slack';

/** A finding as a record. Its event id depends on nothing but the finding, so that it is delivered once. */
export function recordOfFinding({ name, accountId, region, atMs, details }: IntegrityFinding): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    eventID: createHash('sha256')
      .update(JSON.stringify([name, accountId, region, atMs, details]))
      .digest('hex'),
    eventTime: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: FINDING_SOURCE,
    eventName: name,
    eventType: 'CloudTrailToSlackFinding',
    awsRegion: region,
    recipientAccountId: accountId,
    userIdentity: { type: 'AWSService', invokedBy: FINDING_SOURCE },
    readOnly: true,
    additionalEventData: details,
  };
}

/** Decides on findings. Their alerts are in the backlog then, and their results will be counted in the tally. */
export function takeFindings(findings: readonly IntegrityFinding[], tally: Tally, invocation: Invocation): void {
  const candidates = findings.map(recordOfFinding);
  const part = { recordsRead: candidates.length, candidates, broken: { count: 0, first: [] } };
  takeDecisions(decideLogFilePart(part, null, invocation.pipeline.ruleSet), tally, invocation);
}
