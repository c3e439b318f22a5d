// Deliveries to one destination, without anything that is read or decided before them.

import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { deliverNotices } from '../../src/app/delivery/deliver.ts';
import { beginInvocation } from '../../src/app/invocation.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Destination } from '../../src/app/ports.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { createWorld } from './pipeline-world.ts';

/** A pipeline that delivers everything to the destination, with at most `max` messages in an invocation. */
export function createOneDestination(destination: Destination, max: number) {
  const world = createWorld();
  const pipeline: Pipeline = {
    ...world.pipeline,
    metrics: createMemoryMetrics(),
    destinations: new Map([[destination.id, destination]]),
    routeTables: [[{ destination: destination.id }]],
    options: { ...world.pipeline.options, maxMessagesPerInvocation: max },
  };
  /** Delivers notices in an invocation. */
  const deliver = (notices: readonly Notice[], ports: Partial<Pipeline> = {}, lastsMs = 60_000) => {
    const { delivery } = beginInvocation({ ...pipeline, ...ports }, world.clock.nowMs() + lastsMs);
    return deliverNotices(notices, delivery);
  };
  return { clock: world.clock, pipeline, deliver };
}
