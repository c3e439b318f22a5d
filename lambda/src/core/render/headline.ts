// The headline of an alert: who did what, where, and with which client. In: a record. Out: one sentence, with words and
// values as separate parts, so that Slack, email and terminal can each format the values.

import { type Actor, actorOf } from '../records/actor.ts';
import { type CallFailure, failureOf } from '../records/failure.ts';
import { textAt } from '../records/field-path.ts';
import { type CallOrigin, originOf } from '../records/origin.ts';
import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';
import { accountLabelOf, type RenderContext } from './render-context.ts';
import { phraseOf } from './sentences/catalogue.ts';
import { code, fillPhrase, plain, type SentencePart, strong, toInfinitive } from './sentences/phrase.ts';

/** The sentence of a record from a log file: `jane@example.com (Admin) deleted bucket x in prod from the console`. */
export function headlineOf(
  record: CloudTrailRecord,
  origin: RecordOrigin | null,
  context: RenderContext,
): readonly SentencePart[] {
  const failure = failureOf(record);
  return [
    ...actorParts(actorOf(record)),
    plain(' '),
    ...actionParts(record, failure),
    ...accountParts(accountLabelOf(record, origin, context)),
    ...originParts(record),
    ...(failure?.code ? [plain(', but failed: '), code(failure.code)] : failure ? [plain(', but failed')] : []),
  ];
}

/** Who acted: the name, with the role or permissions that were used; `role Deploy` for a role without a person. */
export function actorParts({ name, email, kind, via }: Actor): SentencePart[] {
  const address = email !== null && email !== name ? [plain(' ('), code(email), plain(')')] : [];
  const rights = via === null ? [] : [plain(kind === 'role' ? ' (role ' : ' ('), code(via), plain(')')];
  const what = kind === 'role' && via === null ? [plain('role ')] : [];
  return [...what, strong(name), ...address, ...rights];
}

/** Where: ` in prod`; nothing if the label is empty. */
export function accountParts(label: string): SentencePart[] {
  return label === '' ? [] : [plain(' in '), strong(label)];
}

/** A sentence as plain text. A value of several words is quoted, so that a value cannot continue the sentence. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map(({ style, text }) => (style === 'code' ? quotedIfNeeded(text) : text)).join('');
}

// The name that `actorOf` makes for a caller from another account; it needs no quotes.
const OUR_WORDS = /^account \d{12}$/;

/** A value in plain text, in quotes if it has several words. */
export function quotedIfNeeded(text: string): string {
  return /[\s"]/.test(text) && !OUR_WORDS.test(text) ? `"${text.replaceAll('"', "'")}"` : text;
}

function actionParts(record: CloudTrailRecord, failure: CallFailure | null): readonly SentencePart[] {
  const phrase = phraseOf(record);
  return fillPhrase(failure === null ? phrase : `tried to ${toInfinitive(phrase)}`, record);
}

const ORIGIN_WORDS: Readonly<Record<CallOrigin, string>> = {
  console: 'from the console',
  cli: 'with the AWS CLI',
  sdk: 'with an SDK',
  terraform: 'with Terraform',
  cloudformation: 'through CloudFormation',
  service: 'through an AWS service',
  unknown: '',
};

// Every sign-in is from the console, and every service acts through a service, so the words add nothing.
function originParts(record: CloudTrailRecord): SentencePart[] {
  const words = ORIGIN_WORDS[originOf(record)];
  const signIn = textAt(record, 'eventSource') === 'signin.amazonaws.com';
  const byService = textAt(record, 'userIdentity.type') === 'AWSService';
  return words === '' || signIn || byService ? [] : [plain(` ${words}`)];
}
