// Random histories: few groups and values, times around the boundaries of buckets and exactly a timespan apart, some before 1970.

import fc from 'fast-check';
import type { Correlation, CorrelationType } from '../../src/core/correlation/correlation.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import type { History } from './play.ts';

const RULES = ['first', 'second', 'third', 'fourth'];
const TIMESPANS = [7, 1_000, 64_000];

const ruleOf = (type: CorrelationType): fc.Arbitrary<Correlation> =>
  fc
    .record({
      timespanMs: fc.constantFrom(...TIMESPANS),
      gte: fc.integer({ min: 1, max: 4 }),
      learns: fc.boolean(),
      feeders: fc.constantFrom(1, 2, 3, 4),
      hasRules: fc.boolean(),
    })
    .map(({ timespanMs, gte, learns, feeders, hasRules }) => {
      const rules = hasRules || type.startsWith('temporal') ? RULES.slice(0, feeders) : null;
      return {
        ...{ type, rules, timespanMs, groupBy: ['userIdentity.arn'], aliases: {} },
        field: type === 'value_count' ? 'requestParameters.secretId' : null,
        gte: type === 'first_seen' ? 1 : type.startsWith('temporal') ? feeders : gte,
        learnMs: type === 'first_seen' && learns ? timespanMs : 0,
      };
    });

const timeIn = (timespanMs: number): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.integer({ min: -2, max: 2 }),
      fc.oneof(
        fc.constantFrom(-1, 0, 1, timespanMs / 2, timespanMs / 2 - 1, timespanMs / 64),
        fc.integer({ min: 0, max: timespanMs - 1 }),
      ),
    )
    .map(([bucket, offset]) => Math.round((bucket + 1) * timespanMs + offset));

const eventsOf = (rule: Correlation): fc.Arbitrary<Observation[][]> =>
  fc
    .array(
      fc.record({
        timeMs: timeIn(rule.timespanMs),
        group: fc.constantFrom('alice', 'alice', 'alice\ud800', ''),
        value: fc.constantFrom('a', 'b', 'A', '', `${'x'.repeat(500)}y`, `${'x'.repeat(500)}z`),
        feeders: feedersOf(rule),
      }),
      { minLength: 1, maxLength: 24, size: '+1' },
    )
    .map((events) =>
      events.map(({ timeMs, group, value, feeders }, index) =>
        feeders.map((feeder) => ({
          ...{ correlation: 'burst', definition: 'v1', feeder, group: [group], timeMs, eventId: idOf(index) },
          value: rule.type === 'value_count' ? value : null,
          detail: {
            ...{ eventName: `Get${value}`, error: '', resource: `arn:${value}` },
            ...{ region: 'eu-west-1', account: '111122223333' },
          },
        })),
      ),
    );

const feedersOf = ({ rules }: Correlation): fc.Arbitrary<readonly string[]> =>
  rules === null ? fc.constant(['burst']) : fc.subarray([...rules], { minLength: 1 });

// Almost all ids are UUIDs in lower case, which are stored in another form than others.
const idOf = (index: number): string => {
  const uuid = `7e11d4ef-31f4-4a3c-9d1c-${String(index).padStart(12, '0')}`;
  return [uuid.toUpperCase(), `event#${index}`][index % 8] ?? uuid;
};

/** Histories of a type of correlation. */
export const historyOf = (type: CorrelationType): fc.Arbitrary<History> =>
  ruleOf(type).chain((rule) =>
    eventsOf(rule).chain((events) =>
      fc.record({
        rule: fc.constant(rule),
        events: fc.constant(events),
        batches: fc.array(fc.array(fc.nat({ max: events.length - 1 }), { minLength: 1, maxLength: 12 }), {
          minLength: 1,
          maxLength: 6,
        }),
        steps: fc.array(
          fc.record({ turn: fc.nat({ max: 5 }), crashes: fc.nat({ max: 15 }).map((chance) => chance === 0) }),
          { maxLength: 120, size: 'max' },
        ),
      }),
    ),
  );
