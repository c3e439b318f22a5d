// The metric sink of the function: most metrics go out as lines of the log, those of some namespaces with a call.
// In: all metrics of an invocation. Out: both. What the log gets does not depend on whether the call succeeds.

import type { MetricSink } from '../../app/ports.ts';

export interface MetricSinks {
  readonly inLog: MetricSink;
  readonly withCalls: MetricSink;
}

/** A `MetricSink` that uses `withCalls` for the metrics of `calledNamespaces` and `inLog` for all others. */
export function createSplitMetrics({ inLog, withCalls }: MetricSinks, calledNamespaces: readonly string[]): MetricSink {
  return {
    async push(metrics, atMs) {
      const called = metrics.filter(({ namespace }) => calledNamespaces.includes(namespace));
      const logged = metrics.filter(({ namespace }) => !calledNamespaces.includes(namespace));
      if (logged.length > 0) await inLog.push(logged, atMs);
      if (called.length > 0) await withCalls.push(called, atMs);
    },
  };
}
