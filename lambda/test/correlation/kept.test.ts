// Until when stored values are kept: one that expires too early makes an alert repeat, or hides it.

import { describe, expect, it } from 'vitest';
import { decideUnit } from '../../src/core/correlation/decide-unit.ts';
import { planUnits } from '../../src/core/correlation/unit.ts';
import { anEvent, aRule, MINUTE, observe } from './observe.ts';

const DAY = 24 * 60 * MINUTE;

/** What is kept after one event, by the last part of its key: minutes. */
function keptAfter(rule: ReturnType<typeof aRule>, eventMinute: number, nowMinute: number): Record<string, number> {
  const units = planUnits([anEvent(1, eventMinute * MINUTE)], new Map([['v1', rule]]));
  const writes = units.flatMap((unit) => decideUnit(unit, new Map(), nowMinute * MINUTE).writes);
  return Object.fromEntries(writes.map(({ key, keepUntilMs }) => [key.split('#').at(-1), keepUntilMs / MINUTE]));
}

describe('a bucket of ten minutes', () => {
  const LATE = 14 * 24 * 60;

  it.each([
    ['after it has ended', 25, 1_000, { 2: 1_000 + 10 + LATE }],
    ['before it has ended', 25, 26, { 2: 30 + 10 + LATE }],
    ['if the clock is behind the event', 25, 0, { 2: 30 + 10 + LATE }],
  ])('is kept for the timespan and 14 days %s', (_, event, now, kept) => {
    expect(keptAfter(aRule(), event, now)).toEqual(kept);
  });
});

describe('what first_seen saw', () => {
  const rule = aRule({ type: 'first_seen', timespanMs: 2 * DAY, gte: 1 });
  const [TWO_DAYS, LATE, TEN_YEARS] = [2 * 24 * 60, 14 * 24 * 60, 3_650 * 24 * 60];

  it.each([
    ['after the event', 100, 5_000, { seen: 5_000 + TWO_DAYS + LATE, learning: 5_000 + TEN_YEARS }],
    ['before the event', 5_000, 100, { seen: 5_000 + TWO_DAYS + LATE, learning: 100 + TEN_YEARS }],
  ])('is kept for the timespan and 14 days, and since when it records for ten years: %s', (_, event, now, kept) => {
    expect(keptAfter(rule, event, now)).toEqual(kept);
  });
});

describe('events of the same time', () => {
  const permutations = <T>(all: readonly T[]): T[][] =>
    all.length < 2
      ? [[...all]]
      : all.flatMap((one) => permutations(all.filter((other) => other !== one)).map((rest) => [one, ...rest]));

  it.each([
    ['event_count', null],
    ['value_count', null],
    ['temporal', ['a', 'b', 'c', 'd']],
    ['temporal_ordered', ['a', 'b', 'c', 'd']],
    ['first_seen', null],
  ] as const)('are decided in the same way in whatever order they arrive together: %s', (type, rules) => {
    const rule = aRule({ type, rules, gte: rules === null ? 3 : 4 });
    const events = [3, 1, 4, 2].map((event) =>
      anEvent(event, 5 * MINUTE, {
        feeder: rules?.[event - 1] ?? 'denied-burst',
        value: type === 'value_count' ? `${(event * 7) % 5}` : null,
      }),
    );
    const outcomes = permutations(events).map((all) => {
      const store = new Map<string, string>();
      const findings = observe(store, rule, all).flatMap((decision) => decision.findings);
      expect(findings.length).toBeGreaterThan(0);
      return JSON.stringify([findings, [...store]]);
    });
    expect(new Set(outcomes).size).toBe(1);
  });
});
