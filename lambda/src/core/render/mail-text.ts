// Notices as plain text for email. In: a notice. Out: readable lines of limited length. Plain text has no markup, so only
// invisible characters are escaped.

import type { CloudTrailRecord } from '../records/record.ts';
import type { Alert } from '../rules/rule.ts';
import type { AlertNotice, Notice } from '../threads/notice.ts';
import { linksOf } from './correlations/links.ts';
import { alertFacts, type Fact, otherFacts } from './facts.ts';
import { ignoreEntryFor, ignoreTitle } from './ignore-entry.ts';
import { jsonText } from './json-text.ts';
import type { RenderContext } from './render-context.ts';
import { titleOf } from './title.ts';
import { visibleText } from './visible-text.ts';

const LONGEST_JSON = 12_000;
const LONGEST_VALUE = 1_000;

/** An alert as text: the sentence, one line per fact, links, the ignore rule, the whole event. */
export function alertBody(notice: AlertNotice, count: number, context: RenderContext): string {
  const { alert } = notice;
  const { record } = alert;
  const facts = alertFacts(notice, count, context).map(factLine);
  return [
    titleOf(notice, context),
    '',
    ...facts,
    ...linkLines(alert, context),
    ...ignoreRuleLines(alert),
    ...eventLines(record),
  ].join('\n');
}

/** Any other notice as text. */
export function otherBody(notice: Exclude<Notice, AlertNotice>, context: RenderContext): string {
  const isList = notice.kind === 'digest' || notice.kind === 'scheduled-summary';
  const line = isList ? ([label, value]: Fact) => `${label} ${shorten(value)}` : factLine;
  return [titleOf(notice, context), '', ...otherFacts(notice, context).map(line)].join('\n');
}

function factLine([label, value]: Fact): string {
  return `${`${label}:`.padEnd(12)}${shorten(value)}`;
}

function shorten(value: string): string {
  const text = visibleText(value.slice(0, LONGEST_VALUE + 1));
  return value.length <= LONGEST_VALUE ? text : `${text}… truncated`;
}

// The facts already contain the runbook.
function linkLines(alert: Alert, context: RenderContext): string[] {
  const lines = linksOf({ ...alert, rule: { ...alert.rule, runbookUrl: null } }, context).map(
    ({ label, url }) => `${visibleText(label).slice(0, 200)}: ${url.slice(0, LONGEST_VALUE)}`,
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function ignoreRuleLines(alert: Alert): string[] {
  const entry = ignoreEntryFor(alert.record);
  return entry === null ? [] : ['', `${ignoreTitle(alert)}:`, entry];
}

function eventLines(record: CloudTrailRecord): string[] {
  const text = jsonText(record);
  return ['', 'Event:', text.length <= LONGEST_JSON ? text : `${text.slice(0, LONGEST_JSON)}\n… truncated`];
}
