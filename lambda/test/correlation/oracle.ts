// The oracle: judges what correlations sent about a history, by the five invariants. It sorts all events by time and tries everything,
// and shares no code with the algorithm. docs/adr/0099-a-correlation-alert-owns-an-interval.md

import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { judgeFirstSeen } from './first-seen-oracle.ts';

/** A notice that was sent: once for each id. */
export interface Sent {
  readonly kind: 'opened' | 'continued';
  readonly eventId: string;
  readonly timeMs: number;
  readonly value: string | null;
  readonly facts: CorrelationFacts;
}

export interface PlayedHistory {
  readonly rule: Correlation;
  /** Each event once. All were delivered, and acknowledged in the end. */
  readonly events: readonly Observation[];
  readonly sent: readonly Sent[];
  /** What was sent when everything was delivered again after that, or sent with other facts than before. */
  readonly repeated: readonly string[];
  /** For each event id: when it was delivered for the first time and acknowledged for the first time, in steps. */
  readonly delivered: ReadonlyMap<string, number>;
  readonly acknowledged: ReadonlyMap<string, number>;
}

export interface Verdict {
  readonly unsound: readonly string[];
  readonly incomplete: readonly string[];
  readonly overlapping: readonly string[];
  readonly repeated: readonly string[];
}

export const FLAWLESS: Verdict = { unsound: [], incomplete: [], overlapping: [], repeated: [] };

/** What is wrong with a history. */
export function judge(history: PlayedHistory): Verdict {
  const groups = [...new Set(history.events.map(({ group }) => group.join()))];
  const verdicts = groups.map((group) => judgeGroup(ofGroup(history, group)));
  return {
    unsound: verdicts.flatMap(({ unsound }) => unsound),
    incomplete: verdicts.flatMap(({ incomplete }) => incomplete),
    overlapping: verdicts.flatMap(({ overlapping }) => overlapping),
    repeated: history.repeated,
  };
}

const ofGroup = (history: PlayedHistory, group: string): PlayedHistory => ({
  ...history,
  events: history.events.filter((event) => event.group.join() === group),
  sent: history.sent.filter(({ facts }) => facts.group.join() === group),
});

type GroupVerdict = Omit<Verdict, 'repeated'>;

function judgeGroup(history: PlayedHistory): GroupVerdict {
  const overlapping = findOverlaps(history.sent.filter(({ kind }) => kind === 'opened'));
  if (history.rule.type === 'first_seen') return { ...judgeFirstSeen(history), overlapping };
  const opened = history.sent.filter(({ kind }) => kind === 'opened');
  return {
    unsound: [
      ...opened.flatMap((alert) => unsound(alert, history)),
      ...history.sent.flatMap((it) => strays(it, history)),
    ],
    incomplete: [...findMissed(history, opened), ...opened.flatMap((alert) => miscounted(alert, history))],
    overlapping,
  };
}

function findOverlaps(opened: readonly Sent[]): string[] {
  const intervals = opened.map(({ facts }) => facts).sort((a, b) => a.startMs - b.startMs);
  return intervals.flatMap((facts, index) => {
    const next = intervals[index + 1];
    return next !== undefined && next.startMs < facts.endMs ? [`${facts.startMs} and ${next.startMs}`] : [];
  });
}

/** The alert cites events of its group, in its interval, that are enough. */
function unsound({ facts }: Sent, { rule, events }: PlayedHistory): string[] {
  const { startMs, endMs, firstMs, lastMs, count } = facts;
  const cited = facts.events.map(({ eventId, feeder, timeMs }) =>
    events.find((event) => event.eventId === eventId && event.feeder === feeder && event.timeMs === timeMs),
  );
  const known = cited.filter((event) => event !== undefined);
  const isWhole = count <= facts.events.length;
  const complaints = {
    'cites an event that did not happen': known.length < cited.length,
    'cites an event outside of its interval': known.some(({ timeMs }) => timeMs < startMs || timeMs >= endMs),
    'has an interval of another length': endMs - startMs !== rule.timespanMs,
    'spans too long a time': lastMs - firstMs >= rule.timespanMs || firstMs < startMs || lastMs >= endMs,
    'counts too few': count < rule.gte,
    'cites too few': isWhole && !isEnough(known, rule),
  };
  return Object.entries(complaints).flatMap(([complaint, applies]) => (applies ? [`${startMs} ${complaint}`] : []));
}

