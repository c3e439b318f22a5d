import { describe, expect, it } from 'vitest';
import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { Finding } from '../../src/core/correlation/finding.ts';
import { groupKey } from '../../src/core/correlation/keys.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { MOST_CORRELATIONS } from '../../src/core/rules/resolve-correlations.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import type { RuleSetDefinition } from '../../src/core/rules/rule-set.ts';
import { A, aCorrelation, aRule, aRuleSet, onA, silent, TIME } from './a-correlation.ts';

describe('a record', () => {
  const burst = aCorrelation('burst', {});
  it.each<
    [string, readonly RuleDefinition[], Partial<RuleSetDefinition>, string, readonly string[], readonly string[]]
  >([
    ['is observed by a correlation', [burst], {}, 'observed', [], ['burst<-burst']],
    ['is an alert and observed', [burst, onA], {}, 'alert', ['on-a'], ['burst<-burst']],
    [
      'feeds by a rule that alerts too',
      [aCorrelation('c', { rules: ['on-a'] }), onA],
      {},
      'alert',
      ['on-a'],
      ['c<-on-a'],
    ],
    [
      'feeds by a rule that does not alert',
      [aCorrelation('c', { rules: ['silent'] }), silent],
      {},
      'observed',
      [],
      ['c<-silent'],
    ],
    ['is unmatched by a rule that feeds nothing', [silent], {}, 'unmatched', [], []],
    ['feeds nothing if an ignore rule matches', [burst], { ignoreRules: [onA] }, 'ignored', [], []],
    [
      'feeds several correlations',
      [burst, aCorrelation('c', { rules: ['on-a'] }), onA],
      {},
      'alert',
      ['on-a'],
      ['burst<-burst', 'c<-on-a'],
    ],
    [
      'is counted once if it matches two feeding rules of a count',
      [aCorrelation('c', { rules: ['on-a', 'silent'] }), onA, silent],
      {},
      'alert',
      ['on-a'],
      ['c<-silent'],
    ],
    [
      'feeds a temporal correlation by each rule',
      [aCorrelation('c', { type: 'temporal', rules: ['on-a', 'silent'] }), onA, silent],
      {},
      'alert',
      ['on-a'],
      ['c<-on-a', 'c<-silent'],
    ],
  ])('%s', (_, rules, parts, outcome, names, fed) => {
    const decision = aRuleSet(rules, parts).decide(A);
    expect(decision.outcome).toBe(outcome);
    expect(decision.rules.map(({ name }) => name)).toEqual(outcome === 'ignored' ? [] : names);
    expect(decision.observations.map(({ correlation, feeder }) => `${correlation}<-${feeder}`)).toEqual(fed);
    expect([decision.withoutGroup, decision.failures]).toEqual([0, []]);
  });

  it('is reduced to what a correlation needs', () => {
    const values = aCorrelation('values', {
      type: 'value_count',
      field: 'awsRegion',
      groupBy: ['userIdentity.arn', 'eventName'],
    });
    const { decide, correlations } = aRuleSet([values]);
    expect(decide(A).observations).toEqual([
      {
        ...{ correlation: 'values', definition: correlations[0]?.definition, feeder: 'values' },
        ...{ group: ['arn:alice', 'A'], value: 'eu-west-1', timeMs: TIME, eventId: 'e1' },
        detail: {
          eventName: 'A',
          error: 'AccessDenied',
          resource: 'logs',
          region: 'eu-west-1',
          account: '111122223333',
        },
      },
    ]);
  });

  it.each([
    ['its error code', { errorMessage: 'No.' }, 'AccessDenied'],
    ['its error message if it has no code', { errorCode: null, errorMessage: 'No.' }, 'No.'],
    [
      'that a sign-in failed',
      { errorCode: null, eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } },
      'failed',
    ],
  ])('is observed with %s', (_, fields, error) => {
    const { decide } = aRuleSet([aCorrelation('c', {}, { expression: 'true' })]);
    expect(decide({ ...A, ...fields }).observations[0]?.detail.error).toBe(error);
  });

  it.each<[string, Partial<Correlation>, object, number]>([
    ['has no value for a group', {}, { userIdentity: {} }, 1],
    ['has no value for the field', { type: 'value_count', field: 'userAgent' }, {}, 1],
    ['has no time', {}, { eventTime: 'yesterday' }, 1],
    ['has an empty value', { groupBy: ['userAgent'] }, { userAgent: '' }, 0],
    ['belongs to the only group', { groupBy: [] }, {}, 0],
  ])('that %s feeds nothing and is counted, unless it has a group', (_, change, fields, withoutGroup) => {
    const decision = aRuleSet([aCorrelation('c', change)]).decide({ ...A, ...fields });
    expect(decision).toMatchObject({ outcome: withoutGroup === 0 ? 'observed' : 'unmatched', withoutGroup });
    expect(decision.observations).toHaveLength(1 - withoutGroup);
  });

  it('whose group cannot be evaluated feeds nothing, and the rule fails', () => {
    const decision = aRuleSet([aCorrelation('c', { groupBy: ['event["userAgent"]'] })]).decide(A);
    expect(decision).toMatchObject({ outcome: 'unmatched', withoutGroup: 0, observations: [] });
    expect(decision.failures).toMatchObject([
      { ruleName: 'c', expression: 'event["userAgent"]', code: 'missing_field', ignoreRule: false },
    ]);
  });

  it('without an id is identified by its content', () => {
    const { decide } = aRuleSet([aCorrelation('c', {})]);
    const idOf = (fields: object) => {
      const { eventID: _, ...rest } = { ...A, ...fields };
      return decide(rest).observations[0]?.eventId;
    };
    expect(idOf({})).toMatch(/^[\w-]{22}$/);
    expect(idOf({})).toBe(idOf({}));
    expect(idOf({})).not.toBe(idOf({ userAgent: 'x' }));
  });

  it('with a very long value of its group has a short one that differs from others', () => {
    const { decide } = aRuleSet([aCorrelation('burst', { groupBy: ['userAgent'] })]);
    const groupOf = (userAgent: string) => decide({ ...A, userAgent }).observations[0]?.group[0] ?? '';
    const start = 'x'.repeat(100_000);
    expect(groupOf(`${start}1`).length).toBeLessThan(1_100);
    expect(groupOf(`${start}1`)).not.toBe(groupOf(`${start}2`));
    expect(groupOf(`${start}1`)).toBe(groupOf(`${start}1`));
    expect(groupOf('y'.repeat(1_000))).toBe('y'.repeat(1_000));
    expect(groupOf('y'.repeat(1_001))).not.toBe('y'.repeat(1_001));
  });

  it('that is nested deeper than the call stack never throws', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    const { eventID: _, ...rest } = A;
    expect(aRuleSet([aCorrelation('c', {})]).decide({ ...rest, requestParameters: deep }).outcome).toBe('observed');
  });
});

