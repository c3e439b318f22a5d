import { describe, expect, it } from 'vitest';
import type { Severity } from '../rules/rule.ts';
import type { SummarySchedule } from '../summaries/schedule.ts';
import type { Notice, RoutingSubject } from '../threads/notice.ts';
import { fallbackOf, type Places, placesOf, type RouteTable, routeNotice } from './route.ts';

const subject = (more: Partial<RoutingSubject> = {}): RoutingSubject => ({
  accountIds: ['111111111111'],
  ruleName: 'root-user-signed-in',
  pack: 'core',
  severity: 'high',
  otherRules: [],
  ...more,
});
// Named by a core rule; two less severe rules match as well.
const ROOT_AND_OWN = subject({
  otherRules: [
    { name: 'own-rule', severity: 'medium', pack: null },
    { name: 'root-used', severity: 'low', pack: 'cis' },
  ],
});
const byAccount: RouteTable = [
  { accounts: ['222222222222'], destination: 'two' },
  { accounts: ['111111111111', '333333333333'], destination: 'one' },
  { destination: 'default' },
];

const cases: [string, RoutingSubject, RouteTable[], string[]][] = [
  ['sends an account to its own destination', subject(), [byAccount], ['one']],
  ['sends an unknown account to the default', subject({ accountIds: ['999999999999'] }), [byAccount], ['default']],
  ['sends a notice without an account to the default', subject({ accountIds: [] }), [byAccount], ['default']],
  ["prefers the caller's account", subject({ accountIds: ['111111111111', '222222222222'] }), [byAccount], ['one']],
  [
    "prefers the recipient's account to the default",
    subject({ accountIds: ['9', '222222222222'] }),
    [byAccount],
    ['two'],
  ],
  ['chooses the first route that fits', subject(), [[{ destination: 'a' }, { destination: 'b' }]], ['a']],
  ['chooses from every table', subject(), [byAccount, [{ destination: 'sns' }]], ['one', 'sns']],
  ['returns a destination once', subject(), [[{ destination: 'a' }], [{ destination: 'a' }]], ['a']],
  ['chooses by severity', subject(), [[{ severities: ['critical'], destination: 'a' }]], []],
  [
    'chooses by pack',
    subject(),
    [
      [
        { packs: ['cis'], destination: 'other' },
        { packs: ['core'], destination: 'a' },
      ],
    ],
    ['a'],
  ],
  ['chooses by rule name with wildcards', subject(), [[{ rules: ['root-*'], destination: 'a' }]], ['a']],
  ...(['a?c', 'a*', 'abc'] as const).map((pattern): [string, RoutingSubject, RouteTable[], string[]] => [
    `compares the whole name with ${pattern}, in which ? is one character`,
    subject({ ruleName: 'abc' }),
    [
      [
        { rules: ['a?', 'a??c', 'b*', '*b', 'ab', 'bc'], destination: 'other' },
        { rules: [pattern], destination: 'a' },
      ],
    ],
    ['a'],
  ]),
  [
    'treats a dot in a pattern as a literal',
    subject({ ruleName: 'axb' }),
    [[{ rules: ['a.b'], destination: 'a' }]],
    [],
  ],
  [
    'requires every condition of a route',
    subject(),
    [[{ packs: ['core'], severities: ['low'], destination: 'a' }]],
    [],
  ],
  ['chooses by another matching rule', ROOT_AND_OWN, [[{ rules: ['own-*'], destination: 'a' }]], ['a']],
  [
    'chooses by the severity of another matching rule',
    ROOT_AND_OWN,
    [[{ severities: ['low'], destination: 'a' }]],
    ['a'],
  ],
  ['chooses by the pack of another matching rule', ROOT_AND_OWN, [[{ packs: ['cis'], destination: 'a' }]], ['a']],
  [
    'requires one rule to meet every condition of a route',
    ROOT_AND_OWN,
    [[{ rules: ['own-*'], severities: ['high'], destination: 'a' }]],
    [],
  ],
  [
    'chooses by two conditions that another matching rule meets',
    ROOT_AND_OWN,
    [[{ packs: ['cis'], severities: ['low'], destination: 'a' }]],
    ['a'],
  ],
  [
    'requires the account together with the rule',
    ROOT_AND_OWN,
    [[{ accounts: ['5'], rules: ['own-*'], destination: 'a' }, { destination: 'default' }]],
    ['default'],
  ],
  ['returns nothing if no route fits', subject(), [[{ accounts: ['5'], destination: 'a' }]], []],
];

describe('routeNotice', () => {
  it.each(cases)('%s', (_, given, tables, expected) => {
    expect(routeNotice(given, tables)).toEqual(expected);
  });
});

const DAILY: SummarySchedule = { every: 'day', weekday: null, hour: 8, minute: 0, zone: 'UTC' };
const WEEKLY: SummarySchedule = { ...DAILY, every: 'week', weekday: 1 };
const alertOf = (severity: Severity): Notice => ({ kind: 'alert', subject: subject({ severity }) }) as Notice;
const daily = (destination: string): RouteTable => [{ destination, schedule: DAILY }];
const collected = (destination: string, schedule = DAILY) => ({ destination, schedule });

describe('placesOf', () => {
  it.each<[what: string, notice: Notice, tables: readonly RouteTable[], places: Places]>([
    ['collects an alert', alertOf('high'), [daily('a')], { now: [], collected: [collected('a')] }],
    [
      'sends an alert to one destination and collects it for another',
      alertOf('low'),
      [[{ destination: 'b' }], daily('a')],
      { now: ['b'], collected: [collected('a')] },
    ],
    ['sends a critical alert immediately', alertOf('critical'), [daily('a')], { now: ['a'], collected: [] }],
    [
      'sends what is not an alert immediately',
      { kind: 'rule-error', subject: subject() } as Notice,
      [daily('a')],
      { now: ['a'], collected: [] },
    ],
    [
      'collects nothing for a destination that receives the alert immediately',
      alertOf('low'),
      [daily('a'), [{ destination: 'a' }]],
      { now: ['a'], collected: [] },
    ],
    [
      'collects once for two routes',
      alertOf('low'),
      [daily('a'), daily('a')],
      { now: [], collected: [collected('a')] },
    ],
    [
      'collects for each schedule',
      alertOf('low'),
      [daily('a'), [{ destination: 'a', schedule: WEEKLY }]],
      { now: [], collected: [collected('a'), collected('a', WEEKLY)] },
    ],
    [
      'collects nothing that the route does not match',
      alertOf('low'),
      [[{ severities: ['info'], destination: 'a', schedule: DAILY }]],
      { now: [], collected: [] },
    ],
  ])('%s', (_, notice, tables, places) => {
    expect(placesOf(notice, tables)).toEqual(places);
  });
});

describe('fallbackOf', () => {
  it.each([
    ['is the route of the table without conditions', 'one', [byAccount], 'default'],
    ['is null for that route itself', 'default', [byAccount], null],
    ['is null in a table without such a route', 'a', [[{ severities: ['low'], destination: 'a' }]], null],
    ['is never a route with a schedule', 'b', [[{ destination: 'b' }, { destination: 'a', schedule: DAILY }]], null],
    ['is never a route of another table', 'a', [[{ accounts: ['1'], destination: 'a' }], [{ destination: 'b' }]], null],
  ] as [string, string, RouteTable[], string | null][])('%s', (_, destination, tables, expected) => {
    expect(fallbackOf(destination, tables)).toBe(expected);
  });
});
