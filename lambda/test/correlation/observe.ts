// Builders for tests of correlations: rules, observations, and a store that keeps what a decision writes.

import type { Correlation } from '../../src/core/correlation/correlation.ts';
import { decideUnit } from '../../src/core/correlation/decide-unit.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { planUnits } from '../../src/core/correlation/unit.ts';
import type { UnitDecision } from '../../src/core/correlation/unit-decision.ts';

export const MINUTE = 60_000;

/** A rule that fires on three events within ten minutes, unless changed. */
export const aRule = (change: Partial<Correlation> = {}): Correlation => ({
  type: 'event_count',
  rules: null,
  groupBy: ['userIdentity.arn'],
  field: null,
  aliases: {},
  timespanMs: 10 * MINUTE,
  gte: 3,
  learnMs: 0,
  ...change,
});

/** The id of the event with that number. */
export const idOf = (event: number): string => `7e11d4ef-31f4-4a3c-9d1c-${String(event).padStart(12, '0')}`;

/** An event of alice, at a time in milliseconds. */
export const anEvent = (event: number, timeMs: number, change: Partial<Observation> = {}): Observation => ({
  correlation: 'denied-burst',
  definition: 'v1',
  feeder: 'denied-burst',
  group: ['arn:aws:iam::111122223333:user/alice'],
  value: null,
  timeMs,
  eventId: idOf(event),
  detail: {
    eventName: 'GetSecretValue',
    error: 'AccessDenied',
    resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
    region: 'eu-west-1',
    account: '111122223333',
  },
  ...change,
});

/** Decides observations, unit by unit, and stores what the decisions write. */
export function observe(
  store: Map<string, string>,
  rule: Correlation,
  observations: readonly Observation[],
): readonly UnitDecision[] {
  return planUnits(observations, new Map([['v1', rule]])).map((unit) => {
    const decision = decideUnit(unit, store, 0);
    for (const { key, value } of decision.writes) store.set(key, value);
    return decision;
  });
}
