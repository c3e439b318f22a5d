// The ignore rule for one alert. In: a record. Out: an element for the list `ignore_rules`, as HCL text. Its rule matches
// this event name, identity, account and outcome, or this Insights finding. Values are escaped so that no text can end its
// string.

import { isMachineSession, roleNameOf } from '../records/actor.ts';
import { fieldReader, textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { Alert } from '../rules/rule.ts';
import { HIDDEN, spellOut } from './visible-text.ts';

const LONGEST_RULE = 2_000;

/** Only the rule, in the rule language; null if the record has too few fields to identify the event. */
export function ignoreRuleFor(record: CloudTrailRecord): string | null {
  const required = textAt(record, 'eventType') === 'AwsCloudTrailInsight' ? insight(record) : call(record);
  if (required === null) return null;
  const rule = [...required, ...conditions(record, ['recipientAccountId']), ...outcome(record)].join(' and ');
  return rule.length <= LONGEST_RULE ? rule : null;
}

function call(record: CloudTrailRecord): string[] | null {
  const identity = conditions(record, identityFields(record));
  const event = conditions(record, ['eventSource', 'eventName']);
  return event.length < 2 || identity.length === 0 ? null : [...event, ...identity];
}

// An Insights event has no event name and no identity. Its start and its end are one finding.
function insight(record: CloudTrailRecord): string[] | null {
  const about = conditions(record, ['insightDetails.eventSource', 'insightDetails.eventName']);
  const kind = conditions(record, ['eventType', 'insightDetails.insightType']);
  return about.length < 2 ? null : [...kind, ...about, ...conditions(record, ['insightDetails.errorCode'])];
}

// A call that is expected when it succeeds may be unexpected when it is refused, and vice versa. A sign-in records its
// outcome in other fields.
function outcome(record: CloudTrailRecord): string[] {
  const isSignIn = textAt(record, 'eventName') === 'ConsoleLogin';
  const signIn = isSignIn ? ['responseElements.ConsoleLogin', 'additionalEventData.MFAUsed'] : [];
  const succeeded =
    record.errorCode === undefined && !isSignIn && textAt(record, 'eventType') !== 'AwsCloudTrailInsight';
  return [...conditions(record, ['errorCode', ...signIn]), ...(succeeded ? ['not exists(errorCode)'] : [])];
}

/** The title above the entry in messages of plain text. */
export function ignoreTitle({ correlation }: Alert): string {
  return `To ignore ${correlation ? 'events like this one' : 'only this'}, add to ignore_rules`;
}

/** The rule as an element of a Terraform list. It contains no double quote and no `\${`, so only backslashes are escaped. */
export function ignoreEntryFor(record: CloudTrailRecord): string | null {
  const rule = ignoreRuleFor(record);
  return rule === null ? null : `"${rule.replaceAll('\\', '\\\\')}"`;
}

// For a role whose session names are generated, the rule covers the role; for a person, only that session. For a caller
// without a name, such as an anonymous one, it covers the account: the type alone would match every other caller of that
// type. Only AWS services are identified by type.
function identityFields(record: CloudTrailRecord): readonly string[] {
  const read = (path: string) => fieldReader(path)(record);
  const session = /\/([^/]+)$/.exec(textAt(record, 'userIdentity.arn') ?? '')?.[1] ?? '';
  const issuer = 'userIdentity.sessionContext.sessionIssuer.arn';
  if (roleNameOf(record) !== null && isMachineSession(session) && isFilled(read(issuer))) return [issuer];
  const fields = ['userIdentity.arn', 'userIdentity.invokedBy', 'userIdentity.userName', 'userIdentity.principalId'];
  const name = fields.find((field) => isFilled(read(field)));
  if (name !== undefined) return [name];
  if (isFilled(read('userIdentity.accountId'))) return ['userIdentity.type', 'userIdentity.accountId'];
  return read('userIdentity.type') === 'AWSService' ? ['userIdentity.type'] : [];
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

// The language decodes `\uXXXX`: used for quotes, invisible characters, and characters that Slack or Terraform would change.
function escapeLiteral(value: string): string {
  return value.replace(NOT_LITERAL, spellOut);
}

const NOT_LITERAL = new RegExp(String.raw`[\\'"$%\p{Cc}${'`'}]|@(?=(?:channel|here|everyone)\b)|${HIDDEN}`, 'giu');
