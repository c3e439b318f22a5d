import { describe, expect, it } from 'vitest';
import { type FieldCondition, isMetByMostRecords, textTest } from './record-filter.ts';

// Each text passes the tests that are named with it, for the values `ab` and `cd`.
const TEXTS: readonly [string, readonly FieldCondition['test'][]][] = [
  ['ab', ['equals', 'startsWith', 'endsWith', 'contains', 'iequals', 'istartsWith', 'iendsWith', 'icontains']],
  ['cd', ['equals', 'startsWith', 'endsWith', 'contains', 'iequals', 'istartsWith', 'iendsWith', 'icontains']],
  ['cdx', ['startsWith', 'contains', 'istartsWith', 'icontains']],
  ['xcd', ['endsWith', 'contains', 'iendsWith', 'icontains']],
  ['xcdx', ['contains', 'icontains']],
  ['AB', ['iequals', 'istartsWith', 'iendsWith', 'icontains']],
  ['Abx', ['istartsWith', 'icontains']],
  ['xaB', ['iendsWith', 'icontains']],
  ['xABx', ['icontains']],
  ['a', []],
  ['', []],
];
const TESTS = TEXTS[0]?.[1] ?? [];

describe('the test of a text', () => {
  it.each(TEXTS)('is passed by %j for one of several values: %j', (text, passed) => {
    expect(TESTS.filter((test) => textTest(test, ['ab', 'cd'])(text))).toEqual(passed);
  });

  it('is passed by every text if it only has to exist', () => {
    expect(['', 'x'].map(textTest('exists', ['']))).toEqual([true, true]);
  });
});

describe('a condition that most records meet', () => {
  it('is that a field exists that nearly all have', () => {
    const conditions: FieldCondition[] = [
      { path: 'readOnly', test: 'exists', values: [''] },
      { path: 'readOnly', test: 'equals', values: ['x'] },
      { path: 'errorCode', test: 'exists', values: [''] },
    ];
    expect(conditions.map(isMetByMostRecords)).toEqual([true, false, false]);
  });
});
