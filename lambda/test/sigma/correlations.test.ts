// Correlation rules: what they become, that the result compiles, and what is refused.

import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { printTfvars } from '../../src/cli/convert/print-tfvars.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { convertFiles } from '../../src/core/sigma/convert-files.ts';
import { parseSettings } from '../../src/setup/settings.ts';

const LOG_SOURCE = { product: 'aws', service: 'cloudtrail' };

const aRule = (name: string, more: JsonObject = {}): JsonObject => ({
  ...{ title: `Rule ${name}`, name, logsource: LOG_SOURCE, level: 'low' },
  ...{ detection: { s: { eventName: name }, condition: 's' }, ...more },
});

const aCorrelation = (correlation: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ title: 'Many', level: 'high', correlation, ...more },
});

const convert = (...documents: readonly JsonObject[]) =>
  convertFiles([{ path: 'rules.yml', text: documents.map((one) => stringify(one)).join('---\n') }]);

const COUNT = {
  type: 'event_count',
  rules: ['a'],
  'group-by': ['userIdentity.arn'],
  timespan: '5m',
  condition: { gte: 5 },
};

describe('a Sigma correlation', () => {
  it.each<[string, JsonObject, object]>([
    [
      'that counts events',
      COUNT,
      { type: 'event_count', rules: ['rule-a'], group_by: ['userIdentity.arn'], timespan: '5m', gte: 5 },
    ],
    [
      'with gt',
      { ...COUNT, condition: { gt: 5 } },
      { type: 'event_count', rules: ['rule-a'], group_by: ['userIdentity.arn'], timespan: '5m', gte: 6 },
    ],
    [
      'that counts the most events',
      { ...COUNT, condition: { gte: 1000 } },
      { type: 'event_count', rules: ['rule-a'], group_by: ['userIdentity.arn'], timespan: '5m', gte: 1000 },
    ],
    [
      'without groups, and with a single rule instead of a list',
      { type: 'event_count', rules: 'a', timespan: '7d', condition: { gte: 1 } },
      { type: 'event_count', rules: ['rule-a'], timespan: '7d', gte: 1 },
    ],
    [
      'that counts values',
      { ...COUNT, type: 'value_count', condition: { field: 'requestParameters.a-b', gte: 3 } },
      {
        ...{ type: 'value_count', rules: ['rule-a'], group_by: ['userIdentity.arn'] },
        ...{ field: "requestParameters['a-b']", timespan: '5m', gte: 3 },
      },
    ],
    [
      'of several rules, by title and id',
      { type: 'temporal', rules: ['Rule b', '33333333-3333-4333-8333-333333333333'], timespan: '1h' },
      { type: 'temporal', rules: ['rule-b', 'rule-c'], timespan: '1h' },
    ],
    [
      'in order, with a count of all rules',
      { type: 'temporal_ordered', rules: ['a', 'b'], timespan: '90s', condition: { gte: 2 } },
      { type: 'temporal_ordered', rules: ['rule-a', 'rule-b'], timespan: '90s' },
    ],
    [
      'of exactly all rules',
      { type: 'temporal', rules: ['a', 'b'], timespan: '90s', condition: { eq: 2 } },
      { type: 'temporal', rules: ['rule-a', 'rule-b'], timespan: '90s' },
    ],
    [
      'with an alias',
      {
        ...{ type: 'temporal', rules: ['a', 'b'], timespan: '1h', 'group-by': ['who-1', 'awsRegion'] },
        aliases: { 'who-1': { a: 'userIdentity.arn', b: 'requestParameters.user' }, unused: { a: 'x' } },
      },
      {
        ...{ type: 'temporal', rules: ['rule-a', 'rule-b'], group_by: ['who_1', 'awsRegion'], timespan: '1h' },
        aliases: { who_1: { 'rule-a': 'userIdentity.arn', 'rule-b': 'requestParameters.user' } },
      },
    ],
    [
      'with an alias that calls its rules by id and title',
      {
        ...{ type: 'temporal', rules: ['c', 'b'], timespan: '1h', 'group-by': ['who'] },
        aliases: { who: { '33333333-3333-4333-8333-333333333333': 'userIdentity.arn', 'Rule b': 'awsRegion' } },
      },
      {
        ...{ type: 'temporal', rules: ['rule-c', 'rule-b'], group_by: ['who'], timespan: '1h' },
        aliases: { who: { 'rule-c': 'userIdentity.arn', 'rule-b': 'awsRegion' } },
      },
    ],
    [
      'with an alias of one field',
      {
        ...{ type: 'temporal', rules: ['a', 'b'], timespan: '1h', 'group-by': ['who'] },
        aliases: { who: { a: 'userIdentity.arn', b: 'userIdentity.arn' } },
      },
      { type: 'temporal', rules: ['rule-a', 'rule-b'], group_by: ['userIdentity.arn'], timespan: '1h' },
    ],
  ])('%s converts', (_, correlation, expected) => {
    const third = aRule('c', { id: '33333333-3333-4333-8333-333333333333' });
    const { rules, remarks } = convert(aCorrelation(correlation), aRule('a'), aRule('b'), third);
    expect(remarks).toEqual([]);
    const converted = rules.find(({ name }) => name === 'many');
    expect(converted).toMatchObject({ severity: 'high', expression: null, source: 'rules.yml' });
    expect(converted?.correlation).toEqual({ ...expected, ...('gte' in expected && { gte: expected.gte }) });
    expect(failuresOf(rules)).toEqual([]);
  });

  const inner = { ...COUNT, rules: ['a'], 'group-by': ['who'], aliases: { who: { a: 'userIdentity.arn' } } };

  it('of a correlation converts', () => {
    const documents = [
      aCorrelation(
        {
          type: 'temporal_ordered',
          rules: ['many_a', 'b'],
          'group-by': ['user'],
          timespan: '1h',
          aliases: { user: { many_a: 'who', b: 'userIdentity.arn' } },
        },
        { title: 'Then' },
      ),
      aCorrelation(inner, { name: 'many_a' }),
      aRule('a'),
      aRule('b'),
    ];
    const { rules, remarks } = convert(...documents);
    expect(remarks).toEqual([]);
    expect(rules.map(({ name, generate, correlation }) => [name, generate, correlation?.group_by])).toEqual([
      ['then', undefined, ['userIdentity.arn']],
      ['many', false, ['userIdentity.arn']],
      ['rule-a', false, undefined],
      ['rule-b', false, undefined],
    ]);
    expect(failuresOf(rules)).toEqual([]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'a type that we do not have',
      { ...COUNT, type: 'value_sum' },
      'the correlation type `value_sum` is not supported',
    ],
    ['no type', { rules: ['a'] }, 'the correlation has no `type`'],
    ['no rules', { ...COUNT, rules: [] }, 'a correlation of type event_count needs at least 1 rules'],
    [
      'one rule that happens together with nothing',
      { type: 'temporal', rules: ['a'], timespan: '1h' },
      'needs at least 2 rules',
    ],
    ['a rule that is missing', { ...COUNT, rules: ['x'] }, 'it refers to `x`, which is in none of the files'],
    ['a rule that is refused', { ...COUNT, rules: ['bad'] }, 'the rule `bad` is refused'],
    ['itself', { ...COUNT, rules: ['Many'] }, 'it refers to `Many`, which refers back to it'],
    ['an ambiguous name', { ...COUNT, rules: ['twice'] }, 'several rules are called `twice`'],
    ['no timespan', { ...COUNT, timespan: null }, '`timespan` must be a string'],
    ['a timespan in another unit', { ...COUNT, timespan: '1w' }, '`1w` is not a timespan'],
    ['a timespan that is too long', { ...COUNT, timespan: '8d' }, 'a correlation covers from 1s to 7d, not 8d'],
    ['a timespan of nothing', { ...COUNT, timespan: '0s' }, 'a correlation covers from 1s to 7d, not 0s'],
    ['a condition that is no map', { ...COUNT, condition: 5 }, '`condition` must be a map'],
    ['no criterion', { ...COUNT, condition: {} }, 'the condition has no criterion'],
    ['a count in quotes', { ...COUNT, condition: { gte: '5' } }, 'a count must be a whole number'],
    ['a list of counts', { ...COUNT, condition: { gte: [5] } }, 'a count must be a whole number'],
    ['no condition for values', { ...COUNT, type: 'value_count', condition: 5 }, 'value_count needs a condition'],
    ['aliases that are no map', { ...COUNT, aliases: 'x' }, '`aliases` must be a map'],
    ['a rule that is not a string', { ...COUNT, rules: [5] }, '`rules` must be a string'],
    ['an empty group', { ...COUNT, 'group-by': [' '] }, '`group-by` must be a string'],
    [
      'less than all of its rules',
      { type: 'temporal', rules: ['a', 'b'], timespan: '1h', condition: { lt: 2 } },
      '`lt` has no counterpart',
    ],
    ['no condition', { ...COUNT, condition: undefined as never }, 'the correlation has no condition'],
    ['less than', { ...COUNT, condition: { lt: 5 } }, '`lt` has no counterpart'],
    ['at most', { ...COUNT, condition: { lte: 5 } }, '`lte` has no counterpart'],
    ['exactly', { ...COUNT, condition: { eq: 5 } }, '`eq` has no counterpart'],
    ['a range', { ...COUNT, condition: { gt: 5, lte: 9 } }, 'a range is not supported'],
    ['a count that is too large', { ...COUNT, condition: { gte: 1001 } }, 'a count must be from 1 to 1000, not 1001'],
    ['a count of zero', { ...COUNT, condition: { gte: 0 } }, 'a count must be from 1 to 1000, not 0'],
    ['a count that is not whole', { ...COUNT, condition: { gte: 1.5 } }, 'a count must be a whole number'],
    ['no field', { ...COUNT, type: 'value_count' }, 'the condition of value_count has no `field`'],
    ['several fields', { ...COUNT, type: 'value_count', condition: { gte: 2, field: ['a', 'b'] } }, 'several fields'],
    [
      'some of its rules',
      { type: 'temporal', rules: ['a', 'b'], timespan: '1h', condition: { gte: 1 } },
      'needs all of its 2 rules',
    ],
    [
      'an alias without a field',
      { type: 'temporal', rules: ['a', 'b'], timespan: '1h', 'group-by': ['who'], aliases: { who: { a: 'x' } } },
      'the alias `who` has no field for the rule `b`',
    ],
    [
      'two aliases that become the same name',
      {
        ...{ type: 'temporal', rules: ['a', 'b'], timespan: '1h', 'group-by': ['who-1', 'who_1'] },
        aliases: Object.fromEntries(['who-1', 'who_1'].map((who) => [who, { a: 'userAgent', b: 'awsRegion' }])),
      },
      'two aliases are called `who_1`',
    ],
    [
      'an alias that is no map',
      { ...COUNT, aliases: { who: 'x' } },
      'the alias `who` must be a map from rules to fields',
    ],
    [
      'a group that a correlation does not have',
      { type: 'temporal', rules: ['many_a', 'b'], 'group-by': ['awsRegion'], timespan: '1h' },
      'the correlation `many_a` does not group by `awsRegion`',
    ],
  ])('with %s is refused', (_, correlation, reason) => {
    const bad = aRule('bad', { detection: { condition: 's' } });
    const others = [aRule('a'), aRule('b'), bad, aRule('twice'), aRule('twice', { title: 'Other' })];
    const { rules, remarks } = convert(
      aCorrelation(correlation),
      aCorrelation(inner, { title: 'Inner', name: 'many_a' }),
      ...others,
    );
    expect(rules.map(({ name }) => name)).not.toContain('many');
    expect(remarks.filter(({ line }) => line < 15).map(({ message }) => message)).toContainEqual(
      expect.stringContaining(reason),
    );
  });
});

