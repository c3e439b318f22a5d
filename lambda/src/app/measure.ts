// Turns the counters of an invocation into CloudWatch metrics and pushes them together. A failure to push is logged; it
// never makes an invocation fail, because a retry would read everything again.

import type { Counters } from './counters.ts';
import type { Invocation } from './invocation.ts';
import type { Retry } from './outcome.ts';
import type { Metric } from './ports.ts';

const OWN_NAMESPACE = 'CloudTrailToSlack';
/** Namespace, names and dimensions of these metrics are those of the predecessor: users have alarms on them. */
export const ACCESS_DENIED_NAMESPACE = 'CloudTrailToSlack/AccessDeniedEvents';

/** Pushes the counters of the invocation, and how long the oldest message that is retried has been waiting. */
export async function measure(invocation: Invocation, retries: readonly Retry[]): Promise<void> {
  const { pipeline, counters, slowestSeconds, accountsDark } = invocation;
  const { functionName } = pipeline.options;
  const metrics = [
    ...ownMetrics(
      counters,
      { slowestSeconds, retrySeconds: oldestRetry(retries, pipeline.clock.nowMs()), accountsDark },
      functionName,
    ),
    ...(pipeline.options.pushAccessDeniedMetrics ? accessDeniedMetrics(counters) : []),
  ];
  if (metrics.length === 0) return;
  try {
    await pipeline.metrics.push(metrics, pipeline.clock.nowMs());
  } catch (error) {
    pipeline.log.error('metrics_not_pushed', { error: String(error) });
  }
}

interface Measured {
  readonly slowestSeconds: number | null;
  readonly retrySeconds: number | null;
  readonly accountsDark: number | null;
}

function oldestRetry(retries: readonly Retry[], nowMs: number): number | null {
  const sentAt = retries.flatMap(({ queued }) => queued?.sentAtMs ?? []);
  return sentAt.length === 0 ? null : Math.max(0, nowMs - Math.min(...sentAt)) / 1000;
}

// Zeros are omitted: a metric that is never pushed costs nothing.
function ownMetrics(counters: Counters, measured: Measured, functionName: string): Metric[] {
  const metric = (name: string, value: number, more: Record<string, string> = {}): Metric => ({
    namespace: OWN_NAMESPACE,
    name,
    value,
    unit: 'Count',
    dimensions: { FunctionName: functionName, ...more },
  });
  const counts: [string, number][] = [
    ['LogFilesRead', counters.logFilesRead],
    ['RecordsRead', counters.recordsRead],
    ['AlertsRaised', counters.alerted],
    ['AlertsCorrelated', counters.correlated],
    ['AlertsDelivered', counters.delivered],
    ['AlertsMuted', counters.muted],
    ['AlertsSuppressed', counters.suppressed],
    ['AlertsCollected', counters.collected],
    ['AlertsSummarized', counters.summarized],
    ['AlertsUnsent', counters.unsent],
    ['AlertsDuplicate', counters.duplicate],
    ['AlertsHeld', counters.held],
    ['AlertsFailed', counters.failed],
    ['AlertsUnrouted', counters.unrouted],
    ['AlertsRerouted', counters.rerouted],
    ['CountsRefused', counters.countsRefused],
    ['SummariesFailed', counters.summariesFailed],
    ['StateUnavailable', counters.stateUnavailable],
    ['RuleErrors', counters.ruleErrors],
    ['ObservationsWithoutGroup', counters.withoutGroup],
    ['ObservationsRetried', counters.observationsRetried],
    ['ItemsDropped', counters.itemsDropped],
    ['LogFilesTooLarge', counters.logFilesTooLarge],
    ['DigestsVerified', counters.verification?.digestsVerified ?? 0],
    ['LogFilesVerified', counters.verification?.filesVerified ?? 0],
    ['LogFilesRecovered', counters.verification?.filesRecovered ?? 0],
  ];
  // These are written at zero, too.
  const measures: [string, number | null, Metric['unit']][] = [
    ['DeliveryLatency', measured.slowestSeconds, 'Seconds'],
    ['OldestRetry', measured.retrySeconds, 'Seconds'],
    ['AccountsDark', measured.accountsDark, 'Count'],
  ];
  return [
    ...counts.filter(([, value]) => value > 0).map(([name, value]) => metric(name, value)),
    ...Object.entries(counters.alertsByRule).map(([rule, value]) => metric('AlertsByRule', value, { Rule: rule })),
    ...measures.flatMap(([name, value, unit]) => (value === null ? [] : [{ ...metric(name, value), unit }])),
  ];
}

function accessDeniedMetrics(counters: Counters): Metric[] {
  const metric = (name: string, dimension: string, value: number): Metric => ({
    namespace: ACCESS_DENIED_NAMESPACE,
    name,
    value,
    unit: 'Count',
    dimensions: { AccessDenied: dimension },
  });
  return [
    metric('TotalAccessDeniedEvents', 'AccessDeniedTotal', counters.accessDenied),
    metric('TotalIgnoredAccessDeniedEvents', 'IgnoredAccessDeniedTotal', counters.accessDeniedIgnored),
  ].filter(({ value }) => value > 0);
}
