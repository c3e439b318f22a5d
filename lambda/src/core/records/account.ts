// The account of a record, for routing and for messages. In: a record, and the log file that contains it. Out: account ids.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

import { accountInArn } from './arn.ts';
import { textAt, valueAt } from './field-path.ts';
import type { CloudTrailRecord, Json, RecordOrigin } from './record.ts';

/**
 * The account that the event was recorded for: `recipientAccountId`, or `accountId` of an aggregated event. If it is missing, as in old
 * records, the account of the first resource, then the account in the key of the log file, then the caller's account; `''` if all are missing.
 */
export function accountOf(record: CloudTrailRecord, origin: RecordOrigin | null): string {
  return (
    idAt(record, 'recipientAccountId') ??
    idAt(record, 'accountId') ??
    accountOfResource(record) ??
    (origin === null ? undefined : accountInKey(origin.key)) ??
    idAt(record, 'userIdentity.accountId') ??
    ''
  );
}

/** The caller's account first (the predecessor routed by it), then the account of the record; without duplicates. */
export function routingAccountsOf(record: CloudTrailRecord, origin: RecordOrigin | null): readonly string[] {
  const candidates = [idAt(record, 'userIdentity.accountId'), accountOf(record, origin)];
  return [...new Set(candidates.filter((id): id is string => id !== undefined && id !== ''))];
}

const MOST_RESOURCES = 100;

function accountOfResource(record: CloudTrailRecord): string | undefined {
  const resources = valueAt(record, 'resources');
  if (!Array.isArray(resources)) return undefined;
  const ids = resources.slice(0, MOST_RESOURCES).map((resource: Json) => {
    const id = idAt(resource, 'accountId') ?? '';
    return /^\d{12}$/.test(id) ? id : accountInArn(textAt(resource, 'ARN') ?? '');
  });
  return ids.find((id) => id !== null) ?? undefined;
}

/**
 * The account in the key of a log file: `[<prefix>/]AWSLogs/[<organization>/]<account>/CloudTrail/...`
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function accountInKey(key: string): string | undefined {
  return /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\//.exec(key)?.[1];
}

// An id that a tool rewrote as a number has lost its leading zeros.
function idAt(data: Json, path: string): string | undefined {
  const value = valueAt(data, path);
  if (typeof value === 'number') {
    return Number.isInteger(value) && value > 0 && value < 1e12 ? String(value).padStart(12, '0') : undefined;
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}
