// Reduces the points of a bucket to those that can matter for alerts.

import { type Bucket, touchedBuckets } from './bucket.ts';
import type { Correlation } from './correlation.ts';
import type { Point } from './point.ts';

/**
 * The points of a bucket that matter. A window contains the start or the end of the bucket, as far as no alert owns it. So it contains a
 * value if it contains its first or last occurrence there.
 */
export function reducePoints(points: readonly Point[], bucket: Bucket, rule: Correlation): readonly Point[] {
  if (rule.type === 'temporal_ordered') return thin(points, rule);
  const [first, last] = [occurrences(points), occurrences(points.toReversed())];
  const isFirst = (point: Point): boolean => first.get(point.value) === point;
  const isLast = (point: Point): boolean => last.get(point.value) === point;
  const { starts, ends } = edgesOwned(bucket, rule);
  return points.filter((point) => (isFirst(point) && !starts) || (isLast(point) && !ends));
}

/** How many points of an order are stored in a bucket: of each rule, and in all. */
export const ORDER_POINTS_MAX = { perRule: 500, total: 2_500 };

// Leaves out events in the middle of a run of the same rule, evenly; then those in the middle of the bucket.
function thin(points: readonly Point[], { rules }: Correlation): readonly Point[] {
  const { perRule, total } = ORDER_POINTS_MAX;
  const max = Math.min(perRule, Math.floor(total / (rules?.length ?? 1)));
  const left = new Set(points);
  for (const [value, count] of countsOf(points)) {
    const inRun = points.filter(
      (point, index) =>
        [index - 1, index, index + 1].every((at) => points[at]?.value === value) && point.value === value,
    );
    for (const point of evenly(inRun, count - max)) left.delete(point);
    const others = points.filter((point) => point.value === value && left.has(point));
    const excess = Math.max(0, others.length - max);
    const middle = Math.floor((others.length - excess) / 2);
    for (const point of others.slice(middle, middle + excess)) left.delete(point);
  }
  return points.filter((point) => left.has(point));
}

function countsOf(points: readonly Point[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { value } of points) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const evenly = (points: readonly Point[], count: number): readonly Point[] =>
  count >= points.length
    ? points
    : Array.from(
        { length: Math.max(0, count) },
        (_, index) => points[Math.floor((index * points.length) / count)],
      ).filter((point) => point !== undefined);

/** Of each value the point that comes first. */
function occurrences(points: readonly Point[]): ReadonlyMap<string, Point> {
  const found = new Map<string, Point>();
  for (const point of points) if (!found.has(point.value)) found.set(point.value, point);
  return found;
}

/** Whether an alert owns the start of the bucket, and whether one owns its end. */
function edgesOwned({ alerts, number }: Bucket, rule: Correlation): { starts: boolean; ends: boolean } {
  const touched = alerts.map(({ startMs }) => touchedBuckets(startMs, rule));
  return {
    starts: touched.some(([first]) => first === number - 1),
    ends: touched.some(([first, second]) => first === number && second !== undefined),
  };
}
