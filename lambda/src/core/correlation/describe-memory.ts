// What is stored of a group, as plain data for people: `explain --history` shows it.

import { areaOf } from './area.ts';
import { type Bucket, emptyBucket } from './bucket.ts';
import { decodeBucket } from './codec.ts';
import type { Correlation } from './correlation.ts';
import { factsOf } from './facts.ts';
import type { CitedEvent } from './finding.ts';
import { definitionKey, groupKey } from './keys.ts';
import { comparePoints, detailOf, eventIdOf, type Point } from './point.ts';
import { decodeLearning, decodeSightings, NOTHING_SEEN, type Span } from './sightings.ts';

/** What is stored of a group of a correlation; lists are in order of time. */
export interface GroupMemory {
  /** The events that no alert owns and that can become part of one, each with what it counts as; not for `first_seen`. */
  readonly events: readonly StoredEvent[];
  /** The most that lie within one timespan of those events, for the types that count; null if there is none. */
  readonly most: { readonly count: number; readonly firstMs: number; readonly lastMs: number } | null;
  readonly alerts: readonly StoredAlert[];
  /** For `first_seen`: when the group was seen. */
  readonly spans: readonly Span[];
  /** For `first_seen`: since when the rule records, and until when it does not alert; null if nothing is stored. */
  readonly learning: { readonly startMs: number; readonly endMs: number } | null;
  /** The keys whose values cannot be read. */
  readonly unreadable: readonly string[];
}

export interface StoredEvent extends CitedEvent {
  /** The value that `value_count` counts; empty for other types, or if too many are stored. */
  readonly value: string;
}

export interface StoredAlert {
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The first of the cited events. */
  readonly eventIds: readonly string[];
}

interface Group {
  readonly rule: Correlation;
  readonly correlation: string;
  readonly definition: string;
  readonly group: readonly string[];
}

/** Describes what is stored of a group. `values` may contain what is stored of others. */
export function describeMemory(group: Group, values: ReadonlyMap<string, string>): GroupMemory {
  return group.rule.type === 'first_seen' ? describeSightings(group, values) : describeBuckets(group, values);
}

function describeBuckets(group: Group, values: ReadonlyMap<string, string>): GroupMemory {
  const { rule } = group;
  const prefix = `${groupKey(group)}#`;
  const unreadable: string[] = [];
  const buckets: Bucket[] = [...values]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => {
      const number = Number(key.slice(prefix.length));
      const bucket = decodeBucket(value, number, rule);
      if (bucket === null) unreadable.push(key);
      return bucket ?? emptyBucket(number);
    });
  const points = buckets.flatMap((bucket) => bucket.points).sort(comparePoints);
  const alerts = areaOf(buckets, rule).alerts.map((alert) => {
    const { startMs, endMs, count, firstMs, lastMs, events } = factsOf(group, alert);
    return { startMs, endMs, count, firstMs, lastMs, eventIds: events.map(({ eventId }) => eventId) };
  });
  return {
    events: points.map(describePoint),
    most: mostIn(points, rule),
    alerts,
    spans: [],
    learning: null,
    unreadable,
  };
}

function describeSightings(group: Group, values: ReadonlyMap<string, string>): GroupMemory {
  const { timespanMs, learnMs } = group.rule;
  const keys = { seen: `${groupKey(group)}#seen`, learning: `${definitionKey(group)}#learning` };
  const sightings = decodeSightings(values.get(keys.seen));
  const learningText = values.get(keys.learning);
  const startMs = learningText === undefined ? null : decodeLearning(learningText);
  const { spans, alerted } = sightings ?? NOTHING_SEEN;
  const alerts = [...alerted]
    .sort(([, a], [, b]) => a - b)
    .map(([event, timeMs]) => ({
      ...{ startMs: timeMs, endMs: timeMs + timespanMs, count: 1, firstMs: timeMs, lastMs: timeMs },
      eventIds: [eventIdOf(event) ?? event],
    }));
  return {
    ...{ events: [], most: null, alerts, spans },
    learning: startMs === null ? null : { startMs, endMs: startMs + learnMs },
    unreadable: [
      ...(sightings === null ? [keys.seen] : []),
      ...(startMs === null && learningText !== undefined ? [keys.learning] : []),
    ],
  };
}

function describePoint(point: Point): StoredEvent {
  const { eventId, eventName, region, account, feeder, value } = detailOf(point);
  return { eventId, eventName, region, account, timeMs: point.timeMs, feeder, value };
}

function mostIn(points: readonly Point[], { type, timespanMs }: Correlation): GroupMemory['most'] {
  if (type === 'temporal_ordered') return null;
  let most: GroupMemory['most'] = null;
  for (const [index, { timeMs: firstMs }] of points.entries()) {
    const within = points.slice(index).filter(({ timeMs }) => timeMs - firstMs < timespanMs);
    const count = new Set(within.map(({ value }) => value)).size;
    if (count > (most?.count ?? 0)) most = { count, firstMs, lastMs: within.at(-1)?.timeMs ?? firstMs };
  }
  return most;
}
