// A bucket: what is stored of one group and one interval of event time. Points that no alert covers, and the alerts that touch it.

import type { Correlation } from './correlation.ts';
import type { CorrelationFacts } from './finding.ts';
import { bucketOf } from './keys.ts';
import type { Point } from './point.ts';

export interface Bucket {
  readonly number: number;
  /** In order. */
  readonly points: readonly Point[];
  /** In order of time; at most two can touch a bucket. */
  readonly alerts: readonly BucketAlert[];
}

/** An alert as a bucket stores it: it owns the events from `startMs` to before `startMs` plus the timespan. */
export interface BucketAlert {
  readonly startMs: number;
  /** The values that it cites, as `citedValue` names them. */
  readonly values: ReadonlySet<string>;
  /** The events in whose name it is sent: the alert is sent again when one of them is delivered again. */
  readonly senders: ReadonlySet<string>;
  readonly summary: AlertSummary;
}

/** The facts of an alert, without what the rule and the group already say. */
export type AlertSummary = Pick<CorrelationFacts, 'count' | 'firstMs' | 'lastMs' | 'events' | 'top'>;

export const emptyBucket = (number: number): Bucket => ({ number, points: [], alerts: [] });

/** Whether the interval of an alert contains a time. */
export const covers = ({ startMs }: BucketAlert, timeMs: number, { timespanMs }: Correlation): boolean =>
  timeMs >= startMs && timeMs < startMs + timespanMs;

/** The numbers of the buckets, one or two, that an interval of the timespan's length touches. */
export function touchedBuckets(startMs: number, { timespanMs }: Correlation): readonly number[] {
  const first = bucketOf(startMs, timespanMs);
  return startMs === first * timespanMs ? [first] : [first, first + 1];
}

/** A time in which no alert owns events; infinite where no alert is known. */
export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
}

/** The gaps between alerts, in order, that are long enough for another alert. */
export function gapsBetween(alerts: readonly BucketAlert[], { timespanMs }: Correlation): readonly Gap[] {
  const ends = [Number.NEGATIVE_INFINITY, ...alerts.map(({ startMs }) => startMs + timespanMs)];
  const starts = [...alerts.map(({ startMs }) => startMs), Number.POSITIVE_INFINITY];
  return ends
    .map((startMs, index) => ({ startMs, endMs: starts[index] ?? Number.POSITIVE_INFINITY }))
    .filter(({ startMs, endMs }) => endMs - startMs >= timespanMs);
}

export const inGap = (gap: Gap, timeMs: number): boolean => timeMs >= gap.startMs && timeMs < gap.endMs;
