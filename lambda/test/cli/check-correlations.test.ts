// What `check` says about correlations: every kind of problem, and correlations without any.

import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/cli/check/findings.ts';
import { createKnownEvents } from '../../src/cli/event-names/known-events.ts';
import { environmentOf } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { useCommand } from './command.ts';

const command = useCommand();

type Problem = ReturnType<typeof findingsOf>[number];

const problemsOf = (given: readonly unknown[]): readonly Problem[] => {
  const settings = parseSettings({ rules: given });
  const environment = environmentOf(settings);
  const rules = settings.rules.map((rule) => ({ rule, ignoreRule: false, file: null, environment, packRules: [] }));
  return findingsOf({ rules, predicates: [], problems: [], tracked: [] }, createKnownEvents([]));
};

const COUNT = { type: 'event_count', timespan: '10m', gte: 20 };
const VALUES = { type: 'value_count', timespan: '10m', gte: 3 };
const onA = { name: 'on-a', expression: "eventName == 'A'" };
const onB = { name: 'on-b', expression: "eventName == 'B'" };
const ofA = (correlation: object, expression = "eventName == 'A'") => ({ name: 'c', expression, correlation });
const ofRules = (correlation: object) => ({
  name: 'c',
  correlation: { type: 'temporal', timespan: '1h', ...correlation },
});

type Case = [
  what: string,
  rules: readonly unknown[],
  rule: string,
  level: string,
  code: string,
  message: string,
  hint: string,
];