/** What was sent belongs to an alert that was sent, or will be when its own events are delivered. */
function strays({ kind, eventId, timeMs, facts }: Sent, { sent }: PlayedHistory): string[] {
  const opened = sent.filter((other) => other.kind === 'opened' && other.facts.startMs === facts.startMs);
  const isCited = kind === 'continued' && facts.events.some((cited) => cited.eventId === eventId);
  return [
    ...(opened.length === 1 ? [] : [`${eventId} belongs to ${opened.length} alerts`]),
    ...(timeMs >= facts.startMs && timeMs < facts.endMs ? [] : [`${eventId} is outside of ${facts.startMs}`]),
    ...(isCited ? [`${eventId} is cited and counted again`] : []),
  ];
}

/** Counts are exact: what an alert cites and what continued it is what happened in its interval. */
function miscounted({ facts }: Sent, { rule, events, sent }: PlayedHistory): string[] {
  const { startMs, endMs, count } = facts;
  const inside = events.filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs);
  const continued = sent.filter((one) => one.kind === 'continued' && one.facts.startMs === startMs);
  const total = (all: readonly { eventId: string; value: string | null }[]): number =>
    new Set(all.map(({ eventId, value }) => (rule.type === 'value_count' ? value : eventId))).size;
  if (rule.type === 'temporal' || rule.type === 'temporal_ordered') {
    return continued.length === 0 ? [] : [`${startMs} continues`];
  }
  const sum = count + total(continued);
  return sum === total(inside) ? [] : [`${startMs} counts ${count} + ${total(continued)} of ${total(inside)}`];
}

/** Where an interval of the timespan's length holds enough events, but no alert overlaps it. */
function findMissed({ rule, events }: PlayedHistory, opened: readonly Sent[]): string[] {
  const sorted = [...events].sort((a, b) => a.timeMs - b.timeMs);
  return sorted.flatMap(({ timeMs: firstMs }) =>
    sorted.flatMap(({ timeMs: lastMs }) => {
      if (lastMs < firstMs || lastMs - firstMs >= rule.timespanMs) return [];
      const inside = sorted.filter(({ timeMs }) => timeMs >= firstMs && timeMs <= lastMs);
      const isMissed = isEnough(inside, rule) && hasRoom(firstMs, lastMs, opened, rule);
      return isMissed ? [`${firstMs} to ${lastMs} has no alert`] : [];
    }),
  );
}

/** Whether some interval of the timespan's length contains both times, and overlaps no alert. */
function hasRoom(firstMs: number, lastMs: number, opened: readonly Sent[], { timespanMs }: Correlation): boolean {
  const starts = [lastMs - timespanMs + 1, firstMs, ...opened.map(({ facts }) => facts.endMs)].filter(
    (startMs) => startMs <= firstMs && startMs + timespanMs > lastMs,
  );
  return starts.some((startMs) =>
    opened.every(({ facts }) => facts.endMs <= startMs || facts.startMs >= startMs + timespanMs),
  );
}

/** Whether events are enough for an alert, wherever they lie. */
function isEnough(events: readonly Observation[], rule: Correlation): boolean {
  switch (rule.type) {
    case 'temporal_ordered':
      return isInOrder(events, rule.rules ?? [], Number.NEGATIVE_INFINITY);
    case 'temporal':
      return new Set(events.map(({ feeder }) => feeder)).size >= rule.gte;
    case 'value_count':
      return new Set(events.map(({ value }) => value)).size >= rule.gte;
    default:
      return new Set(events.map(({ eventId }) => eventId)).size >= rule.gte;
  }
}

function isInOrder(events: readonly Observation[], rules: readonly string[], fromMs: number): boolean {
  const [first, ...others] = rules;
  if (first === undefined) return true;
  return events.some(
    ({ eventId, feeder, timeMs }) =>
      feeder === first &&
      timeMs >= fromMs &&
      isInOrder(
        events.filter((event) => event.eventId !== eventId),
        others,
        timeMs,
      ),
  );
}
