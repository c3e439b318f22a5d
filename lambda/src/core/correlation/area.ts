// The area of a unit: its bucket and both neighbors, which together contain every window and every alert that an event of the
// bucket can be part of.

import { type Bucket, type BucketAlert, covers, type Gap, gapsBetween, inGap, touchedBuckets } from './bucket.ts';
import type { Correlation } from './correlation.ts';
import { comparePoints, type Point } from './point.ts';
import { reducePoints } from './reduce-points.ts';

export interface Area {
  readonly rule: Correlation;
  /** By number: the bucket of the unit and its neighbors. */
  readonly buckets: ReadonlyMap<number, Bucket>;
  /** The alerts of all of them, each once, in order of time. */
  readonly alerts: readonly BucketAlert[];
  /** Where another alert fits. */
  readonly gaps: readonly Gap[];
}

/** The area of some neighboring buckets. */
export function areaOf(buckets: Iterable<Bucket>, rule: Correlation): Area {
  const byNumber = new Map([...buckets].map((bucket) => [bucket.number, bucket]));
  const byStart = new Map<number, BucketAlert>();
  for (const alert of [...byNumber.values()].flatMap(({ alerts }) => alerts)) byStart.set(alert.startMs, alert);
  const alerts = [...byStart.values()].sort((a, b) => a.startMs - b.startMs);
  return { rule, buckets: byNumber, alerts, gaps: gapsBetween(alerts, rule) };
}

/** The area with an alert in each bucket that it touches. Points that it covers are no longer needed. */
export function withAlert(area: Area, alert: BucketAlert): Area {
  const touched = touchedBuckets(alert.startMs, area.rule).map((number) => bucketAt(area, number));
  const registered = touched.map((bucket) => ({
    ...bucket,
    alerts: [...bucket.alerts, alert].sort((a, b) => a.startMs - b.startMs),
  }));
  const changed = replace(area, registered);
  return replace(
    area,
    registered.map(({ number }) => withPoints(changed, number, [])),
  );
}

/** A bucket of the area with more points, reduced to what can matter for further alerts. */
export function withPoints(area: Area, number: number, added: readonly Point[]): Bucket {
  const bucket = bucketAt(area, number);
  const points = mergePoints(bucket.points, added).filter(({ timeMs }) => isFree(area, timeMs));
  return { ...bucket, points: reducePoints(points, bucket, area.rule) };
}

/** Whether an event at that time can become part of another alert. */
const isFree = ({ gaps }: Area, timeMs: number): boolean => gaps.some((gap) => inGap(gap, timeMs));

/** The alert that owns events of that time. */
export const alertAt = ({ alerts, rule }: Area, timeMs: number): BucketAlert | undefined =>
  alerts.find((alert) => covers(alert, timeMs, rule));

/** Stored points and points in hand, both in order, as one list: as in hand if a point is both. */
export function mergePoints(stored: readonly Point[], inHand: readonly Point[]): readonly Point[] {
  if (stored.length === 0) return inHand;
  const known = new Set(stored.map(idOf));
  const again = new Set<string>();
  const merged = inHand.map((point) => {
    const id = idOf(point);
    if (!known.has(id)) return point;
    again.add(id);
    return { ...point, stored: true };
  });
  return [...stored.filter((point) => !again.has(idOf(point))), ...merged].sort(comparePoints);
}

export function bucketAt({ buckets }: Area, number: number): Bucket {
  const bucket = buckets.get(number);
  if (bucket === undefined) throw new Error(`bucket ${number} was not read`);
  return bucket;
}

const idOf = ({ event, value, timeMs }: Point): string => `${event}${value}${timeMs}`;

const replace = ({ buckets, rule }: Area, changed: readonly Bucket[]): Area =>
  areaOf(new Map([...buckets, ...changed.map((bucket) => [bucket.number, bucket] as const)]).values(), rule);
