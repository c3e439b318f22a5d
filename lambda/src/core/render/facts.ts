// What a notice contains besides its title, as labels and values. In: a notice. Out: its facts in reading order, as plain
// text. Values are untrusted and of any length: each renderer truncates and escapes them.

import { accountOf } from '../records/account.ts';
import { eventTimeOf, parseEventTime } from '../records/event-time.ts';
import { failureOf, failureText } from '../records/failure.ts';
import { textAt } from '../records/field-path.ts';
import { addressOf } from '../records/object-address.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { recordIdOf } from '../records/record-id.ts';
import type { Alert } from '../rules/rule.ts';
import type { AlertNotice, Notice } from '../threads/notice.ts';
import { isOfCorrelation } from './correlations/correlation-alert.ts';
import { citedEventFacts, correlationFacts } from './correlations/facts.ts';
import { otherRulesText } from './matching-rules.ts';
import { READ_LATE } from './remarks.ts';
import { accountNameOf, type RenderContext } from './render-context.ts';
import { scheduledSummaryFacts } from './scheduled-summary.ts';
import { mfaFindingOf } from './sign-in.ts';
import { summaryFacts } from './summary-lines.ts';

export type Fact = readonly [label: string, value: string];

/** The facts of an alert: the error, time, place, client and rule. */
export function alertFacts(notice: AlertNotice, count: number, context: RenderContext): readonly Fact[] {
  const { alert } = notice;
  const { record } = alert;
  if (isOfCorrelation(alert)) {
    return present([
      ...correlationFacts(alert, count),
      ['Account', accountText(alert, context)],
      ...ruleFacts(alert),
      ...citedEventFacts(alert, context),
      ...originFacts(alert),
    ]);
  }
  return present([
    ['Seen', count > 1 ? `${count} times` : null],
    ['Error', errorText(record)],
    ['MFA', mfaText(record)],
    ['Time', timeText(record)],
    ['Account', accountText(alert, context)],
    ['Region', textAt(record, 'awsRegion')],
    ['Source IP', textAt(record, 'sourceIPAddress')],
    ['User agent', textAt(record, 'userAgent')],
    ['Event', recordIdOf(record)],
    ...ruleFacts(alert),
    ...originFacts(alert),
  ]);
}

type MaybeFact = readonly [label: string, value: string | null | undefined];

function ruleFacts(alert: Alert): readonly MaybeFact[] {
  const { rule } = alert;
  return [
    ['Rule', `${rule.name} (${rule.severity})${rule.description === '' ? '' : `: ${rule.description}`}`],
    ['Also', otherRulesText(alert)],
    ['Runbook', rule.runbookUrl],
  ];
}

function originFacts({ origin, readLate }: Alert): readonly MaybeFact[] {
  const late = readLate ? ` (${READ_LATE})` : '';
  return [['Log file', origin === null ? null : `${addressOf(origin)}${late}`]];
}

/** The facts of any other notice; of a summary, its lines. */
export function otherFacts(notice: Exclude<Notice, AlertNotice>, context: RenderContext): readonly Fact[] {
  switch (notice.kind) {
    case 'rule-error':
      return present([
        ['Rule', notice.failure.expression],
        ['Event', notice.eventId],
      ]);
    case 'removed-object':
      return present([
        ['Time', notice.eventTime],
        ['Region', notice.region],
        ['Source IP', notice.sourceIp],
        ['Event', notice.eventName],
      ]);
    case 'digest':
      return summaryFacts(notice);
    case 'scheduled-summary':
      return scheduledSummaryFacts(notice, context);
  }
}

function present(facts: readonly MaybeFact[]): readonly Fact[] {
  return facts.filter((fact): fact is Fact => fact[1] !== null && fact[1] !== undefined && fact[1] !== '');
}

function errorText(record: CloudTrailRecord): string | null {
  const failure = failureOf(record);
  return failure === null
    ? null
    : [failure.code, failureText(record)].filter((part) => part !== null).join(': ') || 'failed';
}

function mfaText(record: CloudTrailRecord): string | null {
  const finding = mfaFindingOf(record);
  if (finding === null) return null;
  return { missing: 'not used', unrecorded: 'not recorded', elsewhere: 'left to the identity provider' }[finding];
}

function timeText(record: CloudTrailRecord): string | null {
  const text = eventTimeOf(record);
  return text === undefined ? null : parseEventTime(text).utc;
}

function accountText({ record, origin }: Alert, context: RenderContext): string {
  const id = accountOf(record, origin);
  const name = accountNameOf(id, context);
  return name === null ? id : `${name} (${id})`;
}
