// Combines many notices into one: alerts of one rule by one identity become a line with their count. In: notices and how to
// title them. Out: a summary as severe as the most severe of them. Only listed lines get a title: ten thousand sentences take a
// small function more time than it has.

import { machineRoleOf } from '../records/actor.ts';
import { textAt } from '../records/field-path.ts';
import { recordIdOf } from '../records/record-id.ts';
import { type Severity, severityRank } from '../rules/rule.ts';
import { type Notice, SUMMARY_LINES_MAX, type SummaryLine, type SummaryNotice, type SummarySource } from './notice.ts';
import { hashOf } from './thread-key.ts';
import { isOfFailure } from './variant.ts';

/** A summary of at least one notice. */
export function summarize(notices: readonly Notice[], titleOf: (notice: Notice) => string): SummaryNotice {
  const groups = groupsOf(notices);
  const listed = groups.slice(0, SUMMARY_LINES_MAX);
  return {
    kind: 'digest',
    id: `digest#${hashOf(notices.map((notice) => notice.id).sort())}`,
    threadKey: null,
    subject: { accountIds: [], ruleName: null, pack: null, severity: groups[0]?.severity ?? 'info', otherRules: [] },
    total: notices.length,
    lines: listed.map((group) => toLine(group, titleOf)),
    unlisted: notices.length - listed.reduce((sum, { count }) => sum + count, 0),
  };
}

interface Group {
  count: number;
  readonly severity: Severity;
  readonly first: Notice;
  last: Notice;
}

function groupsOf(notices: readonly Notice[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const notice of notices) {
    const key = keyOf(notice);
    const known = groups.get(key);
    if (known) Object.assign(known, { count: known.count + 1, last: notice });
    else groups.set(key, { count: 1, severity: notice.subject.severity, first: notice, last: notice });
  }
  return [...groups.values()].sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || b.count - a.count);
}

// Alerts with the same key have titles that differ only in the resource, or in the count of a correlation. The cases of a rule can have
// several severities.
function keyOf(notice: Notice): string {
  const { ruleName, severity } = notice.subject;
  if (notice.kind !== 'alert') return JSON.stringify([notice.kind, ruleName, severity]);
  const { correlation } = notice.alert;
  if (correlation) return JSON.stringify([ruleName, correlation.group]);
  const { record } = notice.alert;
  const texts = (...fields: readonly string[]) => fields.map((field) => textAt(record, field) ?? null);
  const caller = machineRoleOf(record) ?? texts(...CALLER);
  const what = texts('eventName', 'errorCode', 'recipientAccountId');
  return JSON.stringify([ruleName, severity, caller, ...what, isOfFailure(notice)]);
}

const CALLER = ['arn', 'principalId', 'onBehalfOf.userId'].map((name) => `userIdentity.${name}`);

function toLine({ count, severity, first, last }: Group, titleOf: (notice: Notice) => string): SummaryLine {
  return { title: titleOf(first), count, severity, first: sourceOf(first), last: sourceOf(last) };
}

function sourceOf(notice: Notice): SummarySource {
  if (notice.kind !== 'alert') return { eventId: null, logFile: null };
  return { eventId: recordIdOf(notice.alert.record) ?? null, logFile: notice.alert.origin };
}
