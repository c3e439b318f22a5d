// The sentences of counts: how many calls, or how many different values of a field. In: the alert of a correlation and its
// group in words. Out: parts of a sentence. A call is only called denied or failed if all cited ones are.

import { TOP_VALUES_MAX, type TopValue } from '../../correlation/finding.ts';
import { failureOf } from '../../records/failure.ts';
import { textAt } from '../../records/field-path.ts';
import { phraseOf } from '../sentences/catalogue.ts';
import {
  code,
  fillPhrase,
  fullPath,
  type Phrase,
  plain,
  type SentencePart,
  toInfinitive,
} from '../sentences/phrase.ts';
import { type CorrelationAlert, counted, elapsedText, plural } from './correlation-alert.ts';
import type { GroupWords } from './group.ts';

type Parts = readonly SentencePart[];

/** `alice was denied 20 calls in 8 minutes`, or what she did, if all were the same call. */
export function callsMade(alert: CorrelationAlert, actor: Parts, { qualifiers }: GroupWords, account: Parts): Parts {
  const { count } = alert.correlation;
  const rest = [...qualifiers, ...duration(alert), ...account];
  const same = sameCallOf(alert);
  if (same !== null) {
    const phrase = same.failed ? `tried to ${toInfinitive(same.phrase)}` : same.phrase;
    return [...actor, plain(' '), ...withoutFields(phrase, alert), plain(` ${count} times`), ...rest, ...failure(same)];
  }
  const verb = { denied: ' was denied ', failed: ' failed ', done: ' made ' }[outcomeOf(alert)];
  return [...actor, plain(`${verb}${counted(count, 'call')}`), ...rest];
}

/** `20 calls from 203.0.113.9 were denied in 8 minutes`, or the name of the call, if all were the same. */
export function eventsCounted(alert: CorrelationAlert, { qualifiers }: GroupWords): Parts {
  const { count } = alert.correlation;
  const name = onlyText(alert, 'event');
  const outcome = outcomeOf(alert);
  if (name !== null) {
    const verb = { denied: ' was denied', failed: ' failed', done: ' happened' }[outcome];
    return [code(name), plain(`${verb} ${count} times`), ...qualifiers, ...duration(alert)];
  }
  const verb = { denied: ' were denied', failed: ' failed', done: ' were made' }[outcome];
  return [plain(counted(count, 'call')), ...qualifiers, plain(verb), ...duration(alert)];
}

/** `alice read 12 different secrets in 40 minutes`. */
export function valuesCounted(alert: CorrelationAlert, actor: Parts, words: GroupWords, account: Parts): Parts {
  const { count } = alert.correlation;
  const rest = [...words.qualifiers, ...duration(alert), ...account];
  const same = sameCallOf(alert);
  const object = same === null ? null : objectOf(same.phrase, fieldOf(alert));
  if (same !== null && object !== null) {
    const before = same.failed ? `tried to ${toInfinitive(object.before)}` : object.before;
    const what = [...fillPhrase(before, {}), plain(different(count, object.noun)), ...fillPhrase(object.after, {})];
    return [...actor, plain(' '), ...what, ...rest, ...failure(same)];
  }
  const { noun, verb } = knownField(alert) ?? {};
  const outcome = { denied: 'was denied calls with', failed: 'made failed calls with', done: 'made calls with' };
  const did = (outcomeOf(alert) === 'done' ? verb : undefined) ?? outcome[outcomeOf(alert)];
  return [...actor, plain(` ${did} `), ...differentValues(count, noun, alert), ...rest];
}

/** `5 different users were seen from 203.0.113.9 in 3 minutes`. */
export function valuesSeen(alert: CorrelationAlert, { qualifiers }: GroupWords): Parts {
  const { noun } = knownField(alert) ?? {};
  const name = onlyText(alert, 'event');
  const kind = { denied: 'denied ', failed: 'failed ', done: '' }[outcomeOf(alert)];
  const calls = name === null ? [plain(`${kind}calls`)] : [plain(`${kind}calls of `), code(name)];
  return [
    ...differentValues(alert.correlation.count, noun, alert),
    plain(' were seen in '),
    ...calls,
    ...qualifiers,
    ...duration(alert),
  ];
}

// What a user reads for a field, and what an identity did with its values.
const FIELDS: ReadonlyMap<string, { readonly noun: string; readonly verb?: string }> = new Map([
  ['sourceIPAddress', { noun: 'address', verb: 'acted from' }],
  ['awsRegion', { noun: 'region', verb: 'acted in' }],
  ['recipientAccountId', { noun: 'account', verb: 'acted in' }],
  ['userAgent', { noun: 'user agent', verb: 'acted with' }],
  ['eventName', { noun: 'operation', verb: 'called' }],
  ['eventSource + " " + eventName', { noun: 'operation', verb: 'called' }],
  ['eventSource', { noun: 'service', verb: 'used' }],
  ['userIdentity.arn', { noun: 'identity' }],
  ['userIdentity.principalId', { noun: 'identity' }],
  ['userIdentity.userName', { noun: 'user' }],
  ['recipientAccountId + " " + userIdentity.userName', { noun: 'user' }],
  ['userIdentity.accountId', { noun: 'account' }],
  ['userIdentity.accessKeyId', { noun: 'access key' }],
  ['requestParameters.secretId', { noun: 'secret' }],
  ['requestParameters.bucketName', { noun: 'bucket' }],
  ['requestParameters.snapshotId', { noun: 'snapshot' }],
  ['requestParameters.keyId', { noun: 'key' }],
  ['requestParameters.roleArn', { noun: 'role' }],
  ['requestParameters.roleName', { noun: 'role' }],
  ['requestParameters.userName', { noun: 'user' }],
  ['requestParameters.instanceId', { noun: 'instance' }],
  ['requestParameters.functionName', { noun: 'function' }],
  ['requestParameters.tableName', { noun: 'table' }],
]);

