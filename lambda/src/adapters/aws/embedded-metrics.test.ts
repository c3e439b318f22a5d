import { describe, expect, it } from 'vitest';
import { samplesIn } from '../../../test/servers/metric-log.ts';
import type { Metric } from '../../app/ports.ts';
import { createEmbeddedMetrics, toDocuments } from './embedded-metrics.ts';

const metric = (overrides: Partial<Metric> = {}): Metric => ({
  namespace: 'One',
  name: 'Alerts',
  value: 1,
  unit: 'Count',
  dimensions: { FunctionName: 'f' },
  ...overrides,
});
const named = (count: number, overrides: Partial<Metric> = {}) =>
  Array.from({ length: count }, (_, index) => metric({ name: `Metric${index}`, ...overrides }));
const dimensions = (count: number, value = 'x') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`Dimension${index}`, value]));
const sizes = (metrics: readonly Metric[]) =>
  toDocuments(metrics, 0).map(({ _aws }) => _aws.CloudWatchMetrics[0].Metrics.length);

describe('toDocuments', () => {
  it('puts metrics with the same dimensions into one line, which names each value once', () => {
    expect(toDocuments([metric({ value: 2 }), metric({ name: 'Latency', value: 1.5, unit: 'Seconds' })], 7)).toEqual([
      {
        _aws: {
          Timestamp: 7,
          CloudWatchMetrics: [
            {
              Namespace: 'One',
              Dimensions: [['FunctionName']],
              Metrics: [
                { Name: 'Alerts', Unit: 'Count' },
                { Name: 'Latency', Unit: 'Seconds' },
              ],
            },
          ],
        },
        FunctionName: 'f',
        Alerts: 2,
        Latency: 1.5,
      },
    ]);
  });

  it.each<[what: string, given: readonly Metric[], expected: readonly number[]]>([
    ['nothing', [], []],
    ['the values of one metric by rule', ['a', 'b'].map((Rule) => metric({ dimensions: { Rule } })), [1, 1]],
    ['the same name twice', [metric(), metric()], [1, 1]],
    ['two namespaces, mixed', [metric(), metric({ namespace: 'Two' }), metric({ name: 'Other' })], [2, 1]],
    ['as many metrics as a line accepts', named(100), [100]],
    ['one more than a line accepts', named(101), [100, 1]],
  ])('writes as few lines as it can: %s', (_, given, expected) => {
    expect(sizes(given)).toEqual(expected);
  });

  it('keeps the largest line far below the 256 KB at which Lambda splits it', () => {
    const given = named(100, { name: 'n'.repeat(255), dimensions: dimensions(30, '"'.repeat(2_000)) });
    const [line] = toDocuments(
      given.map((one, index) => ({ ...one, name: `${one.name.slice(0, 250)}${index}` })),
      0,
    );
    expect(line?._aws.CloudWatchMetrics[0].Metrics).toHaveLength(100);
    expect(JSON.stringify(line).length).toBeLessThan(200_000);
  });

  it('accepts 30 dimensions, and reports 31', () => {
    expect(sizes([metric({ dimensions: dimensions(30) })])).toEqual([1]);
    expect(() => sizes([metric({ dimensions: dimensions(31) })])).toThrow(/One has 31 dimensions/);
  });

  it.each<[what: string, given: string, expected: string]>([
    ['letters beyond ASCII', 'gelöschte Rolle', String.raw`gel\u00f6schte Rolle`],
    ['only spaces', '  ', '-'],
    ['a value that is too long', 'x'.repeat(2_000), 'x'.repeat(1_024)],
  ])('makes dimension values that CloudWatch accepts: %s', (_, given, expected) => {
    expect(toDocuments([metric({ dimensions: { Rule: given } })], 0)[0]?.Rule).toBe(expected);
  });
});

describe('createEmbeddedMetrics', () => {
  it('writes whole lines from which CloudWatch extracts the metrics', async () => {
    const lines: string[] = [];
    const rule = metric({ name: 'AlertsByRule', value: 3, dimensions: { FunctionName: 'f', Rule: 'a rule' } });
    await createEmbeddedMetrics((line) => lines.push(line)).push([metric(), rule], 7);
    expect(lines.map((line) => line.indexOf('\n'))).toEqual(lines.map((line) => line.length - 1));
    expect(samplesIn(lines.join(''))).toEqual([metric(), rule].map((one) => ({ ...one, atMs: 7 })));
  });
});
