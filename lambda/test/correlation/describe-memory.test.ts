import { describe, expect, it } from 'vitest';
import type { Correlation } from '../../src/core/correlation/correlation.ts';
import { describeMemory } from '../../src/core/correlation/describe-memory.ts';
import { anEvent, aRule, idOf, MINUTE, observe } from './observe.ts';

const { correlation, definition, group } = anEvent(0, 0);

function memoryAfter(rule: Correlation, minutes: readonly number[]) {
  const store = new Map<string, string>();
  for (const [index, minute] of minutes.entries()) {
    observe(store, rule, [anEvent(index, minute * MINUTE, { value: `secret-${index}` })]);
    observe(store, rule, [anEvent(100 + index, minute * MINUTE, { group: ['bob'] })]);
  }
  return describeMemory({ rule, correlation, definition, group }, store);
}

describe('describeMemory', () => {
  it('shows the events of the group that can still become an alert, and the most within one timespan', () => {
    const memory = memoryAfter(aRule({ type: 'value_count' }), [25, 1, 4]);
    expect(memory.events.map(({ eventId, timeMs, value }) => [eventId, timeMs / MINUTE, value])).toEqual([
      [idOf(1), 1, 'secret-1'],
      [idOf(2), 4, 'secret-2'],
      [idOf(0), 25, 'secret-0'],
    ]);
    expect(memory.most).toEqual({ count: 2, firstMs: MINUTE, lastMs: 4 * MINUTE });
    expect(memory.alerts).toEqual([]);
  });

  it('shows alerts once, however many buckets they touch', () => {
    const memory = memoryAfter(aRule(), [8, 9, 11, 30]);
    expect(memory.alerts).toEqual([
      {
        ...{ startMs: 8 * MINUTE, endMs: 18 * MINUTE, count: 3, firstMs: 8 * MINUTE, lastMs: 11 * MINUTE },
        eventIds: [idOf(0), idOf(1), idOf(2)],
      },
    ]);
    expect(memory.events.map(({ eventId }) => eventId)).toEqual([idOf(3)]);
  });

  it('shows when a group was seen, which events alerted, and how long the rule learns', () => {
    const rule = aRule({ type: 'first_seen', timespanMs: 60 * MINUTE, gte: 1, learnMs: 90 * MINUTE });
    const memory = memoryAfter(rule, [0, 30, 200, 210]);
    expect(memory.spans).toEqual([
      { fromMs: 0, toMs: 30 * MINUTE },
      { fromMs: 200 * MINUTE, toMs: 210 * MINUTE },
    ]);
    expect(memory.alerts.map(({ startMs, eventIds }) => [startMs, eventIds])).toEqual([[200 * MINUTE, [idOf(2)]]]);
    expect(memory.learning).toEqual({ startMs: 0, endMs: 90 * MINUTE });
  });

  it.each(['event_count', 'first_seen'] as const)('of %s reports values that cannot be read', (type) => {
    const store = new Map<string, string>();
    const rule = aRule({ type });
    observe(store, rule, [anEvent(1, MINUTE)]);
    const keys = [...store.keys()];
    const memory = describeMemory({ rule, correlation, definition, group }, new Map(keys.map((key) => [key, '{}'])));
    expect(memory).toMatchObject({ events: [], alerts: [], spans: [], learning: null, unreadable: keys });
  });

  it.each(['event_count', 'first_seen'] as const)('of %s shows nothing of a group that was never seen', (type) => {
    const rule = aRule({ type });
    expect(describeMemory({ rule, correlation, definition, group }, new Map())).toEqual({
      ...{ events: [], most: null, alerts: [], spans: [], learning: null, unreadable: [] },
    });
  });
});
