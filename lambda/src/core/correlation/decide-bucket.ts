// Decides the observations of a bucket, for the types that count and those that ask for several rules: which alert owns them, whether
// they complete another one, and what to store of the others.

import { type Area, alertAt, areaOf, bucketAt, mergePoints, withAlert, withPoints } from './area.ts';
import { type Bucket, type BucketAlert, emptyBucket, type Gap, inGap } from './bucket.ts';
import { decodeBucket, encodeBucket } from './codec.ts';
import type { Correlation } from './correlation.ts';
import { factsOf, summarize } from './facts.ts';
import type { Finding } from './finding.ts';
import { fullOrders } from './orders.ts';
import { citedValue, comparePoints, type Point, pointsOf } from './point.ts';
import { bucketKey, type Unit } from './unit.ts';
import { keptUntilMs, type StoredWrite, type UnitDecision } from './unit-decision.ts';
import { fullWindows, type Window } from './windows.ts';

/** In the name of how many events an alert is sent at most. */
const SENDERS_MAX = 50;

type BucketUnit = Unit & { readonly bucket: number };

/** The decision on a unit of a bucket: see `decideUnit`. */
export function decideBucket(unit: BucketUnit, stored: ReadonlyMap<string, string>, nowMs: number): UnitDecision {
  const { rule, bucket } = unit;
  const before = readArea(unit, stored);
  const inHand = pointsOf(unit.observations, rule).sort(comparePoints);
  const fired = withNewAlerts(before.area, inHand);
  const own = withPoints(fired, bucket, inHand);
  const after = new Map(fired.buckets).set(bucket, own);
  const changed = [...after.values()].filter((next) => isChanged(bucketAt(before.area, next.number), next));
  return {
    findings: findingsOf(unit, fired, inHand),
    writes: changed.map((next) => writeOf(unit, next, nowMs)),
    needs: fired === before.area ? 'own' : 'all',
    unreadable: before.unreadable,
  };
}

function readArea(unit: BucketUnit, stored: ReadonlyMap<string, string>): { area: Area; unreadable: string[] } {
  const unreadable: string[] = [];
  const buckets = [unit.bucket - 1, unit.bucket, unit.bucket + 1].map((number) => {
    const key = bucketKey(unit, number);
    const bucket = decodeBucket(stored.get(key), number, unit.rule);
    if (bucket === null) unreadable.push(key);
    return bucket ?? emptyBucket(number);
  });
  return { area: areaOf(buckets, unit.rule), unreadable };
}

// Each alert takes points away, so this ends: an interval is as long as a bucket, so few of them touch it.
function withNewAlerts(area: Area, inHand: readonly Point[]): Area {
  for (const gap of area.gaps) {
    const alert = findAlert(area, gap, inHand);
    if (alert !== null) return withNewAlerts(withAlert(area, alert), inHand);
  }
  return area;
}

// The first full window in the gap whose interval contains an observation in hand. Other windows are those of the invocation
// that stored the last of their points: it finds them, or it did not finish and its events are delivered again.
function findAlert(area: Area, gap: Gap, inHand: readonly Point[]): BucketAlert | null {
  const { rule } = area;
  const mine = inHand.filter(({ timeMs }) => inGap(gap, timeMs));
  if (mine.length === 0) return null;
  const stored = [...area.buckets.values()].flatMap(({ points }) => points).filter(({ timeMs }) => inGap(gap, timeMs));
  if (stored.length + mine.length < rule.gte) return null; // The usual case, without sorting.
  const points = mergePoints(stored, mine);
  const windows = rule.type === 'temporal_ordered' ? fullOrders(points, rule) : fullWindows(points, rule);
  for (const window of windows) {
    const startMs = placeIn(gap, window, rule);
    if (mine.some(({ timeMs }) => timeMs >= startMs && timeMs < startMs + rule.timespanMs)) {
      return alertOf(points, startMs, window, rule);
    }
  }
  return null;
}

// As late as possible, so that further events of a burst belong to the same alert.
const placeIn = ({ endMs }: Gap, { startMs }: Window, { timespanMs }: Correlation): number =>
  Math.min(startMs, endMs - timespanMs);

function alertOf(points: readonly Point[], startMs: number, window: Window, rule: Correlation): BucketAlert {
  const inside = points.filter(({ timeMs }) => timeMs >= startMs && timeMs < startMs + rule.timespanMs);
  const cited = citedOf(inside, window, rule);
  const senders = cited.filter(({ observation }) => observation !== null).slice(0, SENDERS_MAX);
  return {
    startMs,
    values: new Set(cited.map((point) => citedValue(point, rule))),
    senders: new Set(senders.map(({ event }) => event)),
    summary: summarize(cited, rule),
  };
}

/**
 * What an alert cites: for counts everything that was stored, so that an event of which nothing was said before is not
 * counted when it is delivered again, and as many new values as it takes. Always an observation in hand, in whose name the alert is sent.
 */
function citedOf(inside: readonly Point[], { chain }: Window, { type, gte }: Correlation): readonly Point[] {
  const cited = new Map<string, Point>();
  const cite = (point: Point): void => {
    if (!cited.has(point.value)) cited.set(point.value, point);
  };
  if (type === 'temporal_ordered') chain.forEach(cite);
  else for (const point of inside) if (point.stored) cite(point);
  for (const point of inside) if (cited.size < gte) cite(point);
  const points = [...cited.values()];
  const sender = inside.find(({ observation }) => observation !== null);
  const hasSender = points.some(({ observation }) => observation !== null);
  return (hasSender || sender === undefined ? points : [...points, sender]).sort(comparePoints);
}

function findingsOf(unit: Unit, area: Area, inHand: readonly Point[]): Finding[] {
  const facts = new Map(area.alerts.map((alert) => [alert, factsOf(unit, alert)]));
  const found = new Set<BucketAlert | string>();
  return inHand.flatMap((point) => {
    const alert = alertAt(area, point.timeMs);
    const kind = alert === undefined ? null : kindOf(point, alert, unit.rule);
    if (alert === undefined || kind === null) return [];
    // An alert is opened once; an event, which can have several values, continues it once.
    const once = kind === 'opened' ? alert : point.event;
    const about = facts.get(alert);
    if (found.has(once) || point.observation === null || about === undefined) return [];
    found.add(once);
    return [{ kind, observation: point.observation, facts: about }];
  });
}

// Further events of an order of rules, or of a value that is cited, add nothing: which of them were delivered before is not stored.
function kindOf(point: Point, alert: BucketAlert, rule: Correlation): Finding['kind'] | null {
  if (alert.senders.has(point.event)) return 'opened';
  if (rule.type === 'temporal' || rule.type === 'temporal_ordered') return null;
  return alert.values.has(citedValue(point, rule)) ? null : 'continued';
}

function isChanged(before: Bucket, after: Bucket): boolean {
  if (before.alerts.length !== after.alerts.length) return true;
  return after.points.some(({ stored }) => !stored) || before.points.length !== after.points.length;
}

function writeOf(unit: Unit, bucket: Bucket, nowMs: number): StoredWrite {
  const { timespanMs } = unit.rule;
  const endMs = (bucket.number + 1) * timespanMs;
  return {
    key: bucketKey(unit, bucket.number),
    value: encodeBucket(bucket, unit.rule),
    keepUntilMs: keptUntilMs(nowMs, endMs, timespanMs),
  };
}
