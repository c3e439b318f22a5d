// One invocation: the pipeline at work on one payload, how long it may take, and what it has counted so far.

import { randomUUID } from 'node:crypto';
import type { RuleErrorNotice } from '../core/threads/notice.ts';
import { type Counters, emptyCounters } from './counters.ts';
import { createDeliveryRun, type DeliveryRun } from './delivery/delivery-run.ts';
import type { Pipeline } from './pipeline.ts';

export interface Invocation {
  readonly pipeline: Pipeline;
  /** Milliseconds since the epoch after which nothing new is begun. */
  readonly deadlineMs: number;
  readonly counters: Counters;
  readonly delivery: DeliveryRun;
  /** Seconds from event to delivery of the slowest alert delivered; null while there is none. */
  slowestSeconds: number | null;
  /** Rules that failed in this invocation, each once, by notice id. */
  readonly ruleErrors: Map<string, RuleErrorNotice>;
}

/** Begins an invocation that must end by `deadlineMs`. */
export function beginInvocation(pipeline: Pipeline, deadlineMs: number): Invocation {
  const counters = emptyCounters();
  return {
    pipeline,
    deadlineMs,
    counters,
    delivery: createDeliveryRun(pipeline, deadlineMs, randomUUID(), counters),
    slowestSeconds: null,
    ruleErrors: new Map(),
  };
}
