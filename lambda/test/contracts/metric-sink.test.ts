// The contract of metric sinks. Runs against the memory twin, the log, and CloudWatch.

import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMetricSink } from '../../src/adapters/aws/cloudwatch-metrics.ts';
import { createEmbeddedMetrics } from '../../src/adapters/aws/embedded-metrics.ts';
import { createSplitMetrics } from '../../src/adapters/aws/split-metrics.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import type { Metric, MetricSink } from '../../src/app/ports.ts';
import { sumIn } from '../servers/metric-log.ts';
import { useMoto } from '../servers/shared.ts';

interface MetricWorld {
  readonly sink: MetricSink;
  /** The sum of all values pushed under a namespace and a name since the start. */
  sum(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): Promise<number>;
}

const metric = (overrides: Partial<Metric>): Metric => ({
  namespace: 'Contract',
  name: 'AlertsDelivered',
  value: 1,
  unit: 'Count',
  dimensions: {},
  ...overrides,
});

function describeMetricSink(name: string, make: () => Promise<MetricWorld>): void {
  describe(`metric sink: ${name}`, () => {
    let world: MetricWorld;
    const now = Date.now();
    beforeAll(async () => {
      world = await make();
    });

    it('accepts an empty list', async () => {
      await expect(world.sink.push([], now)).resolves.toBeUndefined();
    });

    it('adds up the values pushed under one name', async () => {
      await world.sink.push([metric({ value: 2 }), metric({ value: 3 })], now);
      await world.sink.push([metric({ value: 5 })], now);
      expect(await world.sum('Contract', 'AlertsDelivered', {})).toBe(10);
    });

    it('keeps namespaces, names and dimensions separate', async () => {
      const dimensions = { AccessDenied: 'AccessDeniedTotal' };
      await world.sink.push(
        [
          metric({ namespace: 'One', name: 'Total', dimensions, value: 7 }),
          metric({ namespace: 'One', name: 'Ignored', dimensions, value: 11 }),
          metric({ namespace: 'Two', name: 'Total', dimensions, value: 13 }),
          metric({ namespace: 'One', name: 'Total', dimensions: { rule: 'root-user-signed-in' }, value: 17 }),
        ],
        now,
      );
      expect(await world.sum('One', 'Total', dimensions)).toBe(7);
      expect(await world.sum('Two', 'Total', dimensions)).toBe(13);
      expect(await world.sum('One', 'Total', { rule: 'root-user-signed-in' })).toBe(17);
    });

    it('pushes all metrics if there are more than one call accepts', async () => {
      const many = Array.from({ length: 1_001 }, () => metric({ name: 'Many', unit: 'Milliseconds' }));
      await world.sink.push(many, now);
      expect(await world.sum('Contract', 'Many', {})).toBe(1_001);
    });
  });
}

describeMetricSink('memory', async () => {
  const sink = createMemoryMetrics();
  const isSame = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
  return {
    sink,
    sum: async (namespace, name, dimensions) =>
      sink.pushes
        .flatMap(({ metrics }) => metrics)
        .filter((pushed) => pushed.namespace === namespace && pushed.name === name)
        .filter((pushed) => isSame(pushed.dimensions, dimensions))
        .reduce((sum, { value }) => sum + value, 0),
  };
});

describeMetricSink('embedded metric format', async () => {
  const lines: string[] = [];
  return {
    sink: createEmbeddedMetrics((line) => lines.push(line)),
    sum: async (...of) => sumIn(lines.join(''), ...of),
  };
});

describe('metrics that are split by namespace', () => {
  const logged = metric({});
  const called = metric({ namespace: 'Called' });
  const split = () => {
    const [inLog, withCall] = [createMemoryMetrics(), createMemoryMetrics()];
    return { inLog, withCall, sink: createSplitMetrics(inLog, withCall, 'Called') };
  };

  it.each<[what: string, metrics: Metric[], lines: Metric[][], calls: Metric[][]]>([
    ['nothing', [], [], []],
    ['metrics for the log', [logged], [[logged]], []],
    ['metrics for a call', [called], [], [[called]]],
    ['both', [called, logged, called], [[logged]], [[called, called]]],
  ])('make a call only if there are metrics for it: %s', async (_, metrics, lines, calls) => {
    const { inLog, withCall, sink } = split();
    await sink.push(metrics, 7);
    expect(inLog.pushes.map((push) => push.metrics)).toEqual(lines);
    expect(withCall.pushes.map((push) => push.metrics)).toEqual(calls);
  });

  it('are in the log also if the call fails', async () => {
    const { inLog } = split();
    const withCall = { push: () => Promise.reject(new Error('throttled')) };
    const push = createSplitMetrics(inLog, withCall, 'Called').push([called, logged], 7);
    await expect(push).rejects.toThrow('throttled');
    expect(inLog.total('AlertsDelivered')).toBe(1);
  });
});

describe('with CloudWatch', () => {
  beforeAll(useMoto);

  describeMetricSink('CloudWatch', async () => ({
    sink: createMetricSink(),
    sum: async (Namespace, MetricName, dimensions) => {
      const { Datapoints = [] } = await new CloudWatchClient({}).send(
        new GetMetricStatisticsCommand({
          Namespace,
          MetricName,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          StartTime: new Date(Date.now() - 3_600_000),
          EndTime: new Date(Date.now() + 3_600_000),
          Period: 60,
          Statistics: ['Sum'],
        }),
      );
      return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
    },
  }));
});
