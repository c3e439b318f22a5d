// The title of a notice: one line of plain text for summaries, lists, JSON and email subjects. Not escaped for any format.

import type { Notice } from '../threads/notice.ts';
import { alertHeadlineOf } from './correlations/sentence.ts';
import { sentenceText } from './headline.ts';
import type { RenderContext } from './render-context.ts';
import { scheduledSummaryTitle } from './scheduled-summary.ts';
import { shortened } from './shortened.ts';
import { visibleText } from './visible-text.ts';

const NO_CONTEXT: RenderContext = { functionName: '', accountNames: {} };
const LONGEST_TITLE = 500;

/** The notice in one line of at most 500 characters. */
export function titleOf(notice: Notice, context: RenderContext = NO_CONTEXT): string {
  const text = fullTitleOf(notice, context).slice(0, 10_000).replace(/\s+/g, ' ');
  return shortened(visibleText(text), LONGEST_TITLE);
}

function fullTitleOf(notice: Notice, context: RenderContext): string {
  switch (notice.kind) {
    case 'alert':
      return sentenceText(alertHeadlineOf(notice.alert, context));
    case 'rule-error':
      return `${notice.failure.ignoreRule ? 'Ignore rule' : 'Rule'} "${notice.failure.ruleName}" does not work: ${notice.failure.message}`;
    case 'removed-object':
      return `${notice.principalId || 'An unknown principal'} removed log file s3://${notice.bucket}/${notice.key}`;
    case 'digest':
      return `${notice.total} more alerts, summarized in this message`;
    case 'scheduled-summary':
      return scheduledSummaryTitle(notice);
  }
}
