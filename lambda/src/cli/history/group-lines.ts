// What a correlation knows about a group, as lines of text. In: the correlation, the group, what is stored, the alerts. Out: the
// alerts with their intervals, what is stored, and what is missing for another alert. Untrusted texts are escaped.

import type { Correlation } from '../../core/correlation/correlation.ts';
import { describeMemory, type GroupMemory } from '../../core/correlation/describe-memory.ts';
import { eventTimeAt } from '../../core/records/event-time.ts';
import { intervalText } from '../../core/render/correlations/breakdown.ts';
import { timespanText } from '../../core/render/correlations/correlation-alert.ts';
import { titleOf } from '../../core/render/title.ts';
import type { CorrelationRule } from '../../core/rules/rule-set.ts';
import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import type { History, HistoryAlert } from './run-history.ts';

const SHOWN = 10;

/** What is stored of a group of a correlation. */
export function memoryOf(
  { rule, correlation, definition }: CorrelationRule,
  group: readonly string[],
  history: History,
) {
  return describeMemory({ rule: correlation, correlation: rule.name, definition, group }, history.stored);
}

/** The alerts of the group with a key. */
export function alertsOf(key: string, { alerts }: History): readonly HistoryAlert[] {
  return alerts.filter(({ notice }) => notice.id.startsWith(`${key}#`));
}

/** The lines about a group: its alerts, then what is stored and why that is not an alert. */
export function groupLines(one: CorrelationRule, memory: GroupMemory, alerts: readonly HistoryAlert[]): string[] {
  const { correlation } = one;
  const fired = alerts.flatMap(alertLines);
  const why = correlation.type === 'first_seen' ? seenLines(memory, correlation) : storedLines(memory, correlation);
  return [...(fired.length === 0 ? ['it did not fire'] : fired), ...why];
}

/** An alert: its sentence, its interval, and the events beyond those that it cites. */
function alertLines({ notice, more }: HistoryAlert): string[] {
  const { correlation } = notice.alert;
  const interval = correlation ? [`interval ${intervalText(correlation)}`] : [];
  const rest = more > 0 ? [`${countOf(more, 'more event')} in it`] : [];
  return [escaped`fired: ${titleOf(notice)}`, ...[interval.concat(rest).join(', ')].filter((line) => line !== '')].map(
    (line, index) => (index === 0 ? line : `  ${line}`),
  );
}

function storedLines({ events, most, unreadable }: GroupMemory, correlation: Correlation): string[] {
  const shown = events.slice(0, SHOWN).map((event) => {
    const value = correlation.type === 'value_count' ? ` ${event.value}` : '';
    const feeder = correlation.rules === null ? '' : ` (${event.feeder})`;
    return escaped`  ${eventTimeAt(event.timeMs).utc} ${event.eventName}${feeder}${value} ${event.eventId}`;
  });
  const beyond = events.length > SHOWN ? [`  … and ${events.length - SHOWN} more`] : [];
  return [
    `stored: ${countOf(events.length, 'event')} that no alert owns`,
    ...shown,
    ...beyond,
    ...missingLines(events, most, correlation),
    ...unreadable.map((key) => escaped`unreadable: ${key}`),
  ];
}

function missingLines(events: GroupMemory['events'], most: GroupMemory['most'], correlation: Correlation): string[] {
  const { type, gte, timespanMs, rules } = correlation;
  const span = timespanText(timespanMs);
  if (events.length === 0) return [];
  if (type.startsWith('temporal')) {
    const seen = new Set(events.map(({ feeder }) => feeder));
    const missing = (rules ?? []).filter((name) => !seen.has(name));
    if (missing.length > 0) return [escaped`for an alert, events of these rules are missing: ${missing.join(', ')}`];
    const order = type === 'temporal' ? '' : `, ${(rules ?? []).join(', then ')},`;
    return [escaped`for an alert, events of all rules${order} must be less than ${span} apart`];
  }
  if (most === null) return [];
  const what = type === 'value_count' ? 'different value' : 'event';
  return [
    `at most ${countOf(most.count, what)} in ${span}, from ${eventTimeAt(most.firstMs).utc} to ${eventTimeAt(most.lastMs).utc}; it fires at ${gte}`,
  ];
}

function seenLines({ spans, learning, unreadable }: GroupMemory, { timespanMs }: Correlation): string[] {
  const shown = spans
    .slice(-SHOWN)
    .map(({ fromMs, toMs }) => `  ${eventTimeAt(fromMs).utc} – ${eventTimeAt(toMs).utc}`);
  return [
    `seen, where gaps of at most ${timespanText(timespanMs)} do not count:`,
    ...shown,
    ...(learning === null
      ? []
      : [`recorded since ${eventTimeAt(learning.startMs).utc}; no alerts before ${eventTimeAt(learning.endMs).utc}`]),
    ...unreadable.map((key) => escaped`unreadable: ${key}`),
  ];
}
