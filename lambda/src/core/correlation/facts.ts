// The facts of an alert: what messages say about the events that it cites.

import type { AlertSummary, BucketAlert } from './bucket.ts';
import type { Correlation } from './correlation.ts';
import { CITED_EVENTS_MAX, type CorrelationFacts, TOP_VALUES_MAX, type TopValue } from './finding.ts';
import { detailOf, type Point, type PointDetail } from './point.ts';
import type { Unit } from './unit.ts';

/** Sums up what an alert cites: at least one point, in order. */
export function summarize(cited: readonly Point[], rule: Correlation): AlertSummary {
  const times = cited.map(({ timeMs }) => timeMs);
  return {
    count: new Set(cited.map(({ value }) => value)).size,
    firstMs: times[0] ?? 0,
    lastMs: times.at(-1) ?? 0,
    events: cited.slice(0, CITED_EVENTS_MAX).map((point) => {
      const { eventId, eventName, region, account, feeder } = detailOf(point);
      return { eventId, eventName, region, account, timeMs: point.timeMs, feeder };
    }),
    top: topOf(cited, rule),
  };
}

/** The facts of an alert of a unit's group. */
export function factsOf({ rule, group }: Pick<Unit, 'rule' | 'group'>, alert: BucketAlert): CorrelationFacts {
  const { type, groupBy, gte, timespanMs } = rule;
  const { startMs, summary } = alert;
  const interval = { startMs, endMs: startMs + timespanMs };
  return { type, groupBy, group, gte, timespanMs, ...summary, ...interval, recordedSinceMs: null };
}

/** What points have in common: of each kind the most frequent texts. */
function topOf(cited: readonly Point[], { type }: Correlation): readonly TopValue[] {
  const details = cited.map(detailOf);
  const kinds = type === 'value_count' ? KINDS : KINDS.filter(([kind]) => kind !== 'value');
  return kinds.flatMap(([kind, textOf]) => mostFrequent(kind, details.map(textOf)));
}

const KINDS: readonly (readonly [kind: TopValue['kind'], textOf: (detail: PointDetail) => string])[] = [
  ['event', ({ eventName }) => eventName],
  ['error', ({ error }) => error],
  ['resource', ({ resource }) => resource],
  ['value', ({ value }) => value],
];

function mostFrequent(kind: TopValue['kind'], texts: readonly string[]): TopValue[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOP_VALUES_MAX)
    .map(([text, count]) => ({ kind, text, count }));
}
