import { describe, expect, it } from 'vitest';
import type { Metric } from '../../app/ports.ts';
import { toBatches } from './cloudwatch-metrics.ts';

const metrics = (count: number, overrides: Partial<Metric> = {}): Metric[] =>
  Array.from({ length: count }, () => ({
    namespace: 'One',
    name: 'Alerts',
    value: 1,
    unit: 'Count',
    dimensions: {},
    ...overrides,
  }));

describe('toBatches', () => {
  it.each<[what: string, given: Metric[], expected: [namespace: string, data: number][]]>([
    ['nothing', [], []],
    ['one namespace', metrics(3), [['One', 3]]],
    [
      'two namespaces, mixed',
      [...metrics(1), ...metrics(2, { namespace: 'Two' }), ...metrics(1)],
      [
        ['One', 2],
        ['Two', 2],
      ],
    ],
    ['as many metrics as a call accepts', metrics(1_000), [['One', 1_000]]],
    [
      'one more than a call takes',
      metrics(1_001),
      [
        ['One', 1_000],
        ['One', 1],
      ],
    ],
  ])('makes as few calls as it can: %s', (_, given, expected) => {
    const batches = toBatches(given, new Date(0)).map(({ Namespace, MetricData }) => [Namespace, MetricData.length]);
    expect(batches).toEqual(expected);
  });

  it('keeps every call below one megabyte', () => {
    const dimensions = Object.fromEntries(Array.from({ length: 3 }, (_, i) => [`name ${i}`, 'x'.repeat(1_000)]));
    const batches = toBatches(metrics(700, { dimensions }), new Date(0));
    expect(batches.map((batch) => JSON.stringify(batch).length < 1_000_000)).toEqual([true, true, true]);
    expect(batches.flatMap(({ MetricData }) => MetricData)).toHaveLength(700);
  });

  it.each<[what: string, given: string, expected: string]>([
    ['plain text', 'root-user-acted', 'root-user-acted'],
    ['letters beyond ASCII', 'gelöschte Rolle', String.raw`gel\u00f6schte Rolle`],
    ['a surrogate pair', 'fire 🔥', String.raw`fire \ud83d\udd25`],
    ['control characters', 'a\tb', String.raw`a\u0009b`],
    ['only spaces', '  ', '-'],
    ['a value that is too long', 'x'.repeat(2_000), 'x'.repeat(1_024)],
  ])('makes dimension values that CloudWatch accepts: %s', (_, given, expected) => {
    const [batch] = toBatches(metrics(1, { dimensions: { Rule: given } }), new Date(0));
    expect(batch?.MetricData[0]?.Dimensions).toEqual([{ Name: 'Rule', Value: expected }]);
  });
});
