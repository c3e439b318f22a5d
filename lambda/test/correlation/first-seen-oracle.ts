// The oracle of `first_seen`: see ./oracle.ts.

import type { Observation } from '../../src/core/correlation/observation.ts';
import type { PlayedHistory, Verdict } from './oracle.ts';

/** What is wrong with the alerts of a group. */
export function judgeFirstSeen(history: PlayedHistory): Pick<Verdict, 'unsound' | 'incomplete'> {
  return { unsound: findUnsound(history), incomplete: findMissed(history) };
}

/** Alerts while the rule learns, and alerts for what was seen within the timespan. */
function findUnsound({ rule, events, sent, delivered, acknowledged }: PlayedHistory): string[] {
  return sent.flatMap(({ eventId, timeMs, facts }) => {
    const sinceMs = facts.recordedSinceMs ?? Number.NaN;
    const startedAt = delivered.get(eventId) ?? 0;
    const known = events.filter(
      (event) =>
        event.eventId !== eventId &&
        Math.abs(event.timeMs - timeMs) <= rule.timespanMs &&
        (acknowledged.get(event.eventId) ?? Number.POSITIVE_INFINITY) < startedAt,
    );
    return [
      ...(rule.learnMs > 0 && !(timeMs >= sinceMs + rule.learnMs) ? [`${eventId} alerts while learning`] : []),
      ...known.map((event) => `${eventId} alerts, but ${event.eventId} was seen`),
    ];
  });
}

/** Events that nothing was near, by more than the granularity, and that are not part of an alert. */
function findMissed({ rule, events, sent }: PlayedHistory): string[] {
  const near = rule.timespanMs + Math.floor(rule.timespanMs / 64);
  const sinceMs = sent[0]?.facts.recordedSinceMs ?? Math.max(...events.map(({ timeMs }) => timeMs));
  const learnedMs = rule.learnMs === 0 ? Number.NEGATIVE_INFINITY : sinceMs + rule.learnMs;
  return clusters(events, near).flatMap((cluster) => {
    if (cluster.some(({ timeMs }) => timeMs < learnedMs)) return [];
    const alerts = sent.filter(({ eventId }) => cluster.some((event) => event.eventId === eventId));
    return alerts.length > 0 ? [] : [`nothing alerts from ${cluster[0]?.timeMs} to ${cluster.at(-1)?.timeMs}`];
  });
}

/** Events in order of time, cut where nothing happened for longer than `near`. */
function clusters(events: readonly Observation[], near: number): Observation[][] {
  const found: Observation[][] = [];
  for (const event of [...events].sort((a, b) => a.timeMs - b.timeMs)) {
    const last = found.at(-1);
    const isNear = event.timeMs - (last?.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY) <= near;
    if (last !== undefined && isNear) last.push(event);
    else found.push([event]);
  }
  return found;
}