describe('cloudtrail-to-slack check, for correlations,', () => {
  it.each<[string, readonly unknown[]]>([
    ['counts', [ofA({ ...COUNT, group_by: ['userIdentity.arn'] })]],
    ['counts of values', [ofA({ ...VALUES, field: 'requestParameters.x', group_by: ['sourceIPAddress'] })]],
    [
      'orders',
      [onA, onB, ofRules({ type: 'temporal_ordered', rules: ['on-a', 'on-b'], group_by: ['userIdentity.arn'] })],
    ],
    [
      'correlations of correlations',
      [
        onA,
        ofA({ ...COUNT, group_by: ['awsRegion'] }),
        { name: 'd', correlation: { type: 'temporal', timespan: '1h', rules: ['c', 'on-a'], group_by: ['awsRegion'] } },
      ],
    ],
    ['a rule that only feeds', [{ ...onA, generate: false }, onB, ofRules({ rules: ['on-a', 'on-b'] })]],
  ])('reports no problem of %s', (_, rules) => {
    expect(problemsOf(rules)).toEqual([]);
  });

  const cases: Case[] = [
    [
      'names that do not exist',
      [onA, ofRules({ rules: ['on-a', 'on-c'] })],
      'c',
      'error',
      'unknown_rule',
      '`rules` names "on-c", and there is no such rule',
      'did you mean `on-a`?',
    ],
    [
      'cycles',
      [onA, ofRules({ rules: ['on-a', 'c'] })],
      'c',
      'error',
      'rule_cycle',
      'the correlation feeds itself',
      'remove',
    ],
    [
      'names that are used twice',
      [onA, { ...ofA(COUNT), name: 'on-a' }],
      'on-a',
      'error',
      'duplicate_name',
      'another rule is also called "on-a"',
      'choose another name',
    ],
    [
      'groups that are always null',
      [ofA({ ...COUNT, group_by: ['userIdentity.arm'] })],
      'c',
      'error',
      'always_null',
      'group_by: the field `userIdentity.arm` is unknown',
      'did you mean `userIdentity.arn`?',
    ],
    [
      'values that do not compile',
      [ofA({ ...VALUES, field: 'lowr(eventName)' })],
      'c',
      'error',
      'unknown_function',
      'field: the function `lowr` does not exist',
      'did you mean `lower`?',
    ],
    [
      'groups that an inner correlation lacks',
      [
        onA,
        ofA({ ...COUNT, group_by: ['awsRegion'] }),
        {
          name: 'd',
          correlation: { type: 'temporal', timespan: '1h', rules: ['c', 'on-a'], group_by: ['userIdentity.arn'] },
        },
      ],
      'd',
      'error',
      'not_in_group',
      'group_by: `userIdentity.arn` is not a value of the correlation "c": it groups by awsRegion',
      '',
    ],
    [
      'groups that are null for the events',
      [ofA({ ...COUNT, group_by: ['errorCode'] }, "eventName == 'A' and errorCode == null")],
      'c',
      'warning',
      'always_null',
      'group_by: `errorCode` is null for every event that the rule "c" matches',
      'choose a field',
    ],
    [
      'counts of a constant',
      [ofA({ ...VALUES, field: "'x'" })],
      'c',
      'warning',
      'never_fires',
      '`field` has at most 1 different value in a group, because the rule allows no others',
      'choose another field',
    ],
    [
      'counts of what the rule limits',
      [ofA({ ...VALUES, field: 'eventName' }, "eventName in ['A', 'B']")],
      'c',
      'warning',
      'never_fires',
      '`field` has at most 2 different values',
      'choose another field',
    ],
    [
      'counts of booleans',
      [ofA({ ...VALUES, field: 'exists(userAgent)' })],
      'c',
      'warning',
      'never_fires',
      'at most 2 different values',
      'smaller gte',
    ],
    [
      'counts of what the group contains',
      [ofA({ ...VALUES, field: 'awsRegion', group_by: ['awsRegion'] })],
      'c',
      'warning',
      'never_fires',
      'because group_by contains it',
      'choose another field',
    ],
    [
      'groups of one event',
      [ofA({ ...COUNT, group_by: ['eventID'] })],
      'c',
      'warning',
      'never_fires',
      'each group has one event',
      'remove it',
    ],
    [
      'first sights of single events',
      [ofA({ type: 'first_seen', timespan: '1d', learn: '0s', group_by: ['eventID'] })],
      'c',
      'warning',
      'always_new',
      'every event is seen for the first time',
      'remove it',
    ],
    [
      'learning that takes too long',
      [ofA({ type: 'first_seen', timespan: '1d', learn: '36h' })],
      'c',
      'warning',
      'long_learning',
      'learn (36h) is longer than timespan (1d)',
      'at most 1d',
    ],
    [
      'learning',
      [ofA({ type: 'first_seen', timespan: '30d' })],
      'c',
      'info',
      'learning',
      'the rule only records for 7d after its first event',
      '',
    ],
    [
      'rules that feed nothing',
      [{ ...onA, generate: false }],
      'on-a',
      'warning',
      'feeds_nothing',
      'no correlation names it',
      'name it in the `rules`',
    ],
    [
      'names that rules share',
      [onA, { ...onB, name: 'on-a' }],
      'on-a',
      'warning',
      'duplicate_name',
      'another rule is also called "on-a"',
      'choose another name',
    ],
    [
      'feeding rules that make every record a candidate',
      [ofA(COUNT, "userAgent != 'x'")],
      'c',
      'warning',
      'slow_rule',
      'the function parses every record',
      'add a condition',
    ],
  ];
  it.each(cases)('reports %s', (_, rules, rule, level, code, message, hint) => {
    const found = problemsOf(rules).filter((problem) => problem.code === code);
    expect(found).toMatchObject([{ rule, level }]);
    expect(found[0]?.message).toContain(message);
    expect(found[0]?.hint ?? '').toContain(hint);
  });

  it('reports that one of the rules that must match never does', () => {
    const never = { name: 'never', expression: "eventName == 'A' and eventName == 'B'", generate: false };
    const problems = problemsOf([onA, never, ofRules({ rules: ['on-a', 'never'] })]);
    expect(problems.map(({ rule, code }) => [rule, code])).toEqual([
      ['never', 'never_true'],
      ['c', 'never_fires'],
    ]);
  });

  it('prints the place in a value, and the time to learn, as text', async () => {
    const rules = [
      ofA({ type: 'first_seen', timespan: '2d', group_by: ['lowr(eventName)'] }),
      { ...ofA({ type: 'first_seen', timespan: '2d' }), name: 'd' },
    ];
    const { code, out, err } = await command.run(['check', '-'], { stdin: JSON.stringify(rules) });
    expect(code).toBe(1);
    expect(out).toMatch(
      /rule "c" in -\n {2}error unknown_function at 1:1: group_by: .*\n {4}lowr\(eventName\)\n {4}\^+\n/,
    );
    expect(out).toContain('rule "d" in -\n  info learning: the rule only records for 2d');
    expect(err).toContain('2 rules checked: 1 error, 0 warnings');
  });

  it('does not compare rules that only feed with others', () => {
    const same = { ...onA, name: 'same', generate: false };
    expect(problemsOf([onA, same, ofA(COUNT), { name: 'd', correlation: { ...COUNT, rules: ['same'] } }])).toEqual([]);
  });
});
