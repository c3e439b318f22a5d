// Metrics in memory. In: the pushes of the pipeline. Out: the same pushes, for tests to inspect. Never sends anything.

import type { Metric, MetricSink } from '../../app/ports.ts';

interface MemoryPush {
  readonly atMs: number;
  readonly metrics: readonly Metric[];
}

export interface MemoryMetrics extends MetricSink {
  readonly pushes: readonly MemoryPush[];
  /** The sum of all values pushed under a name, over all dimensions. */
  total(name: string): number;
}

/** An in-process `MetricSink`. */
export function createMemoryMetrics(): MemoryMetrics {
  const pushes: MemoryPush[] = [];
  return {
    pushes,
    async push(metrics, atMs) {
      pushes.push({ atMs, metrics: [...metrics] });
    },
    total: (name) =>
      pushes
        .flatMap(({ metrics }) => metrics)
        .filter((metric) => metric.name === name)
        .reduce((sum, { value }) => sum + value, 0),
  };
}
