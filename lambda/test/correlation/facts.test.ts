// What an alert says about its events, and what is stored of an order of many events.

import { describe, expect, it } from 'vitest';
import { describeMemory } from '../../src/core/correlation/describe-memory.ts';
import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import { ORDER_POINTS_MAX } from '../../src/core/correlation/reduce-points.ts';
import { anEvent, aRule, idOf, MINUTE, observe } from './observe.ts';

const detail = { eventName: 'GetSecretValue', error: '', resource: 'db', region: 'eu-west-1', account: '111122223333' };
const { correlation, definition, group } = anEvent(0, 0);

describe('the facts of an alert', () => {
  const rule = aRule({ type: 'value_count', gte: 4 });
  const store = new Map<string, string>();
  const events = [
    anEvent(1, 1 * MINUTE, { value: 'db', detail }),
    anEvent(2, 3 * MINUTE, { value: 'mail', detail: { ...detail, resource: 'mail', error: 'AccessDenied' } }),
    anEvent(3, 2 * MINUTE, { value: 'web', detail: { ...detail, eventName: 'DescribeSecret', error: 'AccessDenied' } }),
    anEvent(4, 9 * MINUTE, { value: 'dns', detail: { ...detail, region: 'us-east-1' } }),
  ];
  const facts = events
    .flatMap((event) => observe(store, rule, [event]))
    .flatMap(({ findings }) => findings.map((finding) => finding.facts));

  it('contain the rule, the group, the interval and the count', () => {
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      ...{ type: 'value_count', groupBy: ['userIdentity.arn'], group, gte: 4, timespanMs: 10 * MINUTE, count: 4 },
      ...{ firstMs: MINUTE, lastMs: 9 * MINUTE, startMs: MINUTE, endMs: 11 * MINUTE, recordedSinceMs: null },
    } satisfies Partial<CorrelationFacts>);
  });

  it('link the cited events in order, whenever they arrived', () => {
    const [account, feeder] = ['111122223333', 'denied-burst'];
    expect(facts[0]?.events).toEqual([
      { eventId: idOf(1), eventName: 'GetSecretValue', region: 'eu-west-1', account, timeMs: MINUTE, feeder },
      { eventId: idOf(3), eventName: 'DescribeSecret', region: 'eu-west-1', account, timeMs: 2 * MINUTE, feeder },
      { eventId: idOf(2), eventName: 'GetSecretValue', region: 'eu-west-1', account, timeMs: 3 * MINUTE, feeder },
      { eventId: idOf(4), eventName: 'GetSecretValue', region: 'us-east-1', account, timeMs: 9 * MINUTE, feeder },
    ]);
  });

  it('are in order if the event that completes the alert happened between others', () => {
    const [one, other] = [new Map<string, string>(), anEvent(9, 2 * MINUTE)];
    for (const minute of [1, 3]) observe(one, aRule(), [anEvent(minute, minute * MINUTE)]);
    const [finding] = observe(one, aRule(), [other]).flatMap(({ findings }) => findings);
    expect(finding?.facts).toMatchObject({ firstMs: MINUTE, lastMs: 3 * MINUTE });
    expect(finding?.facts.events.map(({ timeMs }) => timeMs / MINUTE)).toEqual([1, 2, 3]);
  });

  it('name what the events have in common, the most frequent first, and the values', () => {
    expect(facts[0]?.top.map(({ kind, text, count }) => `${kind} ${text} ${count}`)).toEqual([
      ...[
        'event GetSecretValue 3',
        'event DescribeSecret 1',
        'error AccessDenied 2',
        'resource db 3',
        'resource mail 1',
      ],
      ...['value db 1', 'value web 1', 'value mail 1', 'value dns 1'],
    ]);
  });

  it('are the same for the event that completed it, and for one that continues it', () => {
    const [again, later] = [events[3], anEvent(5, 10 * MINUTE, { value: 'new' })].map((event) =>
      observe(store, rule, event === undefined ? [] : [event]).flatMap(({ findings }) => findings),
    );
    expect(again?.map((finding) => [finding.kind, finding.facts])).toEqual([['opened', facts[0]]]);
    expect(later?.map((finding) => [finding.kind, finding.facts])).toEqual([['continued', facts[0]]]);
  });

  it('link ten events and name five values of each kind at most', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      anEvent(index, index * 1_000, { detail: { ...detail, resource: `secret-${index}` } }),
    );
    const decisions = observe(new Map(), aRule({ gte: 30 }), many);
    const [found] = decisions.flatMap(({ findings }) => findings);
    expect(found?.facts.count).toBe(30);
    expect(found?.facts.events.map(({ eventId }) => eventId)).toEqual(many.slice(0, 10).map(({ eventId }) => eventId));
    expect(found?.facts.top.filter(({ kind }) => kind === 'resource')).toHaveLength(5);
  });
});

