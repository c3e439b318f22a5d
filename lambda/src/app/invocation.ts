// One invocation: the pipeline for one payload, with its deadline, its counters and the notices in hand.

import { randomUUID } from 'node:crypto';
import type { Notice, RuleErrorNotice } from '../core/threads/notice.ts';
import { type Counters, emptyCounters } from './counters.ts';
import type { ObservedRecord } from './decide-records.ts';
import { createDeliveryRun, type DeliveryRun } from './delivery/delivery-run.ts';
import type { Pipeline } from './pipeline.ts';
import type { Tally } from './tally.ts';
import { emptyVerificationCounters } from './verification/verification.ts';

/** What is in hand: decided, but not delivered yet. */
interface Backlog {
  readonly entries: BacklogEntry[];
  /** What feeds correlations. */
  readonly observed: Observed[];
  /** About how many characters of JSON the records have. */
  size: number;
}

/** A notice, and the tally of the item that it came from. */
export interface BacklogEntry {
  readonly notice: Notice;
  readonly tally: Tally;
}

/** An observation, and the tally of the item that it came from. */
export interface Observed extends ObservedRecord {
  readonly tally: Tally;
}

export interface Invocation {
  readonly pipeline: Pipeline;
  /** When the invocation ends at the latest, in milliseconds since the epoch. `delivery.deadlineMs` is when it must end what it does. */
  readonly endMs: number;
  readonly startedMs: number;
  readonly backlog: Backlog;
  /** How long the slowest log file took to read, and all deliveries together, in milliseconds. */
  slowestReadMs: number;
  deliveringMs: number;
  readonly counters: Counters;
  readonly delivery: DeliveryRun;
  /** Seconds from event to delivery of the slowest alert delivered; null while there is none. */
  slowestSeconds: number | null;
  /** Accounts that are dark; null unless the heartbeat counted them. */
  accountsDark: number | null;
  /** Rules that failed in this invocation, each once, by notice id. */
  readonly ruleErrors: Map<string, RuleErrorNotice>;
}

/** Begins an invocation that ends at `endMs` (milliseconds since the epoch) at the latest. */
export function beginInvocation(pipeline: Pipeline, endMs: number): Invocation {
  const counters = emptyCounters();
  if (pipeline.verification) counters.verification = emptyVerificationCounters();
  return {
    pipeline,
    endMs,
    startedMs: pipeline.clock.nowMs(),
    backlog: { entries: [], observed: [], size: 0 },
    slowestReadMs: 0,
    deliveringMs: 0,
    counters,
    delivery: createDeliveryRun(pipeline, endMs, randomUUID(), counters),
    slowestSeconds: null,
    accountsDark: null,
    ruleErrors: new Map(),
  };
}
