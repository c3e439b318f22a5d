// The entry that would silence just this. In: a record. Out: an element for the list `ignore_rules`, as HCL text, whose
// rule matches this event name of this identity in this account. Values are written so that no text can end its string.

import { isMachineSession, roleNameOf } from '../records/actor.ts';
import { fieldReader, textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { spellOut } from './visible-text.ts';

const LONGEST_RULE = 2_000;

/** The rule alone, in the rule language; null where the record says too little to single it out. */
export function ignoreRuleFor(record: CloudTrailRecord): string | null {
  const identity = conditions(record, [identityField(record)]);
  const event = conditions(record, ['eventSource', 'eventName']);
  if (event.length < 2 || identity.length === 0) return null;
  const account = conditions(record, ['recipientAccountId', 'errorCode']);
  const rule = [...event, ...identity, ...account].join(' and ');
  return rule.length <= LONGEST_RULE ? rule : null;
}

/** The rule as an element of a Terraform list. The rule holds no double quote and no `\${`, so only backslashes count. */
export function ignoreEntryFor(record: CloudTrailRecord): string | null {
  const rule = ignoreRuleFor(record);
  return rule === null ? null : `"${rule.replaceAll('\\', '\\\\')}"`;
}

// A role whose sessions are named by machines is meant as a whole, a person only with their own session.
function identityField(record: CloudTrailRecord): string {
  const read = (path: string) => fieldReader(path)(record);
  const session = /\/([^/]+)$/.exec(textAt(record, 'userIdentity.arn') ?? '')?.[1] ?? '';
  const issuer = 'userIdentity.sessionContext.sessionIssuer.arn';
  if (roleNameOf(record) !== null && isMachineSession(session) && isFilled(read(issuer))) return issuer;
  const fields = ['userIdentity.arn', 'userIdentity.invokedBy', 'userIdentity.userName', 'userIdentity.principalId'];
  return fields.find((field) => isFilled(read(field))) ?? 'userIdentity.type';
}

function conditions(record: CloudTrailRecord, fields: readonly string[]): string[] {
  return fields.flatMap((field) => {
    const value = fieldReader(field)(record);
    return isFilled(value) ? [`${field} == '${escapeLiteral(value)}'`] : [];
  });
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

// The language reads `\uXXXX` back: used for quotes, for what cannot be seen, for what Slack or Terraform would change.
function escapeLiteral(value: string): string {
  return value.replace(
    /[\\'"`$%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|@(?=(?:channel|here|everyone)\b)/giu,
    spellOut,
  );
}
