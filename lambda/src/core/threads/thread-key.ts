// The thread key: which alerts are "the same again". In: a record and the rule that matched it. Out: a hash, or null where
// the record does not say enough about who acted to call two of them the same. Never the same for what another rule
// matched, or for what failed and what did not: nobody can hide the one among many of the other.

import { createHash } from 'node:crypto';
import { failureOf } from '../records/failure.ts';
import { fieldReader, isLeaf } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';

const IDENTITY_PARTS = ['type', 'principalId', 'arn', 'accountId'].map((name) => fieldReader(`userIdentity.${name}`));
const eventName = fieldReader('eventName');
const FEWEST_PARTS = 2;

/**
 * SHA-256 (hex) over identity type, principal id, ARN, account id, event name, whether the call failed, and the rule's
 * name; null if fewer than two of the four identity parts are there. Parts are joined as JSON, so that no two identities can run together into the same text.
 */
export function threadKeyOf(record: CloudTrailRecord, ruleName: string): string | null {
  const parts = IDENTITY_PARTS.map((read) => scalar(read(record)));
  if (parts.filter((part) => part !== null).length < FEWEST_PARTS) return null;
  return createHash('sha256')
    .update(JSON.stringify([...parts, scalar(eventName(record)), failureOf(record) !== null, ruleName]))
    .digest('hex');
}

function scalar(value: ReturnType<typeof eventName>): string | null {
  return isLeaf(value) && value !== null ? String(value) : null;
}