// Of `a or b`, the first field; of a concatenation, the last one, which the others only make unique.
function knownField(alert: CorrelationAlert) {
  const field = fieldOf(alert);
  const [first = ''] = field.split(' or ');
  return FIELDS.get(field) ?? FIELDS.get(first.trim()) ?? FIELDS.get((field.split(' + ').at(-1) ?? '').trim());
}

function differentValues(count: number, noun: string | undefined, alert: CorrelationAlert): Parts {
  if (noun !== undefined) return [plain(different(count, noun))];
  return [plain(`${different(count, 'value')} of `), code(fieldOf(alert) || 'a field')];
}

function different(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} different ${plural(noun)}`;
}

function fieldOf({ rule }: CorrelationAlert): string {
  return rule.correlation?.field ?? '';
}

function duration({ correlation: { firstMs, lastMs, count } }: CorrelationAlert): Parts {
  return count === 1 ? [] : [plain(` in ${elapsedText(lastMs - firstMs)}`)];
}

interface SameCall {
  readonly phrase: Phrase;
  readonly failed: boolean;
  /** Why, if that is the same for all. */
  readonly code: string | null;
}

// The phrase is that of the alert's record, so the others must be the same call with the same outcome.
function sameCallOf(alert: CorrelationAlert): SameCall | null {
  const { record } = alert;
  const name = onlyText(alert, 'event');
  if (name === null || name !== textAt(record, 'eventName')) return null;
  const failed = outcomeOf(alert) !== 'done';
  if (failed !== (failureOf(record) !== null) || (!failed && topOf(alert, 'error').length > 0)) return null;
  return { phrase: phraseOf(record), failed, code: onlyText(alert, 'error') };
}

function failure({ failed, code: reason }: SameCall): Parts {
  if (!failed) return [];
  return reason === null ? [plain(', but failed')] : [plain(', but failed: '), code(reason)];
}

// Only what is the same for all events: the name of the call, and words for what differs.
function withoutFields(phrase: Phrase, { record }: CorrelationAlert): Parts {
  const { eventName } = record;
  return fillPhrase(phrase, eventName === undefined ? {} : { eventName });
}

// The object of a phrase that is the counted field: `<secret {request.secretId}>` in `read <secret {request.secretId}>`.
function objectOf(phrase: Phrase, field: string): { before: Phrase; noun: string; after: Phrase } | null {
  const fields = field.split(' or ').map((one) => one.trim());
  const objects = [...phrase.matchAll(/<([^<>{}|]+) \{([^{}]*)\}(?:\|[^<>]*)?>/g)];
  const found = objects.find(([, , paths = '']) => paths.split('|').some((path) => fields.includes(fullPath(path))));
  if (found === undefined) return null;
  const [object, noun = ''] = found;
  return { before: phrase.slice(0, found.index), noun, after: phrase.slice(found.index + object.length) };
}

type Outcome = 'denied' | 'failed' | 'done';

const DENIED = /AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden/i;

// `done` also if only some failed.
function outcomeOf(alert: CorrelationAlert): Outcome {
  const errors = topOf(alert, 'error');
  if (errors.length === 0 || sum(errors) < citedEvents(alert)) return 'done';
  return errors.every(({ text }) => DENIED.test(text)) ? 'denied' : 'failed';
}

// Infinite if unknown: only the most frequent names are listed, and several events may have the same value.
function citedEvents(alert: CorrelationAlert): number {
  const { type, count } = alert.correlation;
  const names = topOf(alert, 'event');
  if (type === 'event_count') return count;
  return names.length < TOP_VALUES_MAX ? Math.max(count, sum(names)) : Number.POSITIVE_INFINITY;
}

// The value that all cited events have; null if they differ.
function onlyText(alert: CorrelationAlert, kind: TopValue['kind']): string | null {
  const [first, ...others] = topOf(alert, kind);
  return first === undefined || others.length > 0 || first.count < citedEvents(alert) ? null : first.text;
}

function topOf({ correlation }: CorrelationAlert, kind: TopValue['kind']): readonly TopValue[] {
  return correlation.top.filter((one) => one.kind === kind);
}

function sum(values: readonly TopValue[]): number {
  return values.reduce((total, { count }) => total + count, 0);
}
