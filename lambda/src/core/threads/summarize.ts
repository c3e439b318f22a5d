// Combines many notices into one: alerts with the same title become a line with their count. In: notices and their titles.
// Out: a summary as severe as the most severe of them.

import { createHash } from 'node:crypto';
import { textAt } from '../records/field-path.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { type Notice, SUMMARY_LINES_MAX, type SummaryLine, type SummaryNotice, type SummarySource } from './notice.ts';

/** A summary of at least one notice. */
export function summarize(notices: readonly Notice[], titleOf: (notice: Notice) => string): SummaryNotice {
  const lines = linesOf(notices, titleOf);
  const listed = lines.slice(0, SUMMARY_LINES_MAX);
  return {
    kind: 'digest',
    id: `digest#${hashOf(notices.map((notice) => notice.id).sort())}`,
    threadKey: null,
    subject: { accountIds: [], ruleName: null, pack: null, severity: lines[0]?.severity ?? 'info', otherRules: [] },
    total: notices.length,
    lines: listed,
    unlisted: notices.length - listed.reduce((sum, { count }) => sum + count, 0),
  };
}

function linesOf(notices: readonly Notice[], titleOf: (notice: Notice) => string): readonly SummaryLine[] {
  const lines = new Map<string, SummaryLine>();
  for (const notice of notices) {
    const title = titleOf(notice);
    const source = sourceOf(notice);
    const { severity } = notice.subject;
    const known = lines.get(title) ?? { title, count: 0, severity, first: source, last: source };
    const most = rankOf(severity) < rankOf(known.severity) ? severity : known.severity;
    lines.set(title, { ...known, count: known.count + 1, severity: most, last: source });
  }
  return [...lines.values()].sort((a, b) => rankOf(a.severity) - rankOf(b.severity) || b.count - a.count);
}

const rankOf = (severity: Severity) => SEVERITIES.indexOf(severity);

function sourceOf(notice: Notice): SummarySource {
  if (notice.kind !== 'alert') return { eventId: null, logFile: null };
  return { eventId: textAt(notice.alert.record, 'eventID') ?? null, logFile: notice.alert.origin };
}

function hashOf(ids: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(ids)).digest('hex');
}
