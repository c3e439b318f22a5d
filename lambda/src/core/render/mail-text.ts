// Notices as plain text for e-mail. In: a notice. Out: readable lines within a bounded length. E-mail interprets nothing,
// so values are only made visible, not escaped.

import type { CloudTrailRecord } from '../records/record.ts';
import type { AlertNotice, Notice } from '../threads/notice.ts';
import { eventLink } from './console-links.ts';
import { alertFacts, type Fact, otherFacts } from './facts.ts';
import { jsonText } from './json-text.ts';
import type { RenderContext } from './render-context.ts';
import { titleOf } from './title.ts';
import { visibleText } from './visible-text.ts';

const LONGEST_JSON = 12_000;
const LONGEST_VALUE = 1_000;

/** An alert as text: the sentence, the facts a line each, the whole event. */
export function alertBody(notice: AlertNotice, count: number, context: RenderContext): string {
  const { record } = notice.alert;
  const link = eventLink(record);
  const facts = [...alertFacts(notice, count, context), ...(link ? [['CloudTrail', link.url] as const] : [])];
  return [titleOf(notice, context), '', ...facts.map(factLine), ...eventLines(record)].join('\n');
}

/** Any other notice as text. */
export function otherBody(notice: Exclude<Notice, AlertNotice>, context: RenderContext): string {
  const line = notice.kind === 'digest' ? ([label, value]: Fact) => `${label} ${shorten(value)}` : factLine;
  return [titleOf(notice, context), '', ...otherFacts(notice).map(line)].join('\n');
}

function factLine([label, value]: Fact): string {
  return `${`${label}:`.padEnd(12)}${shorten(value)}`;
}

function shorten(value: string): string {
  const text = visibleText(value.slice(0, LONGEST_VALUE + 1));
  return value.length <= LONGEST_VALUE ? text : `${text}… truncated`;
}

function eventLines(record: CloudTrailRecord): string[] {
  const text = jsonText(record);
  return ['', 'Event:', text.length <= LONGEST_JSON ? text : `${text.slice(0, LONGEST_JSON)}\n… truncated`];
}
