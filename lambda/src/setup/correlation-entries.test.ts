import { describe, expect, it } from 'vitest';
import { settingsProblems as problemsOf } from '../../test/settings-problems.ts';
import { parseSettings } from './settings.ts';

const COUNT = { type: 'event_count', timespan: '10m', gte: 20 };
const ORDERED = { type: 'temporal_ordered', rules: ['a', 'b'], timespan: '1h' };
const ofRule = (correlation: unknown, more: object = {}) => [{ name: 'n', expression: 'x', correlation, ...more }];
const ofRules = (correlation: unknown, more: object = {}) => [{ name: 'n', correlation, ...more }];

// What a plan of Terraform passes on: missing attributes are null.
const NULLS = { rules: null, group_by: null, field: null, aliases: null, timespan: null, gte: null, learn: null };
const none = { rules: null, groupBy: [], field: null, aliases: {}, learnMs: 0 };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the correlation of a rule', () => {
  it.each<[string, unknown, object]>([
    ['counts events', ofRule(COUNT), { ...none, type: 'event_count', timespanMs: 600_000, gte: 20 }],
    [
      'counts values of a field in groups',
      ofRule({ ...NULLS, type: 'value_count', field: 'f', group_by: ['a', 'b'], timespan: '45s', gte: 1 }),
      { ...none, type: 'value_count', groupBy: ['a', 'b'], field: 'f', timespanMs: 45_000, gte: 1 },
    ],
    [
      'counts the events of other rules, with aliases',
      ofRules({ ...COUNT, rules: ['a', 'b'], group_by: ['who'], aliases: { who: { a: 'x', b: 'y' } } }),
      {
        ...none,
        type: 'event_count',
        rules: ['a', 'b'],
        groupBy: ['who'],
        aliases: { who: { a: 'x', b: 'y' } },
        timespanMs: 600_000,
        gte: 20,
      },
    ],
    [
      'learns for a week',
      ofRule({ type: 'first_seen', group_by: ['a'], timespan: '90d' }),
      { ...none, type: 'first_seen', groupBy: ['a'], timespanMs: 90 * DAY, gte: 1, learnMs: 7 * DAY },
    ],
    [
      'learns for its time span if that is shorter than a week',
      ofRule({ type: 'first_seen', timespan: '2d' }),
      { ...none, type: 'first_seen', timespanMs: 2 * DAY, gte: 1, learnMs: 2 * DAY },
    ],
    [
      'does not learn if it should not',
      ofRule({ type: 'first_seen', timespan: '2d', learn: '0s' }),
      { ...none, type: 'first_seen', timespanMs: 2 * DAY, gte: 1, learnMs: 0 },
    ],
    [
      'requires each of its rules, in order',
      ofRules({ ...ORDERED, rules: ['a', 'b', 'c'] }),
      { ...none, type: 'temporal_ordered', rules: ['a', 'b', 'c'], timespanMs: HOUR, gte: 3 },
    ],
  ])('%s', (_, rules, expected) => {
    expect(parseSettings({ rules }).rules[0]?.correlation).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['an unknown type', { type: 'count' }, 'correlation.type: must be event_count, value_count'],
    ['an unknown attribute', { ...COUNT, groupby: [] }, 'rules.0.correlation.groupby: '],
    [
      'a missing time span',
      { type: 'event_count', gte: 2 },
      'correlation.timespan: is missing; the type event_count requires it, for example timespan = "10m"',
    ],
    [
      'a missing count',
      { type: 'event_count', timespan: '1m' },
      'correlation.gte: is missing; the type event_count requires it, for example gte = 20',
    ],
    ['a missing field', { ...COUNT, type: 'value_count' }, 'correlation.field: is missing; the type value_count'],
    [
      'a field without meaning',
      { ...COUNT, field: 'x' },
      'correlation.field: has no meaning for the type event_count; remove it',
    ],
    [
      'a count without meaning',
      { type: 'first_seen', timespan: '1d', gte: 2 },
      'correlation.gte: has no meaning for the type first_seen',
    ],
    [
      'learning without meaning',
      { ...COUNT, learn: '1d' },
      'correlation.learn: has no meaning for the type event_count',
    ],
    [
      'missing rules',
      { type: 'temporal', timespan: '1h' },
      'correlation.rules: is missing; the type temporal requires it',
    ],
    [
      'a time span in words',
      { ...COUNT, timespan: '10 minutes' },
      'correlation.timespan: must be a whole number and s, m, h or d, such as 10m, not "10 minutes"',
    ],
    [
      'a time span that is too short',
      { ...COUNT, timespan: '0m' },
      'correlation.timespan: must be from 1s to 7d for the type event_count, not 0m',
    ],
    ['a time span that is too long', { ...COUNT, timespan: '169h' }, 'correlation.timespan: must be from 1s to 7d'],
    [
      'first sight over too long a time',
      { type: 'first_seen', timespan: '91d' },
      'correlation.timespan: must be from 1s to 90d for the type first_seen, not 91d',
    ],
    [
      'learning for too long',
      { type: 'first_seen', timespan: '9d', learn: '91d' },
      'correlation.learn: must be at most 90d',
    ],
    ['a count of zero', { ...COUNT, gte: 0 }, 'correlation.gte: must be a whole number from 1 to 1000, not 0'],
    [
      'a count that is too large',
      { ...COUNT, gte: 1001 },
      'correlation.gte: must be a whole number from 1 to 1000, not 1001',
    ],
    ['a count that is not whole', { ...COUNT, gte: 1.5 }, 'correlation.gte: must be a whole number'],
    [
      'too many groups',
      { ...COUNT, group_by: Array.from('abcdefghijk') },
      'correlation.group_by: has 11 expressions; at most 10',
    ],
    ['the same group twice', { ...COUNT, group_by: ['a', 'a'] }, 'correlation.group_by: contains an expression twice'],
    ['an empty group', { ...COUNT, group_by: [' '] }, 'correlation.group_by.0: must not be empty'],
    [
      'aliases without rules',
      { ...COUNT, group_by: ['a'], aliases: { a: { n: 'x' } } },
      'correlation.aliases: has no meaning without `rules`',
    ],
  ])('has no %s', (_, correlation, problem) => {
    const problems = problemsOf({ rules: ofRule(correlation) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it.each<[string, unknown, string]>([
    [
      'one rule only',
      { ...ORDERED, rules: ['a'] },
      'correlation.rules: must name 2 to 50 rules for the type temporal_ordered, not 1',
    ],
    [
      'too many rules',
      { ...COUNT, rules: Array.from({ length: 51 }, (_, i) => `r${i}`) },
      'correlation.rules: must name 1 to 50 rules for the type event_count, not 51',
    ],
    ['no rules', { ...COUNT, rules: [] }, 'correlation.rules: must name 1 to 50 rules for the type event_count, not 0'],
    ['a rule twice', { ...ORDERED, rules: ['a', 'a'] }, 'correlation.rules: names "a" twice'],
    [
      'an alias that is not used',
      { ...ORDERED, aliases: { who: { a: 'x', b: 'y' } } },
      'correlation.aliases: who is not used',
    ],
    [
      'an alias without a rule',
      { ...ORDERED, group_by: ['who'], aliases: { who: { a: 'x' } } },
      'correlation.aliases: who has no expression for the rule "b"; add one',
    ],
    [
      'an alias for another rule',
      { ...ORDERED, group_by: ['who'], aliases: { who: { a: 'x', b: 'y', c: 'z' } } },
      'correlation.aliases: who has an expression for "c", which `rules` does not name',
    ],
    [
      'an alias that is no name',
      { ...ORDERED, group_by: ['a b'], aliases: { 'a b': { a: 'x', b: 'y' } } },
      'correlation.aliases: "a b" is no name',
    ],
  ])('of other rules has no %s', (_, correlation, problem) => {
    const problems = problemsOf({ rules: ofRules(correlation) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('reports every problem, with its place', () => {
    expect(problemsOf({ rules: ['x', ...ofRule({ type: 'event_count', timespan: '1w', field: 'f' })] })).toEqual([
      'rules.1.correlation.gte: is missing; the type event_count requires it, for example gte = 20',
      'rules.1.correlation.field: has no meaning for the type event_count; remove it',
      'rules.1.correlation.timespan: must be a whole number and s, m, h or d, such as 10m, not "1w"',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'both an expression and rules',
      { rules: ofRule(ORDERED) },
      'rules.0.expression: has no meaning if the correlation names `rules`',
    ],
    [
      'neither an expression nor rules',
      { rules: ofRules(COUNT) },
      'rules.0.expression: is missing; add it, or name `rules` in the correlation',
    ],
    [
      'no name',
      { rules: [{ expression: 'x', correlation: COUNT }] },
      'rules.0.name: is missing; a correlation needs one that stays the same',
    ],
    [
      'an ignoring role',
      { ignore_rules: ofRule(COUNT) },
      'ignore_rules.0.correlation: has no meaning for an ignore rule',
    ],
  ])('is refused with %s', (_, json, problem) => {
    expect(problemsOf(json)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a rule that only feeds correlations', () => {
  it('has generate = false', () => {
    expect(parseSettings({ rules: [{ name: 'n', expression: 'x', generate: false }] }).rules[0]).toMatchObject({
      generate: false,
    });
    expect(parseSettings({ rules: [{ name: 'n', expression: 'x', generate: true }] }).rules[0]).not.toHaveProperty(
      'generate',
    );
  });

  it.each<[string, object, string]>([
    [
      'a name',
      { rules: [{ expression: 'x', generate: false }] },
      'rules.0.name: is missing; a rule with generate = false',
    ],
    [
      'a rule, not an ignore rule',
      { ignore_rules: [{ name: 'n', expression: 'x', generate: false }] },
      'ignore_rules.0.generate: has no meaning',
    ],
    ['an expression', { rules: [{ name: 'n', generate: false }] }, 'rules.0.expression: is missing; add it'],
  ])('needs %s', (_, json, problem) => {
    expect(problemsOf(json)).toEqual([expect.stringContaining(problem)]);
  });
});
