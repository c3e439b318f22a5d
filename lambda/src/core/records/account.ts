// Which account a record speaks of, for routing and for the reader.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

/** The account the event was recorded for: `recipientAccountId`, or the caller's where that is missing; `''` if neither. */
export function accountOf(record: CloudTrailRecord): string {
  return textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity.accountId') ?? '';
}

/** The caller's account first (what the predecessor routed by), then the recipient's; each at most once. */
export function routingAccountsOf(record: CloudTrailRecord): readonly string[] {
  const candidates = [textAt(record, 'userIdentity.accountId'), textAt(record, 'recipientAccountId')];
  return [...new Set(candidates.filter((id): id is string => id !== undefined && id !== ''))];
}
