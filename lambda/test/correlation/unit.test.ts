import { describe, expect, it } from 'vitest';
import { isSeen } from '../../src/core/correlation/decide-first-seen.ts';
import { keysOf, planUnits } from '../../src/core/correlation/unit.ts';
import { anEvent, aRule, idOf, MINUTE, observe } from './observe.ts';

const plan = (rule = aRule(), ...observations: Parameters<typeof planUnits>[0]) =>
  planUnits(observations, new Map([['v1', rule]]));

describe('planUnits', () => {
  it('makes one unit for each group and bucket, in order of time, with its events in order', () => {
    const bob = { group: ['arn:aws:iam::111122223333:user/bob'] };
    const units = plan(
      aRule(),
      anEvent(1, 25 * MINUTE),
      anEvent(2, 3 * MINUTE, bob),
      anEvent(3, 9 * MINUTE),
      anEvent(4, 4 * MINUTE),
    );
    expect(
      units.map(({ group, bucket, observations }) => [group[0]?.split('/')[1], bucket, observations.map(at)]),
    ).toEqual([
      ['bob', 0, [3]],
      ['alice', 0, [4, 9]],
      ['alice', 2, [25]],
    ]);
  });

  it.each([
    ['event_count', 1],
    ['value_count', 2],
    ['temporal', 2],
    ['temporal_ordered', 2],
    ['first_seen', 1],
  ] as const)(
    'of %s counts an event that is contained three times, twice with the same value or rule, %i times',
    (type, expected) => {
      const rule = aRule({ type, rules: ['a', 'b'] });
      const same = { feeder: 'a', value: 'x' };
      const [unit] = plan(rule, anEvent(1, 0, same), anEvent(1, 0, same), anEvent(1, 0, { feeder: 'b', value: 'y' }));
      expect(unit?.observations).toHaveLength(expected);
    },
  );

  it('makes one unit for each group of first_seen, whatever the times', () => {
    const units = plan(aRule({ type: 'first_seen' }), anEvent(1, 0), anEvent(2, 1_000 * MINUTE));
    expect(units.map(({ bucket, observations }) => [bucket, observations.length])).toEqual([[null, 2]]);
  });

  it('separates groups whose texts are the same when joined', () => {
    expect(plan(aRule(), anEvent(1, 0, { group: ['a', 'b'] }), anEvent(2, 0, { group: ['a,b'] }))).toHaveLength(2);
  });

  it('refuses observations without a definition', () => {
    expect(() => planUnits([anEvent(1, 0)], new Map())).toThrow('no correlation has the definition v1');
  });
});

describe('keysOf', () => {
  it.each([
    ['event_count', [/^correlation#[\w-]{22}#[\w-]{22}#2$/, /#1$/, /#3$/]],
    ['first_seen', [/^correlation#[\w-]{22}#[\w-]{22}#seen$/, /^correlation#[\w-]{22}#learning$/]],
  ] as const)('of %s starts with the key of the unit', (type, patterns) => {
    const keys = plan(aRule({ type }), anEvent(1, 25 * MINUTE)).flatMap(keysOf);
    expect(keys).toEqual(patterns.map((pattern) => expect.stringMatching(pattern)));
  });

  it.each([
    ['the rule', { correlation: 'other' }],
    ['the definition', { definition: 'v2' }],
    ['the group', { group: ['bob'] }],
  ])('depends on %s', (_, change) => {
    const rules = new Map([
      ['v1', aRule()],
      ['v2', aRule()],
    ]);
    // In one call, which hashes each definition and each group once.
    const [one, other, ...more] = planUnits([anEvent(1, 0), anEvent(1, 0, change)], rules).map(keysOf);
    expect([one?.length, other?.length, more]).toEqual([3, 3, []]);
    expect(one?.filter((key) => other?.includes(key))).toEqual([]);
  });
});

describe('isSeen', () => {
  const rule = aRule({ type: 'first_seen', timespanMs: 64 * MINUTE });
  const store = new Map<string, string>();
  observe(store, rule, [anEvent(1, 100 * MINUTE), anEvent(2, 110 * MINUTE)]);
  const [seen = ''] = [...store.keys()].filter((key) => key.endsWith('#seen'));
  const stored = store.get(seen) ?? '';

  it.each([
    ['an event within a span', [105], true],
    ['an event less than the granularity after it', [111], true],
    ['an event less than the granularity before it', [99], true],
    ['a later event', [111.1], false],
    ['an earlier event', [98.9], false],
    ['events of which one is later', [105, 140], false],
  ] as const)('knows %s: %j is %s', (_, minutes, expected) => {
    const [unit] = plan(rule, ...minutes.map((minute, index) => anEvent(10 + index, minute * MINUTE)));
    expect(unit && isSeen(unit, stored)).toBe(expected);
  });

  it('does not know the event that alerted, which must be sent again', () => {
    const [unit] = plan(rule, anEvent(1, 100 * MINUTE));
    expect(unit?.observations[0]?.eventId).toBe(idOf(1));
    expect(unit && isSeen(unit, stored)).toBe(false);
  });

  it('knows nothing by a text that cannot be read', () => {
    const [unit] = plan(rule, anEvent(3, 105 * MINUTE));
    expect(unit && isSeen(unit, '{}')).toBe(false);
  });
});

function at({ timeMs }: { timeMs: number }): number {
  return timeMs / MINUTE;
}
