// Runs a history through the real decisions and correlations, in memory. In: events in batches, as log files arrive. Out: the
// alerts, and what the correlations store afterwards. Delivers nothing.

import { createMemoryCorrelations } from '../../adapters/memory/correlations.ts';
import { createMemoryLogFiles } from '../../adapters/memory/log-files.ts';
import { correlate } from '../../app/correlation/correlate.ts';
import { createCorrelationMemory } from '../../app/correlation/correlation-memory.ts';
import { decideRecords } from '../../app/decide-records.ts';
import { beginInvocation } from '../../app/invocation.ts';
import type { CorrelationStore, Logger } from '../../app/ports.ts';
import { emptyTally } from '../../app/tally.ts';
import type { Observation } from '../../core/correlation/observation.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { RuleFailure } from '../../core/rules/rule.ts';
import type { RuleSet } from '../../core/rules/rule-set.ts';
import { noticeOfAlert } from '../../core/threads/make-notice.ts';
import { type AlertNotice, isContinued } from '../../core/threads/notice.ts';
import type { Settings } from '../../setup/settings.ts';
import { createReplayPipeline } from '../replay/replay-pipeline.ts';

export interface HistoryAlert {
  readonly notice: AlertNotice;
  /** How many other events add to its count. */
  readonly more: number;
}

export interface History {
  /** In the order in which they were found; each once. */
  readonly alerts: readonly HistoryAlert[];
  /** What fed correlations, including alerts that feed others. */
  readonly observations: readonly Observation[];
  /** By key. */
  readonly stored: ReadonlyMap<string, string>;
  readonly records: number;
  readonly withoutGroup: number;
  readonly failures: readonly RuleFailure[];
}

type Batches = Iterable<readonly CloudTrailRecord[]> | AsyncIterable<readonly CloudTrailRecord[]>;

const BATCH_MS = 15 * 60 * 1_000;
const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const NO_VIEW = { destinations: [], routeTables: [], unfolded: true, finish: () => {}, threads: () => null };

/** Decides and correlates every batch, one after the other. */
export async function runHistory(batches: Batches, ruleSet: RuleSet, settings: Settings): Promise<History> {
  const stored = new Map<string, string>();
  const observations: Observation[] = [];
  const pipeline = {
    ...createReplayPipeline(settings, observing(ruleSet, observations), NO_VIEW, SILENT),
    logFiles: createMemoryLogFiles(),
    correlations: createCorrelationMemory(recording(createMemoryCorrelations(), stored)),
  };
  const notices: AlertNotice[] = [];
  const failures: RuleFailure[] = [];
  const counts = { records: 0, withoutGroup: 0 };
  for await (const records of batches) {
    const decisions = decideRecords(records, null, ruleSet);
    observations.push(...decisions.observations.map(({ observation }) => observation));
    notices.push(...decisions.alerts.map(noticeOfAlert));
    failures.push(...decisions.failures.map(({ failure }) => failure));
    counts.records += records.length;
    counts.withoutGroup += decisions.withoutGroup;
    const invocation = beginInvocation(pipeline, pipeline.clock.nowMs() + BATCH_MS);
    const observed = decisions.observations.map((one) => ({ ...one, tally: emptyTally() }));
    for (const { notice } of await correlate(observed, invocation)) if (notice.kind === 'alert') notices.push(notice);
  }
  return { alerts: alertsOf(notices), observations, stored, failures, ...counts };
}

// Alerts that feed other correlations are observed only while correlating.
function observing(ruleSet: RuleSet, observations: Observation[]): RuleSet {
  return {
    ...ruleSet,
    observeFinding(finding) {
      const found = ruleSet.observeFinding(finding);
      observations.push(...found);
      return found;
    },
  };
}

function recording(store: CorrelationStore, stored: Map<string, string>): CorrelationStore {
  return {
    read: store.read,
    async commit(changes, nowMs) {
      const applied = await store.commit(changes, nowMs);
      for (const [index, { writes }] of changes.entries()) {
        if (applied[index]) for (const { key, value } of writes) stored.set(key, value);
      }
      return applied;
    },
  };
}

function alertsOf(notices: readonly AlertNotice[]): readonly HistoryAlert[] {
  const unique = [...new Map(notices.map((notice) => [notice.id, notice])).values()];
  const more = new Map<string | null, number>();
  for (const { threadKey } of unique.filter(isContinued)) more.set(threadKey, (more.get(threadKey) ?? 0) + 1);
  return unique
    .filter(({ alert }) => alert.continued !== true)
    .map((notice) => ({ notice, more: notice.alert.correlation ? (more.get(notice.threadKey) ?? 0) : 0 }));
}
