// Sabotage: ways to break the algorithm or the protocol around it, to prove that the histories and the oracle detect them.

import type { CorrelationType } from '../../src/core/correlation/correlation.ts';
import { keysOf, type Unit } from '../../src/core/correlation/unit.ts';
import type { UnitDecision } from '../../src/core/correlation/unit-decision.ts';
import type { Verdict } from './oracle.ts';
import type { Sabotage } from './play.ts';

interface Case {
  readonly title: string;
  readonly type: CorrelationType;
  readonly expected: keyof Verdict;
  readonly sabotage: Sabotage;
}

const onlyOwn = ({ writes, ...decision }: UnitDecision, unit: Unit): UnitDecision => ({
  ...decision,
  writes: writes.filter(({ key }) => key === keysOf(unit)[0]),
});

export const SABOTAGE: readonly Case[] = [
  {
    title: 'neighbors are not read again',
    type: 'event_count',
    expected: 'incomplete',
    sabotage: { neighborsUnchecked: true },
  },
  {
    title: 'windows end with their bucket',
    type: 'event_count',
    expected: 'incomplete',
    sabotage: {
      stored: (unit, stored) => new Map([...stored].filter(([key]) => key === keysOf(unit)[0])),
      decision: onlyOwn,
    },
  },
  {
    title: 'commits ignore conflicts',
    type: 'event_count',
    expected: 'overlapping',
    sabotage: { conflictsIgnored: true },
  },
  {
    title: 'an alert expects only its own bucket unchanged',
    type: 'event_count',
    expected: 'overlapping',
    sabotage: { ownVersionOnly: true },
  },
  {
    title: 'an alert is stored in one bucket only',
    type: 'value_count',
    expected: 'overlapping',
    sabotage: { decision: onlyOwn },
  },
  {
    title: 'an alert that was lost in a crash is not found again',
    type: 'event_count',
    expected: 'incomplete',
    sabotage: {
      decision: ({ findings, ...decision }) => ({
        ...decision,
        findings: decision.writes.length === 0 ? [] : findings,
      }),
    },
  },
  {
    title: 'each delivery of an event counts',
    type: 'event_count',
    expected: 'unsound',
    sabotage: {
      observation: (observation, delivery) => ({ ...observation, eventId: `${observation.eventId}-${delivery}` }),
    },
  },
  {
    title: 'a known event continues its alert',
    type: 'event_count',
    expected: 'repeated',
    sabotage: {
      decision: ({ findings, ...decision }, { observations }) => ({
        ...decision,
        findings: findings.flatMap((finding) => [
          finding,
          ...observations.map((observation) => ({ ...finding, kind: 'continued' as const, observation })),
        ]),
      }),
    },
  },
  {
    title: 'windows are closed',
    type: 'event_count',
    expected: 'unsound',
    sabotage: { rule: (rule) => ({ ...rule, timespanMs: rule.timespanMs + 1 }) },
  },
  {
    title: 'time is that of arrival',
    type: 'event_count',
    expected: 'unsound',
    sabotage: { observation: (observation, delivery) => ({ ...observation, timeMs: delivery }) },
  },
  {
    title: 'one less is enough',
    type: 'value_count',
    expected: 'unsound',
    sabotage: { rule: (rule) => ({ ...rule, gte: Math.max(1, rule.gte - 1) }) },
  },
  {
    title: 'the order does not matter',
    type: 'temporal_ordered',
    expected: 'unsound',
    sabotage: { rule: (rule) => ({ ...rule, type: 'temporal' }) },
  },
  {
    title: 'learning is ignored',
    type: 'first_seen',
    expected: 'unsound',
    sabotage: { rule: (rule) => ({ ...rule, learnMs: 0 }) },
  },
  {
    title: 'sightings are not stored',
    type: 'first_seen',
    expected: 'unsound',
    sabotage: { stored: () => new Map() },
  },
  {
    title: 'first sightings are not found again',
    type: 'first_seen',
    expected: 'incomplete',
    sabotage: {
      decision: ({ findings, ...decision }) => ({
        ...decision,
        findings: decision.writes.length === 0 ? [] : findings,
      }),
    },
  },
];
