// The pipeline of a replay: the real pipeline with an in-memory state table, local files instead of S3, and a view instead
// of Slack.

import { createManualClock, type ManualClock } from '../../adapters/memory/clock.ts';
import { createMemoryCollections } from '../../adapters/memory/collections.ts';
import {
  type CorrelationSnapshot,
  createMemoryCorrelations,
  type MemoryCorrelations,
} from '../../adapters/memory/correlations.ts';
import { createMemoryMetrics } from '../../adapters/memory/metrics.ts';
import { createMemoryRetryQueue } from '../../adapters/memory/retry-queue.ts';
import { createMemoryState, type MemoryState, type StateSnapshot } from '../../adapters/memory/state.ts';
import { createCorrelationMemory } from '../../app/correlation/correlation-memory.ts';
import type { Pipeline } from '../../app/pipeline.ts';
import type { Logger } from '../../app/ports.ts';
import { EVERY_RECORD } from '../../core/records/record-filter.ts';
import { hasSchedules } from '../../core/routing/route.ts';
import type { RuleSet } from '../../core/rules/rule-set.ts';
import type { Settings } from '../../setup/settings.ts';
import type { View } from './view.ts';

export interface ReplayPipeline extends Pipeline {
  readonly clock: ManualClock;
  readonly state: MemoryState;
  readonly correlationStore: MemoryCorrelations;
}

/** What an interrupted replay had stored. */
export interface StoredByReplay {
  readonly startedMs: number;
  readonly state: StateSnapshot;
  readonly correlations: CorrelationSnapshot;
}

/** Creates the pipeline of a replay, except for where it reads. */
export function createReplayPipeline(
  settings: Settings,
  ruleSet: RuleSet,
  view: View,
  log: Logger,
  stored?: StoredByReplay,
): Omit<ReplayPipeline, 'logFiles'> {
  const correlationStore = createMemoryCorrelations(stored?.correlations);
  return {
    ruleSet: observed(ruleSet, view.onDecision),
    destinations: new Map(view.destinations.map((destination) => [destination.id, destination])),
    routeTables: view.routeTables,
    options: view.unfolded ? { ...settings, ...UNFOLDED } : settings,
    correlations: createCorrelationMemory(correlationStore),
    correlationStore,
    state: createMemoryState(stored?.state),
    ...(hasSchedules(view.routeTables) && { collections: createMemoryCollections() }),
    metrics: createMemoryMetrics(),
    retryQueue: createMemoryRetryQueue(),
    clock: createManualClock(stored?.startedMs ?? Date.now()),
    log,
  };
}

const UNFOLDED = {
  threadRepliesMax: Number.POSITIVE_INFINITY,
  maxMessagesPerInvocation: Number.POSITIVE_INFINITY,
};

function observed(ruleSet: RuleSet, onDecision: View['onDecision']): RuleSet {
  if (!onDecision) return ruleSet;
  return {
    ...ruleSet,
    filter: EVERY_RECORD,
    decide(record) {
      const decision = ruleSet.decide(record);
      onDecision(record, decision);
      return decision;
    },
  };
}
