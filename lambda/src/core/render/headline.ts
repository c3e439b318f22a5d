// The headline of an alert: who did what, where, with what. In: a record. Out: one sentence, its words and its values
// kept apart, so that Slack, e-mail and terminal each show values in their own way.

import { type Actor, actorOf } from '../records/actor.ts';
import { type CallFailure, failureOf } from '../records/failure.ts';
import { textAt } from '../records/field-path.ts';
import { type CallOrigin, originOf } from '../records/origin.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { accountLabelOf, type RenderContext } from './render-context.ts';
import { phrasesOf } from './sentences/catalogue.ts';
import { fillPhrase, type SentencePart, toInfinitive } from './sentences/phrase.ts';

/** The sentence of a record: `jane@example.com (Admin) deleted bucket x in prod from the console`. */
export function headlineOf(record: CloudTrailRecord, context: RenderContext): readonly SentencePart[] {
  const failure = failureOf(record);
  return [
    ...actorParts(actorOf(record)),
    plain(' '),
    ...actionParts(record, failure),
    ...accountParts(record, context),
    ...originParts(record),
    ...(failure?.code ? [plain(', but failed: '), value(failure.code)] : failure ? [plain(', but failed')] : []),
  ];
}

/** A sentence as plain text. A value of several words stands in quotes, so that none can go on with the sentence. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map(({ style, text }) => (style === 'code' ? quotedIfNeeded(text) : text)).join('');
}

// How an actor of another account is called, and nothing that could be taken for more.
const OUR_WORDS = /^account \d{12}$/;

function quotedIfNeeded(text: string): string {
  return /[\s"]/.test(text) && !OUR_WORDS.test(text) ? `"${text.replaceAll('"', "'")}"` : text;
}

function actorParts({ name, email, kind, via }: Actor): SentencePart[] {
  const address = email !== null && email !== name ? [plain(' ('), value(email), plain(')')] : [];
  const rights = via === null ? [] : [plain(kind === 'role' ? ' (role ' : ' ('), value(via), plain(')')];
  return [{ style: 'strong', text: name }, ...address, ...rights];
}

function actionParts(record: CloudTrailRecord, failure: CallFailure | null): readonly SentencePart[] {
  for (const phrase of phrasesOf(record)) {
    const parts = fillPhrase(failure === null ? phrase : `tried to ${toInfinitive(phrase)}`, record);
    if (parts !== null) return parts;
  }
  return [];
}

function accountParts(record: CloudTrailRecord, context: RenderContext): SentencePart[] {
  const label = accountLabelOf(record, context);
  return label === '' ? [] : [plain(' in '), { style: 'strong', text: label }];
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

// A sign-in is from the console by its nature, and a service need not be said to act through a service.
function originParts(record: CloudTrailRecord): SentencePart[] {
  const words = ORIGIN_WORDS[originOf(record)];
  const signIn = textAt(record, 'eventSource') === 'signin.amazonaws.com';
  const byService = textAt(record, 'userIdentity.type') === 'AWSService';
  return words === '' || signIn || byService ? [] : [plain(` ${words}`)];
}

function plain(text: string): SentencePart {
  return { style: 'plain', text };
}

function value(text: string): SentencePart {
  return { style: 'code', text };
}
