// The ignore rule for one alert. In: a record. Out: an element for the list `ignore_rules`, as HCL text. Its rule matches
// this event name, identity, account and outcome, this Insights finding, or these aggregated calls. Values are escaped so that no text can end its
// string.

import { machineRoleOf } from '../records/actor.ts';
import { SIGN_IN_RESULTS } from '../records/failure.ts';
import { textAt, valueAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { Alert } from '../rules/rule.ts';
import { HIDDEN, spellOut } from './visible-text.ts';

/** A longer rule is not offered. */
export const LONGEST_RULE = 2_000;

/** The conditions of an ignore rule, each in the rule language. */
export interface IgnoreConditions {
  readonly event: readonly string[];
  /** Empty for what has no caller: an Insights finding or aggregated calls. */
  readonly identity: readonly string[];
  /** The account and the outcome. */
  readonly circumstances: readonly string[];
}

/** Only the rule, in the rule language; null if the record has too few fields to identify the event. */
export function ignoreRuleFor(record: CloudTrailRecord): string | null {
  const found = ignoreConditionsFor(record);
  if (found === null) return null;
  const rule = [...found.event, ...found.identity, ...found.circumstances].join(' and ');
  return rule.length <= LONGEST_RULE ? rule : null;
}

/** The conditions of the rule; null if the record has too few fields to identify the event. */
export function ignoreConditionsFor(record: CloudTrailRecord): IgnoreConditions | null {
  const withoutCaller = WITHOUT_CALLER.get(textAt(record, 'eventType') ?? '');
  const required = withoutCaller === undefined ? call(record) : withoutCaller(record);
  if (required === null) return null;
  const results = withoutCaller === undefined ? outcome(record) : [];
  return { ...required, circumstances: [...conditions(record, ['recipientAccountId', 'accountId']), ...results] };
}

type Required = Pick<IgnoreConditions, 'event' | 'identity'>;

function call(record: CloudTrailRecord): Required | null {
  const identity = conditions(record, identityFields(record));
  const event = conditions(record, ['eventSource', 'eventName']);
  return event.length < 2 || identity.length === 0 ? null : { event, identity };
}

// An Insights event has no event name and no identity. Its start and its end are one finding.
function insight(record: CloudTrailRecord): Required | null {
  const about = conditions(record, ['insightDetails.eventSource', 'insightDetails.eventName']);
  const kind = conditions(record, ['eventType', 'insightDetails.insightType']);
  if (about.length < 2) return null;
  return { event: [...kind, ...about, ...conditions(record, ['insightDetails.errorCode'])], identity: [] };
}

const PRIMARY = 'summary.primaryDimension';

// What was counted first, such as the calls of one name.
function aggregated(record: CloudTrailRecord): Required | null {
  const about = conditions(record, ['eventSource', `${PRIMARY}.dimension`, `${PRIMARY}.statistics.0.name`]);
  return about.length < 3 ? null : { event: [...conditions(record, ['eventType']), ...about], identity: [] };
}

const WITHOUT_CALLER: ReadonlyMap<string, (record: CloudTrailRecord) => Required | null> = new Map([
  ['AwsCloudTrailInsight', insight],
  ['AwsAggregatedEvent', aggregated],
]);

// A call that is expected when it succeeds may be unexpected when it is refused, and vice versa. A sign-in records its
// outcome in other fields.
function outcome(record: CloudTrailRecord): string[] {
  const results = SIGN_IN_RESULTS.filter((field) => textAt(record, field) !== undefined);
  const mfa = textAt(record, 'eventName') === 'ConsoleLogin' ? ['additionalEventData.MFAUsed'] : [];
  const succeeded = record.errorCode === undefined && results.length === 0;
  return [...conditions(record, ['errorCode', ...results, ...mfa]), ...(succeeded ? ['not exists(errorCode)'] : [])];
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
  const read = (path: string) => valueAt(record, path);
  if (isNamedByRole(record)) return [ISSUER];
  const name = NAMES.find((field) => isFilled(read(field)));
  // Identity Center recorded the account as the principal id of every user.
  if (name !== undefined) return name === 'userIdentity.arn' ? [name] : [name, 'additionalEventData.UserName'];
  if (isFilled(read('userIdentity.accountId'))) return ['userIdentity.type', 'userIdentity.accountId'];
  return read('userIdentity.type') === 'AWSService' ? ['userIdentity.type'] : [];
}

const NAMES = ['arn', 'onBehalfOf.userId', 'invokedBy', 'userName', 'principalId'].map(
  (name) => `userIdentity.${name}`,
);

const ISSUER = 'userIdentity.sessionContext.sessionIssuer.arn';

/** Whether the rule names the role of the caller instead of the session, because the name of the session was generated. */
export function isNamedByRole(record: CloudTrailRecord): boolean {
  return machineRoleOf(record) !== null;
}

function conditions(record: CloudTrailRecord, fields: readonly string[]): string[] {
  return fields.flatMap((field) => {
    const value = valueAt(record, field);
    return isFilled(value) ? [`${field} == ${literalOf(value)}`] : [];
  });
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * A text as a literal of the rule language. The language decodes `\uXXXX`: used for quotes, invisible characters, and characters
 * that Slack or Terraform would change. The literal of a text that fits into no rule is cut, and longer than `LONGEST_RULE`.
 */
export function literalOf(value: string): string {
  return `'${value.slice(0, LONGEST_RULE).replace(NOT_LITERAL, spellOut)}'`;
}

const NOT_LITERAL = new RegExp(String.raw`[\\'"$%\p{Cc}${'`'}]|@(?=(?:channel|here|everyone)\b)|${HIDDEN}`, 'giu');