describe('the facts of an alert about many accounts', () => {
  const accountOf = (event: number) => String(100_000_000_000 + event);
  const factsAbout = (accounts: number) => {
    const store = new Map<string, string>();
    const events = Array.from({ length: accounts }, (_, event) =>
      anEvent(event, event * 1_000, { detail: { ...detail, account: accountOf(event) } }),
    );
    const decisions = events.flatMap((event) => observe(store, aRule({ gte: accounts }), [event]));
    return decisions.flatMap(({ findings }) => findings.map(({ facts }) => facts));
  };

  it.each([32, 33, 100])('name what all events have in common, although they were stored: %d', (accounts) => {
    expect(factsAbout(accounts)).toMatchObject([
      {
        count: accounts,
        top: [
          { kind: 'event', text: 'GetSecretValue', count: accounts },
          { kind: 'resource', text: 'db', count: accounts },
        ],
      },
    ]);
  });

  it('contain the account of each event of a few', () => {
    const [facts] = factsAbout(5);
    expect(facts?.events.map(({ account }) => account)).toEqual([0, 1, 2, 3, 4].map(accountOf));
  });
});

describe('an order of many events', () => {
  const rule = aRule({ type: 'temporal_ordered', rules: ['a', 'b', 'c'], timespanMs: 60 * MINUTE });
  const at = (event: number, feeder: string) => anEvent(event, event * 1_000, { feeder });
  const { perRule } = ORDER_POINTS_MAX;

  it.each([
    ['as many events as are stored', perRule, perRule],
    ['one more', perRule + 1, perRule],
    ['three times as many', 3 * perRule, perRule],
  ])('of a rule with %s stores no more', (_, count, stored) => {
    const store = new Map<string, string>();
    observe(
      store,
      rule,
      Array.from({ length: count }, (_, event) => at(event, 'a')),
    );
    const { events } = describeMemory({ rule, correlation, definition, group }, store);
    expect(events).toHaveLength(stored);
    expect([events[0]?.timeMs, events.at(-1)?.timeMs]).toEqual([0, (count - 1) * 1_000]);
  });

  it('of two rules in turn stores no more of each', () => {
    const store = new Map<string, string>();
    observe(
      store,
      rule,
      Array.from({ length: 3 * perRule }, (_, event) => at(event, event % 2 === 0 ? 'b' : 'c')),
    );
    const { events } = describeMemory({ rule, correlation, definition, group }, store);
    expect(events).toHaveLength(2 * perRule);
  });

  it('is found after more events than are stored', () => {
    const store = new Map<string, string>();
    observe(
      store,
      rule,
      Array.from({ length: 2_000 }, (_, event) => at(event, 'a')),
    );
    const found = [at(2_001, 'b'), at(2_002, 'c')].flatMap((event) => observe(store, rule, [event]));
    expect(found.flatMap(({ findings }) => findings.map(({ facts }) => facts.firstMs))).toEqual([1_999_000]);
  });
});
