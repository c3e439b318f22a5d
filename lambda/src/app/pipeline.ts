// What the pipeline works with: made once by a composition root (`handler.ts`, `cli`), used by every invocation.

import { randomUUID } from 'node:crypto';
import type { RouteTable } from '../core/routing/route.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import type { RuleErrorNotice } from '../core/threads/notice.ts';
import { createDeliveryRun, type DeliveryRun } from './delivery-run.ts';
import type { Clock, Destination, LogFileStore, Logger, MetricSink, StateStore } from './ports.ts';
import { emptySummary, type Summary } from './summary.ts';

export interface PipelineOptions {
  readonly functionName: string;
  /** How long later alerts of a key go into the first one's thread. */
  readonly threadWindowSeconds: number;
  readonly threadRepliesMax: number;
  /** Messages one invocation posts to a destination before it folds the rest into digests. */
  readonly maxMessagesPerInvocation: number;
  readonly notifyRuleErrors: boolean;
  readonly notifyRemovedObjects: boolean;
  readonly pushAccessDeniedMetrics: boolean;
}

export interface Pipeline {
  readonly ruleSet: RuleSet;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly routeTables: readonly RouteTable[];
  readonly options: PipelineOptions;
  readonly logFiles: LogFileStore;
  readonly state: StateStore;
  readonly metrics: MetricSink;
  readonly clock: Clock;
  readonly log: Logger;
}

/** One invocation: the pipeline, how long it may take, and what it has counted so far. */
export interface Invocation {
  readonly pipeline: Pipeline;
  /** Milliseconds since the epoch after which nothing new is begun. */
  readonly deadlineMs: number;
  readonly summary: Summary;
  readonly delivery: DeliveryRun;
  /** Seconds from event to delivery of the slowest alert delivered; null while there is none. */
  slowestSeconds: number | null;
  /** Rules that failed in this invocation, each once, by notice id. */
  readonly ruleErrors: Map<string, RuleErrorNotice>;
}

/** Begins an invocation that must end by `deadlineMs`. */
export function beginInvocation(pipeline: Pipeline, deadlineMs: number): Invocation {
  const summary = emptySummary();
  return {
    pipeline,
    deadlineMs,
    summary,
    delivery: createDeliveryRun(pipeline, deadlineMs, randomUUID(), summary),
    slowestSeconds: null,
    ruleErrors: new Map(),
  };
}
