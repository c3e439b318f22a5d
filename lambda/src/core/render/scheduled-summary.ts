// A scheduled summary in words. In: its notice. Out: its title, its lines as facts in plain text and as JSON, and links to the first
// events. Values are untrusted and of any length: each renderer truncates and escapes them.

import { eventTimeAt } from '../records/event-time.ts';
import type { JsonObject } from '../records/record.ts';
import type { CollectedLine, ScheduledSummaryNotice } from '../threads/notice.ts';
import { type ConsoleLink, eventLink } from './console-links.ts';
import { MAY_REPEAT } from './remarks.ts';
import { accountLabel, type RenderContext } from './render-context.ts';
import { MOST_SUMMARY_LINES } from './summary-lines.ts';

/** `Daily summary until 2026-03-29 08:00 Europe/Berlin: 12 alerts`. */
export function scheduledSummaryTitle({ every, due, total }: ScheduledSummaryNotice): string {
  return `${every === 'day' ? 'Daily' : 'Weekly'} summary until ${due}: ${total === 1 ? '1 alert' : `${total} alerts`}`;
}

/** What is unusual about a summary, one sentence each. */
export function remarksOn(notice: ScheduledSummaryNotice): readonly string[] {
  const { muted, failures, mayRepeat, collectedFor, isFinal } = notice;
  const times = failures === 1 ? 'once' : `${failures} times`;
  return [
    ...(muted > 0 ? [`${muted} more ${muted === 1 ? 'alert was' : 'alerts were'} muted, and not counted here`] : []),
    ...(failures > 0 ? [`Sent late, because it could not be delivered ${times} before`] : []),
    ...(mayRepeat ? [MAY_REPEAT] : []),
    ...(collectedFor === null ? [] : [`Collected for ${collectedFor}, which is no longer available`]),
    ...(isFinal ? ['Sent before its time, because no route has a schedule now'] : []),
  ];
}

/** The page of the first event of a line; null if it has none. */
export function firstEventLink(
  { eventId, region, account, rule }: CollectedLine,
  context: RenderContext,
): ConsoleLink | null {
  const link = eventLink({ eventID: eventId, awsRegion: region, recipientAccountId: account }, context);
  return link && { label: `First event of ${rule}`, url: link.url };
}

/** The pages of the first events of the lines, in their order. */
export function firstEventLinks({ lines }: ScheduledSummaryNotice, context: RenderContext): readonly ConsoleLink[] {
  return lines.map((line) => firstEventLink(line, context)).filter((link) => link !== null);
}

/** How many alerts are in none of the first `shown` lines, by rule and in total. */
export function restBeyond({ lines, rest, unlisted }: ScheduledSummaryNotice, shown: number): Rest {
  const byRule = new Map<string, number>();
  const hidden = lines.slice(shown);
  for (const { rule, count } of [...hidden, ...rest]) byRule.set(rule, (byRule.get(rule) ?? 0) + count);
  const counts = [...byRule].sort(([, a], [, b]) => b - a);
  return { total: unlisted + counts.reduce((sum, [, count]) => sum + count, 0), byRule: counts, unlisted };
}

export interface Rest {
  readonly total: number;
  readonly byRule: readonly (readonly [rule: string, count: number])[];
  readonly unlisted: number;
}

/** How many rules a message counts that have no line. */
export const MOST_RULES = 20;

/** How many alerts are neither in a line nor in one of the rules that a message counts. */
export function uncounted({ byRule, unlisted }: Rest): number {
  return unlisted + byRule.slice(MOST_RULES).reduce((sum, [, count]) => sum + count, 0);
}

/** The lines as labels and values. */
export function scheduledSummaryFacts(
  notice: ScheduledSummaryNotice,
  context: RenderContext,
): readonly (readonly [label: string, value: string])[] {
  const rest = restBeyond(notice, MOST_SUMMARY_LINES);
  const more = uncounted(rest);
  return [
    ...remarksOn(notice).map((remark) => ['Note', remark] as const),
    ...notice.lines.slice(0, MOST_SUMMARY_LINES).flatMap((line) => lineFacts(line, context)),
    ...(rest.total > 0 ? [['And', `${rest.total} more`] as const] : []),
    ...rest.byRule.slice(0, MOST_RULES).map(([rule, count]) => [`${count} x`, rule] as const),
    ...(more > 0 && more < rest.total ? [[`${more} x`, 'other rules'] as const] : []),
  ];
}

function lineFacts(line: CollectedLine, context: RenderContext): (readonly [string, string])[] {
  const where = accountLabel(line.account, context);
  const who = [line.who, ...(where === '' ? [] : [`in ${where}`])].join(' ');
  const utcAt = (ms: number | null) => (ms === null ? null : eventTimeAt(ms).utc);
  const times = [utcAt(line.firstMs), line.title, firstEventLink(line, context)?.url ?? line.eventId].filter(
    (part) => part,
  );
  const last = line.count > 1 ? utcAt(line.lastMs) : null;
  return [
    [`${line.count} x`, `${line.rule} (${line.severity}): ${who}`],
    [line.count > 1 ? 'First' : 'Event', times.join(', ')],
    ...(last === null ? [] : [['Last', last] as const]),
  ];
}

/** The summary as JSON. */
export function scheduledSummaryJson(notice: ScheduledSummaryNotice): JsonObject {
  const { every, due, total, muted, lines, rest, unlisted, mayRepeat, collectedFor } = notice;
  const alerts = lines.map((line) => ({
    ...{ rule: line.rule, severity: line.severity, actor: line.who, account: line.account, count: line.count },
    ...{ first_time: isoText(line.firstMs), last_time: isoText(line.lastMs), title: line.title },
    ...{ first_event_id: line.eventId || null, region: line.region || null },
  }));
  const schedule = every === 'day' ? 'daily' : 'weekly';
  return {
    total,
    schedule,
    due,
    alerts,
    other_alerts_by_rule: rest.map(({ rule, count }) => ({ rule, count })),
    unlisted,
    ...(muted > 0 && { muted }),
    ...(mayRepeat && { possibly_repeated: true }),
    ...(collectedFor !== null && { collected_for: collectedFor }),
  };
}

function isoText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
