// The values of `group_by` and `field`: which expression represents them, and what happens if it does not work.

import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/correlation/finding.ts';
import { expressionFor } from '../../src/core/rules/compile-correlations.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { A, aCorrelation, aRule, aRuleSet, onA, silent, TIME } from './a-correlation.ts';

describe('an alias', () => {
  it('chooses an expression for each feeding rule', () => {
    const onB = aRule('on-b', 'eventName == "B"', { generate: false });
    const aliases = { who: { 'on-a': 'userIdentity.arn', 'on-b': 'requestParameters.user' } };
    const { decide } = aRuleSet([
      onA,
      onB,
      aCorrelation('c', { rules: ['on-a', 'on-b'], groupBy: ['who', 'awsRegion'], aliases }),
    ]);
    const B = { ...A, eventName: 'B', requestParameters: { user: 'bob' } };
    expect([A, B].map((record) => decide(record).observations[0]?.group)).toEqual([
      ['arn:alice', 'eu-west-1'],
      ['bob', 'eu-west-1'],
    ]);
  });

  it.each<[string, object, (readonly (string | null)[])[]]>([
    ['groups', { groupBy: ['x'] }, [['arn:alice'], ['eu-west-1']]],
    [
      'values',
      { type: 'value_count', groupBy: [], field: 'x' },
      [['arn:alice'], ['eu-west-1']].map(([value]) => [value ?? null]),
    ],
  ])('with two %s for the same event makes two observations', (_, change, expected) => {
    const aliases = { x: { 'on-a': 'userIdentity.arn', silent: 'awsRegion' } };
    const { decide } = aRuleSet([onA, silent, aCorrelation('c', { rules: ['on-a', 'silent'], aliases, ...change })]);
    const found = decide(A).observations.map(({ group, value }) => [...group, ...(value === null ? [] : [value])]);
    expect(found).toEqual(expected);
  });

  const { correlation } = aCorrelation('c', { aliases: { who: { 'on-a': 'userAgent' } } });
  it.each([
    ['who', 'on-a', 'userAgent'],
    ['who', 'on-b', 'who'],
    ['who', 'constructor', 'who'],
    ['constructor', 'name', 'constructor'],
  ])('%s of the rule %s is %s', (written, feeder, expected) => {
    expect(correlation && expressionFor(correlation, written, feeder)).toBe(expected);
  });
});

describe('a correlation over the findings of another one', () => {
  const inner = aCorrelation('inner', { groupBy: ['userIdentity.arn', 'awsRegion'] });
  const findingOf = (rules: readonly RuleDefinition[]) => {
    const set = aRuleSet(rules);
    expect(set.failures).toEqual([]);
    const observation = set.decide(A).observations.find(({ correlation }) => correlation === 'inner');
    const facts = { startMs: TIME - 5, lastMs: TIME, events: [] };
    return set.observeFinding({ kind: 'opened', observation, facts } as unknown as Finding);
  };

  it('counts values of its group, by other values of its group', () => {
    const outer = aCorrelation('outer', {
      ...{ rules: ['inner'], type: 'value_count', groupBy: ['awsRegion'], field: 'userIdentity.arn' },
    });
    expect(findingOf([inner, outer])).toMatchObject([
      { group: ['eu-west-1'], value: 'arn:alice', detail: { region: 'eu-west-1' } },
    ]);
  });
});

describe('a value that cannot be used', () => {
  const bad = { expression: 'f(', ignoreRule: false, code: 'syntax_error', message: expect.stringContaining('`(`') };
  it.each<[string, readonly RuleDefinition[], readonly object[]]>([
    ['of group_by', [aCorrelation('c', { groupBy: ['f('] })], [{ ...bad, ruleName: 'c' }]],
    [
      'of group_by next to a field',
      [aCorrelation('c', { type: 'value_count', groupBy: ['f('], field: 'awsRegion' })],
      [{ ...bad, ruleName: 'c' }],
    ],
    [
      'of a correlation that does not compile, which is reported once',
      [aCorrelation('c', { groupBy: ['f('] }, { expression: 'g(' })],
      [{ ...bad, expression: 'g(', ruleName: 'c' }],
    ],
    [
      'because the rule that feeds it does not exist',
      [aCorrelation('c', { rules: ['gone'] })],
      [
        {
          ...{ ruleName: 'c', expression: '', ignoreRule: false, code: 'unknown_rule' },
          message:
            '`rules` names "gone", and there is no such rule; add the rule, or turn on the pack that contains it',
        },
      ],
    ],
    ['unless it only causes a warning', [aCorrelation('c', { groupBy: ['lower(event["userAgnt"])'] })], []],
  ])('%s', (_, rules, failures) => {
    expect(aRuleSet(rules).failures).toEqual(failures);
  });

  it('in a record fails with its reason', () => {
    const { failures } = aRuleSet([aCorrelation('c', { groupBy: ['event["userAgent"]'] })]).decide(A);
    expect(failures).toEqual([
      {
        ...{ ruleName: 'c', expression: 'event["userAgent"]', ignoreRule: false, code: 'missing_field' },
        message: 'the event has no field "userAgent"',
      },
    ]);
  });
});
