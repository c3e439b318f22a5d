// Skipping kinds of events never changes a decision.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldCondition, RecordFilter } from '../../lambda/src/core/records/record-filter.ts';
import { createRuleSet } from '../../lambda/src/core/rules/create-rule-set.ts';
import { EventKinds } from '../src/engine/event-kinds.ts';

const word = fc.constantFrom('A', 'Ab', 'aB', 'bA', '', 'AccessDenied');
const record = fc.record(
  {
    eventName: fc.oneof(word, fc.constant(5)),
    eventSource: word,
    errorCode: fc.oneof(word, fc.constant(null)),
    awsRegion: word,
  },
  { requiredKeys: [] },
);
const value = word.map((text) => JSON.stringify(text));
const field = fc.constantFrom('eventName', 'eventSource', 'errorCode', 'awsRegion');
const condition = fc.oneof(
  fc.tuple(field, value).map(([name, text]) => `${name} == ${text}`),
  fc
    .tuple(field, value, fc.constantFrom('startsWith', 'contains', 'icontains', 'iendsWith', 'iequals'))
    .map(([name, text, test]) => `${test}(${name}, ${text})`),
);
const expression = fc
  .array(condition, { minLength: 1, maxLength: 3 })
  .chain((all) => fc.constantFrom(' and ', ' or ').map((joint) => all.join(joint)));

describe('events of a kind that no rule can match', () => {
  it('are unmatched', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1 }),
        fc.array(expression, { minLength: 1, maxLength: 3 }),
        (records, rules) => {
          const definition = { severity: 'low', description: '', pack: null, runbookUrl: null } as const;
          const { filter, decide } = createRuleSet({
            rules: rules.map((rule, index) => ({ ...definition, name: `rule ${index}`, expression: rule })),
            ...{ ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: true },
          });
          const kinds = new EventKinds();
          for (const one of records) kinds.add(one);
          const mayMatch = kinds.mayMatch(filter);
          for (const [id, one] of records.entries()) {
            if (!mayMatch(id)) expect(decide(one).outcome).toBe('unmatched');
          }
        },
      ),
    );
  });

  it.each<[name: string, condition: FieldCondition, expected: boolean]>([
    ['an equal name', { path: 'eventName', test: 'equals', values: ['StopLogging'] }, true],
    ['another name', { path: 'eventName', test: 'equals', values: ['StartLogging'] }, false],
    ['a part without regard to case', { path: 'eventName', test: 'icontains', values: ['plog'] }, true],
    ['a field that is missing', { path: 'errorCode', test: 'contains', values: [''] }, false],
    ['a field that is no part of the kind', { path: 'awsRegion', test: 'equals', values: ['x'] }, true],
  ])('are found by %s', (_, one, expected) => {
    const kinds = new EventKinds();
    kinds.add({ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' });
    const filter: RecordFilter = { alternatives: [[one]] };
    expect(kinds.mayMatch(filter)(0)).toBe(expected);
  });
});
