// The metric sink of the function: most metrics go out as lines of the log, those of one namespace with a call.
// In: all metrics of an invocation. Out: both. What the log gets does not depend on whether the call succeeds.

import type { MetricSink } from '../../app/ports.ts';

/** Uses `withCall` for the metrics of `calledNamespace` and `inLog` for all others. */
export function createSplitMetrics(inLog: MetricSink, withCall: MetricSink, calledNamespace: string): MetricSink {
  return {
    async push(metrics, atMs) {
      const called = metrics.filter(({ namespace }) => namespace === calledNamespace);
      const logged = metrics.filter(({ namespace }) => namespace !== calledNamespace);
      if (logged.length > 0) await inLog.push(logged, atMs);
      if (called.length > 0) await withCall.push(called, atMs);
    },
  };
}
