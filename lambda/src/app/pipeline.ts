// What the pipeline needs: created once by a composition root (`handler.ts`, `cli`), used by every invocation.

import type { RecordOrigin } from '../core/records/record.ts';
import type { RouteTable } from '../core/routing/route.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import type { CorrelationMemory } from './correlation/correlation-memory.ts';
import type { DecidedPart } from './decide-log-file.ts';
import type { Heartbeat } from './heartbeat/digested-accounts-port.ts';
import type { AcknowledgementStore } from './mutes/acknowledgement-store-port.ts';
import type { InstanceMutes } from './mutes/instance-mutes.ts';
import type { Clock, Destination, LogFileStore, Logger, MetricSink, RetryQueue, StateStore } from './ports.ts';
import type { CollectionStore } from './summaries/collection-port.ts';
import type { RemainingWatch } from './summaries/remaining-watch.ts';
import type { Verification } from './verification/verification.ts';

export interface PipelineOptions {
  readonly functionName: string;
  /** How long later alerts of a key go into the first one's thread. */
  readonly threadWindowSeconds: number;
  readonly threadRepliesMax: number;
  /** Messages one invocation posts to a destination before it folds the rest into a summary. */
  readonly maxMessagesPerInvocation: number;
  readonly notifyRuleErrors: boolean;
  readonly notifyRemovedObjects: boolean;
  readonly pushAccessDeniedMetrics: boolean;
}

export interface Pipeline {
  readonly ruleSet: RuleSet;
  /** Reads and decides on a log file in other threads, instead of reading it from `logFiles`. */
  readonly decideElsewhere?: (origin: RecordOrigin) => AsyncIterable<DecidedPart>;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly routeTables: readonly RouteTable[];
  readonly options: PipelineOptions;
  readonly logFiles: LogFileStore;
  readonly state: StateStore;
  readonly correlations: CorrelationMemory;
  /** Absent if log files are not verified. */
  readonly heartbeat?: Heartbeat;
  /** Absent if log files are not verified. */
  readonly verification?: Verification;
  /** Absent where nothing is collected: alerts of routes with a schedule are then posted like all others. */
  readonly collections?: CollectionStore;
  /** Present where alerts are collected but no route has a schedule: what was collected before is then sent by any invocation. */
  readonly remaining?: RemainingWatch;
  /** What people decided in Slack; absent if messages have no buttons. */
  readonly mutes?: InstanceMutes;
  readonly acknowledgements?: AcknowledgementStore;
  readonly metrics: MetricSink;
  readonly retryQueue: RetryQueue;
  readonly clock: Clock;
  readonly log: Logger;
}
