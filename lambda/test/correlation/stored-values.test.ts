// What correlations store is bounded, at the largest limits and with texts that take the most space. It can be read again, or
// counts as absent and is reported.

import { describe, expect, it } from 'vitest';
import { STORED_VALUE_MAX } from '../../src/app/ports.ts';
import { decodeBucket, encodeBucket } from '../../src/core/correlation/codec.ts';
import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { anEvent, aRule, idOf, MINUTE, observe } from './observe.ts';

const WEEK = 7 * 24 * 60 * MINUTE;
const MONTHS = 90 * 24 * 60 * MINUTE;
const GTE_MAX = 1_000;
const QUOTES = '"'.repeat(200);

/** An event whose texts are long, different from those of others, and take twice the space in JSON. */
const hostile = (event: number, timeMs: number, change: Partial<Observation> = {}): Observation =>
  anEvent(event, timeMs, {
    value: `${event}${QUOTES}`,
    eventId: `${event}${QUOTES}`,
    detail: {
      eventName: `${event}${QUOTES}`,
      error: `${event}\\${QUOTES}`,
      resource: `${event}\u0000\ud800${QUOTES}`,
      region: QUOTES,
      account: QUOTES,
    },
    ...change,
  });

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const largest = (store: ReadonlyMap<string, string>): number =>
  Math.max(...[...store.values()].map((value) => value.length));