describe('correlations', () => {
  const outer = aCorrelation('outer', { rules: ['inner', 'on-a'], type: 'temporal_ordered' });
  const inner = aCorrelation('inner', {});

  it('come after those that feed them', () => {
    const top = aCorrelation('top', { rules: ['outer'] });
    const { correlations, failures } = aRuleSet([top, outer, inner, onA]);
    expect(failures).toEqual([]);
    expect(correlations.map(({ rule }) => rule.name)).toEqual(['inner', 'outer', 'top']);
  });

  it('are fed by the findings of others', () => {
    const { decide, observeFinding, correlations } = aRuleSet([outer, inner, onA]);
    const found = decide(A).observations.find(({ correlation }) => correlation === 'inner');
    const facts = { startMs: TIME - 5, lastMs: TIME, events: [{ region: 'us-east-1' }] };
    const finding = (kind: string) => ({ kind, observation: found, facts }) as unknown as Finding;
    expect(observeFinding(finding('opened'))).toEqual([
      {
        ...{
          correlation: 'outer',
          definition: correlations[1]?.definition,
          feeder: 'inner',
          group: ['arn:alice'],
          value: null,
        },
        ...{ timeMs: TIME, eventId: `${groupKey(found as Observation)}#${TIME - 5}` },
        detail: { eventName: 'inner', error: '', resource: '', region: 'us-east-1', account: '111122223333' },
      },
    ]);
    expect(observeFinding(finding('continued'))).toEqual([]);
  });

  it.each<[string, readonly RuleDefinition[], readonly [string, string, string][]]>([
    [
      'an unknown rule',
      [aCorrelation('c', { rules: ['on-b'] }), onA],
      [['c', 'unknown_rule', '`rules` names "on-b", and there is no such rule; did you mean `on-a`?']],
    ],
    [
      'an unknown rule among others',
      [aCorrelation('c', { rules: ['on-a', 'gone'] }), onA],
      [['c', 'unknown_rule', '`rules` names "gone", and there is no such rule; add the rule']],
    ],
    ['itself', [aCorrelation('c', { rules: ['c'] })], [['c', 'rule_cycle', 'feeds itself']]],
    [
      'a cycle',
      [aCorrelation('a', { rules: ['b'] }), aCorrelation('b', { rules: ['a'] })],
      [
        ['b', 'rule_cycle', 'correlations feed each other in a cycle: a -> b -> a'],
        ['a', 'feeder_does_not_work', 'the rule "b", which feeds it, does not work'],
      ],
    ],
    [
      'a cycle that others lead to',
      [aCorrelation('a', { rules: ['b'] }), aCorrelation('b', { rules: ['c'] }), aCorrelation('c', { rules: ['b'] })],
      [
        ['c', 'rule_cycle', 'in a cycle: b -> c -> b; remove one of them'],
        ['b', 'feeder_does_not_work', 'the rule "c", which feeds it, does not work; correct that rule'],
        ['a', 'feeder_does_not_work', 'the rule "b", which feeds it, does not work; correct that rule'],
      ],
    ],
    [
      'a name that another rule has',
      [aCorrelation('on-a', {}), onA],
      [
        [
          'on-a',
          'duplicate_name',
          'another rule is also called "on-a", and what a correlation stores is found by its name; choose',
        ],
      ],
    ],
    [
      'a rule that does not compile',
      [aCorrelation('c', { rules: ['bad'] }), aRule('bad', 'and')],
      [
        ['bad', 'syntax_error', ''],
        ['c', 'feeder_does_not_work', 'the rule "bad", which feeds it, does not work'],
      ],
    ],
    [
      'a group that is always null',
      [aCorrelation('c', { groupBy: ['userIdentity.arm'] })],
      [['c', 'always_null', 'did you mean `userIdentity.arn`?']],
    ],
    [
      'a field that does not compile',
      [aCorrelation('c', { type: 'value_count', field: 'f(' })],
      [['c', 'syntax_error', '']],
    ],
    [
      'a group that an inner correlation does not have',
      [aCorrelation('c', { rules: ['inner'], groupBy: ['awsRegion'] }), inner],
      [['c', 'not_in_group', '`awsRegion` is not a value of the correlation "inner": it groups by userIdentity.arn']],
    ],
    [
      'a group of which an inner correlation has none',
      [aCorrelation('c', { rules: ['inner'] }), aCorrelation('inner', { groupBy: [] })],
      [['c', 'not_in_group', '`userIdentity.arn` is not a value of the correlation "inner": it has no group_by']],
    ],
    [
      'an inner correlation that does not work',
      [aCorrelation('c', { rules: ['bad'] }), aCorrelation('bad', { groupBy: ['null'] })],
      [
        ['bad', 'always_null', ''],
        ['c', 'feeder_does_not_work', 'the rule "bad", which feeds it'],
      ],
    ],
  ])('with %s are left out and reported', (_, rules, expected) => {
    const { failures, decide } = aRuleSet([...rules, aRule('other', 'eventName == "A"')]);
    expect(failures.map(({ ruleName, code }) => [ruleName, code])).toEqual(
      expected.map(([name, code]) => [name, code]),
    );
    for (const [index, [, , message]] of expected.entries()) expect(failures[index]?.message).toContain(message);
    expect(decide(A).outcome).toBe('alert');
  });

  it(`number at most ${MOST_CORRELATIONS}`, () => {
    const many = Array.from({ length: MOST_CORRELATIONS + 1 }, (_, index) => aCorrelation(`c${index}`, {}));
    expect(aRuleSet(many.slice(1)).failures).toEqual([]);
    const { failures, correlations } = aRuleSet(many);
    expect(failures).toMatchObject([{ ruleName: 'c200', code: 'too_many_correlations' }]);
    expect(correlations).toHaveLength(MOST_CORRELATIONS);
  });

  it.each<[string, readonly (string | null)[], readonly string[]]>([
    ['rules of the same pack', ['p', null, 'q'], ['p']],
    ['rules of another pack', [null, 'q'], ['q']],
    ['rules of the first of the other packs', [null, 'q', 'r'], ['q']],
    ['never rules of the user', [null], []],
  ])('of a pack are fed by %s', (_, packs, expected) => {
    const rules = packs.map((pack) => aRule('x', `eventName == "by ${pack}"`, { pack, generate: false }));
    const { decide, failures } = aRuleSet([aCorrelation('c', { rules: ['x'] }, { pack: 'p' }), ...rules]);
    expect(failures.map(({ code }) => code)).toEqual(expected.length === 0 ? ['unknown_rule'] : []);
    const feeding = packs.filter((pack) => decide({ ...A, eventName: `by ${pack}` }).observations.length > 0);
    expect(feeding).toEqual(expected);
  });

  it('of a pack can have the name of a rule of the user', () => {
    const { failures, correlations } = aRuleSet([aCorrelation('on-a', {}, { pack: 'p' }), onA]);
    expect([failures, correlations.length]).toEqual([[], 1]);
  });

  it('count as rules', () => {
    expect(aRuleSet([outer, inner, onA, silent]).size).toBe(4);
    expect(aRuleSet([aCorrelation('c', { groupBy: ['null'] }), onA]).size).toBe(1);
  });

  it('make the conditions of their feeding rules part of the filter, and no others', () => {
    const name = (value: string) => [{ path: 'eventName', test: 'equals', values: [value] }];
    const onB = aRule('on-b', 'eventName == "B"', { generate: false });
    const onC = aRule('on-c', 'eventName == "C"', { generate: false });
    const { filter } = aRuleSet([inner, aCorrelation('c', { rules: ['on-b'] }), onB, onC]);
    expect(filter.alternatives).toEqual([name('A'), name('B')]);
  });
});
