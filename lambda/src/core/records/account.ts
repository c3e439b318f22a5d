// The account of a record, for routing and for messages.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

/** The account the event was recorded for: `recipientAccountId`, or the caller's if that is missing; `''` if both are missing. */
export function accountOf(record: CloudTrailRecord): string {
  return textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity.accountId') ?? '';
}

/** The caller's account first (the predecessor routed by it), then the recipient's; without duplicates. */
export function routingAccountsOf(record: CloudTrailRecord): readonly string[] {
  const candidates = [textAt(record, 'userIdentity.accountId'), textAt(record, 'recipientAccountId')];
  return [...new Set(candidates.filter((id): id is string => id !== undefined && id !== ''))];
}