describe('a stored value', () => {
  const FIRST = 3_000 * WEEK;

  /** Stores one event less than fires in a bucket, as an invocation does that has not read the neighboring bucket since it changed. */
  const fill = (store: Map<string, string>, rule: Correlation, startMs: number, firstEvent: number): void => {
    const alone = new Map<string, string>();
    observe(
      alone,
      rule,
      times(GTE_MAX - 1, (event) => hostile(firstEvent + event, startMs + event)),
    );
    for (const [key, value] of alone) store.set(key, value);
  };

  it.each(['event_count', 'value_count'] as const)('of %s fits if it contains all that a bucket can', (type) => {
    const rule = aRule({ type, timespanMs: WEEK, gte: GTE_MAX });
    const full = new Map<string, string>();
    const twice = [0, WEEK - GTE_MAX].flatMap((start) =>
      times(GTE_MAX - 1, (event) =>
        hostile(event, FIRST + start + event, type === 'event_count' ? {} : { eventId: idOf(start + event) }),
      ),
    );
    observe(full, rule, type === 'event_count' ? twice.slice(0, GTE_MAX - 1) : twice);
    expect([...full]).toHaveLength(1);
    expect(largest(full)).toBeGreaterThan(40 * GTE_MAX);
    expect(largest(full)).toBeLessThan(STORED_VALUE_MAX);
  });

  it.each(['event_count', 'value_count'] as const)('of %s fits if alerts touch its bucket on both sides', (type) => {
    const rule = aRule({ type, timespanMs: WEEK, gte: GTE_MAX });
    const store = new Map<string, string>();
    const boundary = FIRST + WEEK;
    fill(store, rule, boundary - 2_000, 0);
    fill(store, rule, boundary, 2_000);
    observe(store, rule, [hostile(4_000, boundary + 4_000)]);
    const endMs = boundary - 2_000 + WEEK;
    observe(
      store,
      rule,
      times(GTE_MAX - 1, (event) => hostile(6_000 + event, endMs + event)),
    );
    expect(largest(store)).toBeGreaterThan(70_000);
    expect(largest(store)).toBeLessThan(STORED_VALUE_MAX);
    fill(store, rule, endMs + 2_000, 8_000);
    const [decision] = observe(store, rule, [hostile(10_000, endMs + 4_000)]);
    expect(decision?.findings[0]?.facts.count).toBeGreaterThan(GTE_MAX);
    expect(largest(store)).toBeGreaterThan(50_000);
    expect(largest(store)).toBeLessThan(STORED_VALUE_MAX);
  });

  it('of temporal_ordered fits, however many events there are', () => {
    const rules = times(20, (index) => `rule-${index}-${QUOTES}`);
    const rule = aRule({ type: 'temporal_ordered', rules, timespanMs: WEEK, gte: rules.length });
    const store = new Map<string, string>();
    const events = times(10_000, (event) =>
      hostile(event, FIRST + event, { feeder: rules[(event * 7) % (rules.length - 1)] ?? '' }),
    );
    observe(store, rule, events);
    expect(largest(store)).toBeGreaterThan(50_000);
    expect(largest(store)).toBeLessThan(STORED_VALUE_MAX);
  });

  it('of first_seen fits, however often values come back', () => {
    const rule = aRule({ type: 'first_seen', timespanMs: MONTHS, gte: 1 });
    const store = new Map<string, string>();
    const decisions = observe(
      store,
      rule,
      times(2_000, (event) => hostile(event, event * 2 * MONTHS)),
    );
    expect(decisions.flatMap(({ findings }) => findings)).toHaveLength(2_000);
    expect(largest(store)).toBeLessThan(STORED_VALUE_MAX);
  });

  it.each(['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const)(
    'of %s can be read again',
    (type) => {
      const rules = type.startsWith('temporal') ? ['first', 'second', 'third'] : null;
      const rule = aRule({ type, rules });
      const store = new Map<string, string>();
      const feeder = (event: number): string => rules?.[event % 3] ?? 'denied-burst';
      const events = [5, 1, 3, 2, 12, 14].map((minute, event) =>
        hostile(event, minute * MINUTE, {
          feeder: feeder(event),
          ...(event % 2 === 0 ? { eventId: idOf(event) } : {}),
        }),
      );
      for (const event of events) observe(store, rule, [event]);
      expect(store.size).toBeGreaterThan(0);
      for (const [key, value] of store) {
        const bucket = decodeBucket(value, Number(key.split('#').at(-1)), rule);
        expect(bucket && encodeBucket(bucket, rule)).toBe(value);
      }
    },
  );

  it.each([
    ['is not JSON', '{"version":1'],
    ['has another version', '{"version":2,"points":""}'],
    ['has another shape', '{"version":1,"points":[]}'],
    ['is a list', '[]'],
    ['is null', 'null'],
  ])('that %s counts as absent, is reported, and is replaced', (_, value) => {
    for (const type of ['event_count', 'first_seen'] as const) {
      const rule = aRule({ type });
      const store = new Map<string, string>();
      observe(store, rule, [anEvent(1, MINUTE)]);
      const [key = ''] = store.keys();
      const expected = store.get(key);
      store.set(key, value);
      const [decision] = observe(store, rule, [anEvent(1, MINUTE)]);
      expect(decision?.unreadable).toEqual([key]);
      expect(store.get(key)).toBe(expected);
    }
  });

  it.each([
    ['event_count', ['version', 'points', 'contexts', 'resources', 'values', 'ids', 'alerts']],
    ['first_seen', ['version', 'spans', 'alerted']],
  ] as const)('of %s counts as absent if one of its parts is missing or of another kind', (type, parts) => {
    const rule = aRule({ type });
    const store = new Map<string, string>();
    observe(store, rule, [anEvent(1, MINUTE)]);
    const [[key, text] = ['', '']] = store;
    const whole = JSON.parse(text);
    for (const changed of parts.flatMap((part) => [undefined, 5].map((value) => ({ ...whole, [part]: value })))) {
      store.set(key, JSON.stringify(changed));
      expect(observe(store, rule, [anEvent(1, MINUTE)])[0]?.unreadable, store.get(key)).toEqual([key]);
      expect(store.get(key)).toBe(text);
    }
  });

  it.each([
    ...['{}', '{"version":1}', '{"version":2,"startMs":60000}', '{"version":1,"startMs":"60000"}', '{"startMs":60000}'],
    ...['5', 'null', '"version"', '{'],
  ])('of the learning time that cannot be read is written again: %s', (value) => {
    const rule = aRule({ type: 'first_seen' });
    const store = new Map<string, string>();
    observe(store, rule, [anEvent(1, MINUTE)]);
    const learning = [...store.keys()].find((key) => key.endsWith('#learning')) ?? '';
    store.set(learning, value);
    const [decision] = observe(store, rule, [anEvent(2, 2 * MINUTE)]);
    expect(decision).toMatchObject({ unreadable: [learning], needs: 'all' });
    expect(store.get(learning)).toContain(String(2 * MINUTE));
  });
});