describe('a rule that a Sigma correlation refers to', () => {
  it.each<[string, readonly JsonObject[], readonly (false | undefined)[]]>([
    ['only feeds it', [aCorrelation(COUNT), aRule('a')], [undefined, false]],
    ['alerts too with generate', [aCorrelation(COUNT, { generate: true }), aRule('a')], [undefined, undefined]],
    [
      'alerts too with generate inside',
      [aCorrelation({ ...COUNT, generate: true }), aRule('a')],
      [undefined, undefined],
    ],
    [
      'alerts if one of two correlations generates',
      [aCorrelation(COUNT), aCorrelation(COUNT, { generate: true }), aRule('a')],
      [undefined, undefined, undefined],
    ],
    [
      'only feeds the one of two correlations that is not refused',
      [aCorrelation({ ...COUNT, timespan: '1y' }), aCorrelation(COUNT), aRule('a')],
      [undefined, false],
    ],
    [
      'is refused with its correlation',
      [aCorrelation({ ...COUNT, timespan: '1y' }), aRule('a'), aRule('b')],
      [undefined],
    ],
    [
      'is refused with the correlation of its correlation',
      [
        aCorrelation({ ...COUNT, rules: ['inner'], timespan: '1y' }),
        aCorrelation(COUNT, { name: 'inner' }),
        aRule('a'),
      ],
      [],
    ],
  ])('%s', (_, documents, generate) => {
    const { rules, remarks } = convert(...documents);
    expect(rules.map((rule) => rule.generate)).toEqual(generate);
    expect(rules.length + remarks.filter(({ level }) => level === 'error').length).toBe(documents.length);
    expect(failuresOf(rules)).toEqual([]);
  });

  it('can be in another file, but only by its name or id', () => {
    const text = (...documents: readonly JsonObject[]) => documents.map((one) => stringify(one)).join('---\n');
    const fed = (reference: string) =>
      convertFiles([
        { path: 'other.yml', text: text(aRule('a', { id: '33333333-3333-4333-8333-333333333333' })) },
        { path: 'broken.yml', text: 'a: [' },
        { path: 'list.yml', text: '- name: a' },
        { path: 'rules.yml', text: text(aCorrelation({ ...COUNT, rules: [reference] })) },
      ]).rules.find(({ name }) => name === 'many')?.correlation?.rules;
    expect(['a', '33333333-3333-4333-8333-333333333333', 'Rule a'].map(fed)).toEqual([
      ['rule-a'],
      ['rule-a'],
      undefined,
    ]);
  });

  it('in the same file comes before one with its name in another', () => {
    const text = (...documents: readonly JsonObject[]) => documents.map((one) => stringify(one)).join('---\n');
    const { rules } = convertFiles([
      { path: 'other.yml', text: text(aRule('a', { title: 'Other' })) },
      { path: 'rules.yml', text: text(aCorrelation(COUNT), aRule('a')) },
    ]);
    expect(rules.find(({ name }) => name === 'many')?.correlation?.rules).toEqual(['rule-a']);
  });
});

it('correlations are printed as Terraform formats them', () => {
  const { rules } = convert(
    aCorrelation({
      ...COUNT,
      rules: ['a', 'b'],
      'group-by': ['who'],
      aliases: { who: { a: 'userIdentity.arn', b: 'userIdentity.userName' } },
    }),
    aRule('a'),
    aRule('b'),
  );
  expect(printTfvars(rules.slice(0, 1))).toMatchInlineSnapshot(`
    "rules = [
      # rules.yml
      {
        name        = "many"
        correlation = { type = "event_count", rules = ["rule-a", "rule-b"], group_by = ["who"], aliases = { who = { rule-a = "userIdentity.arn", rule-b = "userIdentity.userName" } }, timespan = "5m", gte = 5 }
        severity    = "high"
        description = "Many."
      },
    ]"
  `);
});

const failuresOf = (rules: readonly unknown[]) => {
  const settings = parseSettings({ rules: JSON.parse(JSON.stringify(rules)) });
  const sets = { ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: false };
  return createRuleSet({ rules: settings.rules, ...sets }).failures;
};
