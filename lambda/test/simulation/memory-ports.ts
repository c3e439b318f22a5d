// What the worlds of histories have in common: options, and the ports in memory that no history replaces.

import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryRetryQueue } from '../../src/adapters/memory/retry-queue.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { PipelineOptions } from '../../src/app/pipeline.ts';

export const OPTIONS: PipelineOptions = {
  functionName: 'f',
  threadWindowSeconds: 900,
  threadRepliesMax: 1_000,
  maxMessagesPerInvocation: 1_000,
  notifyRuleErrors: true,
  notifyRemovedObjects: true,
  pushAccessDeniedMetrics: true,
};

/** Ports for one invocation. */
export function memoryPorts() {
  return {
    correlations: createCorrelationMemory(createMemoryCorrelations()),
    metrics: createMemoryMetrics(),
    retryQueue: createMemoryRetryQueue(),
    log: createCollectingLog(),
  };
}
