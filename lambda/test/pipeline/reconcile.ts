// What has to add up in every invocation: its counters among each other, and its metrics with its counters.

import type { MemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import type { Counters } from '../../src/app/counters.ts';

/** Every way in which an invocation's numbers contradict each other; empty if they add up. */
export function contradictionsOf(counters: Counters, metrics: MemoryMetrics): string[] {
  const { recordsRead, alerted, observed, ignored, unmatched, broken, correlated } = counters;
  const { delivered, muted, collected, duplicate, held, failed, unrouted } = counters;
  const byRule = sumOf(counters.alertsByRule);
  const sums: [string, number, number][] = [
    ['records read', recordsRead, alerted + observed + ignored + unmatched + broken],
    ['alerts', alerted + correlated, delivered + muted + collected + duplicate + held + failed + unrouted],
    // Several rules can match one alert, so the sum over the rules is at least the number of alerts.
    ['alerts without a rule', Math.max(0, alerted - byRule), 0],
    ...listedFiles(counters),
    ['pushes', metrics.pushes.length, Math.min(1, metrics.pushes.length)],
    ...Object.entries(METRICS).map(
      ([name, read]) => [name, metrics.total(name), read(counters)] as [string, number, number],
    ),
  ];
  return sums.filter(([, one, other]) => one !== other).map(([what, one, other]) => `${what}: ${one} is not ${other}`);
}

function listedFiles({ verification }: Counters): [string, number, number][] {
  if (verification === undefined) return [];
  const { filesListed, filesVerified, filesRecovered, filesMissing, filesAltered, filesTooLarge } = verification;
  const known = filesVerified + filesRecovered + filesMissing + filesAltered + filesTooLarge;
  return [['listed log files', filesListed, known]];
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

const METRICS: Readonly<Record<string, (counters: Counters) => number>> = {
  LogFilesRead: (counters) => counters.logFilesRead,
  RecordsRead: (counters) => counters.recordsRead,
  AlertsRaised: (counters) => counters.alerted,
  AlertsCorrelated: (counters) => counters.correlated,
  AlertsDelivered: (counters) => counters.delivered,
  AlertsMuted: (counters) => counters.muted,
  AlertsSuppressed: (counters) => counters.suppressed,
  AlertsCollected: (counters) => counters.collected,
  AlertsSummarized: (counters) => counters.summarized,
  AlertsUnsent: (counters) => counters.unsent,
  AlertsDuplicate: (counters) => counters.duplicate,
  AlertsHeld: (counters) => counters.held,
  AlertsFailed: (counters) => counters.failed,
  AlertsUnrouted: (counters) => counters.unrouted,
  AlertsRerouted: (counters) => counters.rerouted,
  AlertsByRule: (counters) => sumOf(counters.alertsByRule),
  SummariesFailed: (counters) => counters.summariesFailed,
  StateUnavailable: (counters) => counters.stateUnavailable,
  CountsRefused: (counters) => counters.countsRefused,
  ObservationsWithoutGroup: (counters) => counters.withoutGroup,
  ObservationsRetried: (counters) => counters.observationsRetried,
  RuleErrors: (counters) => counters.ruleErrors,
  ItemsDropped: (counters) => counters.itemsDropped,
  LogFilesTooLarge: (counters) => counters.logFilesTooLarge,
  DigestsVerified: (counters) => counters.verification?.digestsVerified ?? 0,
  LogFilesVerified: (counters) => counters.verification?.filesVerified ?? 0,
  LogFilesRecovered: (counters) => counters.verification?.filesRecovered ?? 0,
  TotalAccessDeniedEvents: (counters) => counters.accessDenied,
  TotalIgnoredAccessDeniedEvents: (counters) => counters.accessDeniedIgnored,
};
