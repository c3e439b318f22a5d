// What a history of correlations shows at its destinations, put into the form that the oracle of core judges, rule by rule.

import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import { groupKey } from '../../src/core/correlation/keys.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import type { CorrelationRule } from '../../src/core/rules/rule-set.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { judge, type PlayedHistory, type Sent, type Verdict } from '../correlation/oracle.ts';
import type { CorrelationEvents } from './correlation-events.ts';

export interface CorrelationEvidence {
  readonly events: CorrelationEvents;
  /** Alerts that were posted, by notice id. */
  readonly opened: ReadonlyMap<string, CorrelationFacts>;
  /** Ids of all notices that were settled. */
  readonly settled: ReadonlySet<string>;
  readonly delivered: ReadonlyMap<string, number>;
  readonly acknowledged: ReadonlyMap<string, number>;
}

/** The facts of a notice about a correlation alert; null for any other notice. */
export function factsOf(notice: Notice): CorrelationFacts | null {
  return notice.kind === 'alert' && notice.alert.continued !== true ? (notice.alert.correlation ?? null) : null;
}

/** What is wrong, by rule, according to the oracle. */
export function judgeCorrelations(evidence: CorrelationEvidence): Omit<Verdict, 'repeated'> {
  const verdicts = evidence.events.ruleSet.correlations.map((rule) => {
    const found = judge(playedHistory(rule, evidence));
    const named = (complaints: readonly string[]) => complaints.map((complaint) => `${rule.rule.name}: ${complaint}`);
    return {
      unsound: named(found.unsound),
      incomplete: named(found.incomplete),
      overlapping: named(found.overlapping),
    };
  });
  return {
    unsound: verdicts.flatMap(({ unsound }) => unsound),
    incomplete: verdicts.flatMap(({ incomplete }) => incomplete),
    overlapping: verdicts.flatMap(({ overlapping }) => overlapping),
  };
}

function playedHistory(
  { rule, correlation, definition }: CorrelationRule,
  evidence: CorrelationEvidence,
): PlayedHistory {
  const events = observationsOf(definition, evidence);
  const groups = new Map(
    events.map((event) => [groupKey({ correlation: rule.name, definition, group: event.group }), event.group]),
  );
  return {
    rule: correlation,
    events,
    sent: [...groups.keys()].flatMap((key) => sentOf(key, correlation, events, evidence)),
    repeated: [],
    delivered: evidence.delivered,
    acknowledged: evidence.acknowledged,
  };
}

// What the records feed, and what the alerts of other correlations do.
function observationsOf(definition: string, { events, opened }: CorrelationEvidence): Observation[] {
  const { ruleSet, records } = events;
  const all = [...records.values()].flat().flatMap((record) => ruleSet.decide(record).observations);
  const found = all.flatMap((observation) => {
    const facts = [...opened].filter(([id]) => id.startsWith(`${groupKey(observation)}#`)).map(([, one]) => one);
    return facts.flatMap((one) => ruleSet.observeFinding({ kind: 'opened', observation, facts: one }));
  });
  const unique = new Map<string, Observation>();
  for (const one of [...all, ...found].filter((observation) => observation.definition === definition))
    unique.set(`${one.eventId}\n${one.feeder}`, one);
  return [...unique.values()];
}

function sentOf(key: string, rule: Correlation, events: readonly Observation[], evidence: CorrelationEvidence): Sent[] {
  const opened = [...evidence.opened].filter(([id]) => id.startsWith(`${key}#`));
  const continued = [...evidence.settled].flatMap((id): Sent[] => {
    const [startMs, eventId] = id.startsWith(`${key}#`) ? id.slice(key.length + 1).split('#') : [];
    const event = events.find((one) => one.eventId === eventId);
    if (startMs === undefined || event === undefined) return [];
    const facts = evidence.opened.get(`${key}#${startMs}`) ?? unknownAlert(Number(startMs), rule, event);
    return [{ kind: 'continued', eventId: event.eventId, timeMs: event.timeMs, value: event.value, facts }];
  });
  return [
    ...opened.map(([, facts]): Sent => {
      const { eventId = '', timeMs = Number.NaN } = facts.events[0] ?? {};
      return { kind: 'opened', eventId, timeMs, value: null, facts };
    }),
    ...continued,
  ];
}

// An alert that was never posted although events were counted for it; the oracle complains about it.
function unknownAlert(startMs: number, { timespanMs, groupBy, type, gte }: Correlation, { group }: Observation) {
  const times = { startMs, endMs: startMs + timespanMs, firstMs: startMs, lastMs: startMs };
  return { ...times, type, group, groupBy, gte, timespanMs, count: 0, events: [], top: [], recordedSinceMs: null };
}
