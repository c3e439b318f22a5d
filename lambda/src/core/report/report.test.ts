import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { type AlertFacts, factsOf, type IgnoredFacts, TEXT_MAX } from './facts.ts';
import { createReport, FURTHER, REPORT_LIMITS } from './report.ts';
import type { TopValues } from './value-counts.ts';

const NOWHERE = {
  timeMs: 0,
  identity: 'alice',
  event: 'iam CreateUser',
  account: '1',
  region: 'eu-west-1',
  address: '',
};
const alert = (rules: [name: string, severity: Severity][], more: object = {}): AlertFacts => ({
  ...NOWHERE,
  rules: rules.map(([name, severity]) => ({ name, severity })),
  ...more,
});
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
const total = ({ top, rest }: TopValues) => sum(top.map(({ count }) => count)) + rest;

function reportOf(alerts: readonly AlertFacts[], ignored: readonly IgnoredFacts[] = []) {
  const report = createReport();
  for (const one of alerts) report.addAlert(one);
  for (const one of ignored) report.addIgnored(one);
  return report.data();
}

describe('a report', () => {
  it('counts an alert for every rule that matches it, and its name for the first', () => {
    const { rules } = reportOf([
      alert([
        ['a', 'high'],
        ['b', 'low'],
      ]),
      alert([['b', 'low']]),
    ]);
    expect(rules.map(({ name, alerts, named }) => [name, alerts, named])).toEqual([
      ['b', 2, 1],
      ['a', 1, 1],
    ]);
  });

  it('counts an alert once for rules that share a name, and shows the most severe', () => {
    const { rules } = reportOf([
      alert([
        ['a', 'medium'],
        ['a', 'low'],
      ]),
      alert([['a', 'critical']]),
    ]);
    expect(rules.map(({ name, alerts, severity }) => [name, alerts, severity])).toEqual([['a', 2, 'critical']]);
  });

  it('shows for a rule whose alerts they are', () => {
    const report = reportOf([
      alert([['a', 'low']]),
      alert([['a', 'low']], { identity: 'bob' }),
      alert([['a', 'low']], { identity: 'bob' }),
      alert([['b', 'low']], { identity: 'carol' }),
    ]);
    expect(report.rules[0]?.dimensions.identity.top).toEqual([
      { value: 'bob', count: 2 },
      { value: 'alice', count: 1 },
    ]);
    expect(report.dimensions.identity.top).toHaveLength(3);
  });

  it('shows what each ignore rule silenced', () => {
    const ignored = { ...NOWHERE, ignoreRule: 1, rules: ['a', 'b'] };
    const { ignoreRules } = reportOf([], [ignored, { ...ignored, rules: [] }, { ...ignored, ignoreRule: 0 }]);
    expect(ignoreRules.map(({ ignoreRule, records, rules }) => [ignoreRule, records, rules.top])).toEqual([
      [
        0,
        1,
        [
          { value: 'a', count: 1 },
          { value: 'b', count: 1 },
        ],
      ],
      [
        1,
        2,
        [
          { value: 'a', count: 1 },
          { value: 'b', count: 1 },
        ],
      ],
    ]);
  });

  it('counts rules beyond the limit together', () => {
    const names = Array.from({ length: REPORT_LIMITS.rules + 3 }, (_, index) => `rule-${index}`);
    const data = reportOf(names.map((name) => alert([[name, 'low']])));
    expect(data.rules).toHaveLength(REPORT_LIMITS.rules);
    expect(data.furtherRules).toEqual({ rules: 3, named: 3 });
    expect(data.series.at(-1)).toEqual({ rule: FURTHER, severity: 'low' });
  });

  it('keeps its size at a bound, however many different values there are', () => {
    const report = createReport();
    for (let index = 0; index < 100_000; index++) {
      report.addAlert({
        ...alert([[`rule-${index % 1_000}`, 'low']]),
        timeMs: index * 10_000_000_000,
        identity: `user-${index}`,
        event: `event-${index}`,
        account: String(index),
        region: `region-${index}`,
        address: `address-${index}`,
      });
    }
    const data = report.data();
    expect(data.dimensions.identity).toMatchObject({ more: true, rest: 100_000 - REPORT_LIMITS.top });
    expect(data.timeline.intervals.length).toBeLessThanOrEqual(REPORT_LIMITS.intervals);
    expect(JSON.stringify(data).length).toBeLessThan(3_000_000);
  });

  it('has sums that add up to the alerts, whatever they are', () => {
    const texts = fc.constantFrom('', 'a', 'b', 'c', '__proto__', 'constructor');
    const rule = fc.record({ name: texts, severity: fc.constantFrom(...SEVERITIES) });
    const facts = { identity: texts, event: texts, account: texts, region: texts, address: texts };
    const timeMs = fc.oneof(fc.constant(null), fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.nat(10_000_000));
    const alerts = fc.array(fc.record({ ...facts, timeMs, rules: fc.array(rule, { minLength: 1, maxLength: 4 }) }));
    const ignored = fc.array(fc.record({ ...facts, timeMs, rules: fc.uniqueArray(texts), ignoreRule: fc.nat(3) }));
    fc.assert(
      fc.property(alerts, ignored, (found, silenced) => {
        const data = reportOf(found, silenced);
        const counts = data.timeline.series.flatMap((series) => series.counts.map(([, count]) => count));
        expect([
          data.alerts,
          sum(Object.values(data.bySeverity)),
          sum(data.rules.map(({ named }) => named)) + data.furtherRules.named,
          sum(counts) + data.withoutTime,
          ...Object.values(data.dimensions).map(total),
        ]).toEqual(Array(9).fill(found.length));
        for (const { name, alerts: count, dimensions } of data.rules) {
          expect(count).toBe(found.filter(({ rules }) => rules.some((one) => one.name === name)).length);
          expect(Object.values(dimensions).map(total)).toEqual(Array(5).fill(count));
        }
        expect([data.ignored, sum(data.ignoreRules.map(({ records }) => records))]).toEqual(
          Array(2).fill(silenced.length),
        );
      }),
    );
  });
});

describe('the facts of a record', () => {
  it('are short texts without invisible characters', () => {
    const facts = factsOf({ eventName: `A\u202e${'x'.repeat(10_000)}`, eventSource: 's3.amazonaws.com' }, null);
    expect(facts.event).toHaveLength(TEXT_MAX);
    expect(facts.event).toMatch(/^s3 A\\u202ex+…$/);
  });

  it('are empty where a record has no such value', () => {
    expect(factsOf({ eventName: 7, userIdentity: [], eventTime: 'yesterday' }, null)).toEqual({
      timeMs: null,
      identity: 'an unknown caller',
      event: '',
      account: '',
      region: '',
      address: '',
    });
  });

  it('name the role of an identity', () => {
    const userIdentity = { type: 'AssumedRole', arn: 'arn:aws:sts::111111111111:assumed-role/deploy/ci' };
    expect(factsOf({ userIdentity }, null).identity).toBe('ci (deploy)');
  });
});
