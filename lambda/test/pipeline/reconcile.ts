// What has to add up in every invocation: its counters among each other, and its metrics with its counters.

import type { MemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import type { Summary } from '../../src/app/summary.ts';

/** Every way in which an invocation's numbers contradict each other; empty if they add up. */
export function contradictionsOf(summary: Summary, metrics: MemoryMetrics): string[] {
  const { recordsRead, alerted, ignored, unmatched, broken } = summary;
  const { delivered, duplicate, held, failed, unrouted } = summary;
  const byRule = Object.values(summary.alertsByRule).reduce((sum, count) => sum + count, 0);
  const sums: [string, number, number][] = [
    ['records read', recordsRead, alerted + ignored + unmatched + broken],
    ['alerts', alerted, delivered + duplicate + held + failed + unrouted],
    ['alerts by rule', alerted, byRule],
    ['pushes', metrics.pushes.length, Math.min(1, metrics.pushes.length)],
    ...Object.entries(METRICS).map(
      ([name, read]) => [name, metrics.total(name), read(summary)] as [string, number, number],
    ),
  ];
  return sums.filter(([, one, other]) => one !== other).map(([what, one, other]) => `${what}: ${one} is not ${other}`);
}

const METRICS: Readonly<Record<string, (summary: Summary) => number>> = {
  LogFilesRead: (summary) => summary.logFilesRead,
  RecordsRead: (summary) => summary.recordsRead,
  AlertsRaised: (summary) => summary.alerted,
  AlertsDelivered: (summary) => summary.delivered,
  AlertsDuplicate: (summary) => summary.duplicate,
  AlertsHeld: (summary) => summary.held,
  AlertsFailed: (summary) => summary.failed,
  AlertsUnrouted: (summary) => summary.unrouted,
  AlertsByRule: (summary) => summary.alerted,
  CountsRefused: (summary) => summary.countsRefused,
  RuleErrors: (summary) => summary.ruleErrors,
  ItemsDropped: (summary) => summary.itemsDropped,
  TotalAccessDeniedEvents: (summary) => summary.accessDenied,
  TotalIgnoredAccessDeniedEvents: (summary) => summary.accessDeniedIgnored,
};
