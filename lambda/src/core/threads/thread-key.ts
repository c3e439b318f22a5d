// The thread key: which alerts are "the same again". In: a record. Out: a hash, or null where the record does not say
// enough about who acted to call two of them the same.

import { createHash } from 'node:crypto';
import { fieldReader, isLeaf } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';

const IDENTITY_PARTS = ['type', 'principalId', 'arn', 'accountId'].map((name) => fieldReader(`userIdentity.${name}`));
const eventName = fieldReader('eventName');
const FEWEST_PARTS = 2;

/**
 * SHA-256 (hex) over identity type, principal id, ARN, account id and event name; null if fewer than two of the four
 * identity parts are there. Parts are joined as JSON, so that no two identities can run together into the same text.
 */
export function threadKeyOf(record: CloudTrailRecord): string | null {
  const parts = IDENTITY_PARTS.map((read) => scalar(read(record)));
  if (parts.filter((part) => part !== null).length < FEWEST_PARTS) return null;
  return createHash('sha256')
    .update(JSON.stringify([...parts, scalar(eventName(record))]))
    .digest('hex');
}

function scalar(value: ReturnType<typeof eventName>): string | null {
  return isLeaf(value) && value !== null ? String(value) : null;
}
