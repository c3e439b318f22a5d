// The thread key: which alerts belong to one thread. In: a record. Out: a hash, or null if the record contains too little
// about the caller to put two alerts into one thread.

import { hash } from 'node:crypto';
import { accountOf } from '../records/account.ts';
import { machineRoleOf } from '../records/actor.ts';
import { isLeaf, valueAt } from '../records/field-path.ts';
import { isFinding } from '../records/own-finding.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { AlertNotice } from './notice.ts';

const IDENTITY_PARTS = ['type', 'principalId', 'arn', 'accountId'];
const FEWEST_PARTS = 2;

/**
 * SHA-256 (hex) over identity type, principal id, ARN, account id and event name, as in the predecessor. If fewer than
 * two of the four identity parts are there, as with an AWS service, `userIdentity.invokedBy` and the account of the record are added to
 * them, because a service acts in every account; null without it. Findings of this function about many accounts are one thread. A user of
 * Identity Center without an ARN is identified by the user id. Parts are joined as JSON, so that two identities cannot run together into the
 * same text.
 */
export function threadKeyOf(record: CloudTrailRecord): string | null {
  const identity = IDENTITY_PARTS.map((name) => scalarAt(record, `userIdentity.${name}`));
  const [, , arn] = identity;
  const person = arn ? null : scalarAt(record, 'userIdentity.onBehalfOf.userId');
  if (person !== null) return keyOf([...identity, person], record);
  if (identity.filter((part) => part !== null).length >= FEWEST_PARTS) return keyOf(identity, record);
  const service = scalarAt(record, 'userIdentity.invokedBy');
  if (service === null) return null;
  return keyOf([...identity, service, ...(isFinding(record) ? [] : [accountOf(record, null)])], record);
}

/**
 * Like the thread key, but equal for all sessions of a role whose names were generated: a mute of one instance or of one run would
 * never apply again.
 */
export function callerKeyOf({ threadKey, alert: { record } }: AlertNotice): string | null {
  const role = machineRoleOf(record);
  return role === null ? threadKey : keyOf([role], record);
}

function keyOf(caller: readonly (string | null)[], record: CloudTrailRecord): string {
  return hashOf([...caller, scalarAt(record, 'eventName')]);
}

/** SHA-256 (hex) over a value as JSON. Ids and keys that are stored are made of it. */
export function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex');
}

function scalarAt(record: CloudTrailRecord, path: string): string | null {
  const value = valueAt(record, path);
  return isLeaf(value) && value !== null ? String(value) : null;
}
