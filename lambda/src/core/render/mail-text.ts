// Notices as plain text for e-mail. In: a notice. Out: readable lines within a bounded length. E-mail interprets nothing,
// so values are only made visible, not escaped.

import { accountOf } from '../records/account.ts';
import { parseEventTime } from '../records/event-time.ts';
import { failureOf } from '../records/failure.ts';
import { fieldReader, textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { AlertNotice, Notice } from '../threads/notice.ts';
import { eventLink } from './console-links.ts';
import { jsonText } from './json-text.ts';
import { accountNameOf, type RenderContext } from './render-context.ts';
import { mfaFindingOf } from './sign-in.ts';
import { titleOf } from './title.ts';
import { visibleText } from './visible-text.ts';

const LONGEST_JSON = 4_000;
const LONGEST_VALUE = 1_000;

/** An alert as text: the sentence, the facts a line each, the parameters. */
export function alertBody(notice: AlertNotice, count: number, context: RenderContext): string {
  const { record, rule, origin } = notice.alert;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Seen', count > 1 ? `${count} times` : null],
    ['Error', errorText(record)],
    ['MFA', mfaText(record)],
    ['Time', timeText(record)],
    ['Account', accountText(record, context)],
    ['Region', textAt(record, 'awsRegion')],
    ['Source IP', textAt(record, 'sourceIPAddress')],
    ['User agent', textAt(record, 'userAgent')],
    ['Event', textAt(record, 'eventID')],
    ['Rule', `${rule.name} (${rule.severity})${rule.description === '' ? '' : `: ${rule.description}`}`],
    ['Runbook', rule.runbookUrl],
    ['Log file', origin === null ? null : `s3://${origin.bucket}/${origin.key}`],
    ['CloudTrail', eventLink(record)?.url],
  ];
  return [titleOf(notice, context), '', ...facts.flatMap(factLine), ...parameterLines(record)].join('\n');
}

/** Any other notice as text. */
export function otherBody(notice: Exclude<Notice, AlertNotice>, context: RenderContext): string {
  const title = titleOf(notice, context);
  switch (notice.kind) {
    case 'rule-error':
      return [title, '', ...factLine(['Rule', notice.failure.expression]), ...factLine(['Event', notice.eventId])].join(
        '\n',
      );
    case 'removed-object': {
      const facts = [
        ['Time', notice.eventTime],
        ['Region', notice.region],
        ['Source IP', notice.sourceIp],
        ['Event', notice.eventName],
      ] as const;
      return [title, '', ...facts.flatMap(factLine)].join('\n');
    }
    case 'digest': {
      const lines = notice.lines.slice(0, 100).map(({ title: line, count }) => `${count} x ${shorten(line)}`);
      return [title, '', ...lines].join('\n');
    }
  }
}

function factLine([label, value]: readonly [string, string | null | undefined]): string[] {
  return value === null || value === undefined || value === '' ? [] : [`${`${label}:`.padEnd(12)}${shorten(value)}`];
}

function shorten(value: string): string {
  const text = visibleText(value.slice(0, LONGEST_VALUE + 1));
  return value.length <= LONGEST_VALUE ? text : `${text}… truncated`;
}

function errorText(record: CloudTrailRecord): string | null {
  const failure = failureOf(record);
  return failure === null
    ? null
    : [failure.code, failure.message].filter((part) => part !== null).join(': ') || 'failed';
}

function mfaText(record: CloudTrailRecord): string | null {
  const finding = mfaFindingOf(record);
  if (finding === null) return null;
  return { missing: 'not used', unrecorded: 'not recorded', elsewhere: 'left to the identity provider' }[finding];
}

function timeText(record: CloudTrailRecord): string | null {
  const text = textAt(record, 'eventTime');
  return text === undefined ? null : parseEventTime(text).utc;
}

function accountText(record: CloudTrailRecord, context: RenderContext): string {
  const id = accountOf(record);
  const name = accountNameOf(id, context);
  return name === null ? id : `${name} (${id})`;
}

const PARAMETERS = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'insightDetails',
];

function parameterLines(record: CloudTrailRecord): string[] {
  return PARAMETERS.flatMap((field) => {
    const value = fieldReader(field)(record);
    if (value === undefined || value === null) return [];
    const text = jsonText(value);
    return ['', `${field}:`, text.length <= LONGEST_JSON ? text : `${text.slice(0, LONGEST_JSON)}\n… truncated`];
  });
}
