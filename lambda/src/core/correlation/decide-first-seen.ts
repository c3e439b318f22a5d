// Decides the observations of a group for `first_seen`: an event alerts if the values of its group were not seen within the timespan
// before or after it, and the rule has learned long enough.

import type { BucketAlert } from './bucket.ts';
import { factsOf, summarize } from './facts.ts';
import type { Finding } from './finding.ts';
import { eventName, type Point, pointsOf } from './point.ts';
import {
  decodeLearning,
  decodeSightings,
  encodeLearning,
  encodeSightings,
  isKnown,
  isRecent,
  NOTHING_SEEN,
  type Sightings,
  withinLimits,
  withSighting,
} from './sightings.ts';
import { keysOf, type Unit } from './unit.ts';
import { keptUntilMs, type StoredWrite, type UnitDecision } from './unit-decision.ts';

const LEARNING_KEPT_MS = 3_650 * 86_400_000;

/** The decision on a unit of `first_seen`: see `decideUnit`. */
export function decideFirstSeen(unit: Unit, stored: ReadonlyMap<string, string>, nowMs: number): UnitDecision {
  const [own = '', learning = ''] = keysOf(unit);
  const before = decodeSightings(stored.get(own));
  const learned = readLearning(stored.get(learning));
  const sinceMs = learned ?? unit.observations[0]?.timeMs ?? nowMs;
  const { sightings, findings } = observeAll(unit, before ?? NOTHING_SEEN, sinceMs);
  const writes: StoredWrite[] = [];
  if (sightings !== before) writes.push(writeOf(unit, own, sightings, nowMs));
  if (learned === null) {
    writes.push({ key: learning, value: encodeLearning(sinceMs), keepUntilMs: nowMs + LEARNING_KEPT_MS });
  }
  return {
    ...{ findings, writes },
    needs: learned === null ? 'all' : 'own',
    unreadable: [...(before === null ? [own] : []), ...(learned === null && stored.has(learning) ? [learning] : [])],
  };
}

/**
 * Whether all observations of a unit of `first_seen` were seen, by what was stored of its group at any time since: then there is nothing
 * to read or to decide. For a cache of what was last read or written.
 */
export function isSeen(unit: Unit, stored: string): boolean {
  const sightings = decodeSightings(stored);
  if (sightings === null) return false;
  const { spans, alerted } = sightings;
  return unit.observations.every(
    ({ timeMs, eventId }) => isKnown(spans, timeMs, unit.rule) && !alerted.has(eventName(eventId)),
  );
}

const readLearning = (text: string | undefined): number | null => (text === undefined ? null : decodeLearning(text));

function observeAll(unit: Unit, before: Sightings, sinceMs: number): { sightings: Sightings; findings: Finding[] } {
  const { rule } = unit;
  const findings: Finding[] = [];
  let sightings = before;
  for (const point of pointsOf(unit.observations, rule)) {
    const { spans, alerted, droppedMs } = sightings;
    const isLearning = rule.learnMs > 0 && point.timeMs < sinceMs + rule.learnMs;
    const isSilent = isLearning || point.timeMs <= (droppedMs ?? Number.NEGATIVE_INFINITY);
    const alerts = !isSilent && !isRecent(spans, point.timeMs, rule);
    if (alerts || alerted.has(point.event)) findings.push(findingOf(unit, point, sinceMs));
    if (isKnown(spans, point.timeMs, rule)) continue;
    sightings = withinLimits(
      {
        spans: withSighting(spans, point.timeMs, rule),
        alerted: alerts ? new Map(alerted).set(point.event, point.timeMs) : alerted,
        droppedMs,
      },
      rule,
    );
  }
  return { sightings, findings };
}

function findingOf(unit: Unit, point: Point, sinceMs: number): Finding {
  const { observation, timeMs } = point;
  if (observation === null) throw new Error('a point in hand has an observation');
  const alert: BucketAlert = {
    startMs: timeMs,
    ...{ values: new Set<string>(), senders: new Set<string>() },
    summary: summarize([point], unit.rule),
  };
  return { kind: 'opened', observation, facts: { ...factsOf(unit, alert), recordedSinceMs: sinceMs } };
}

function writeOf({ rule }: Unit, key: string, sightings: Sightings, nowMs: number): StoredWrite {
  const endMs = sightings.spans.at(-1)?.toMs ?? nowMs;
  const keepUntilMs = keptUntilMs(nowMs, endMs, rule.timespanMs);
  return { key, value: encodeSightings(sightings), keepUntilMs };
}
