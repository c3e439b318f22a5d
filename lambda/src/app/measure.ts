// Turns the counters of an invocation into CloudWatch metrics and pushes them in one go. A failure to measure is logged;
// it never makes an invocation fail, for that would deliver everything again.

import type { Invocation } from './invocation.ts';
import type { Metric } from './ports.ts';
import type { Summary } from './summary.ts';

const OWN_NAMESPACE = 'CloudTrailToSlack';
// Namespace, names and dimensions are the predecessor's: people have alarms on them.
const ACCESS_DENIED_NAMESPACE = 'CloudTrailToSlack/AccessDeniedEvents';

/** Pushes what the invocation has counted. */
export async function measure({ pipeline, summary, slowestSeconds }: Invocation): Promise<void> {
  const metrics = [
    ...ownMetrics(summary, slowestSeconds, pipeline.options.functionName),
    ...(pipeline.options.pushAccessDeniedMetrics ? accessDeniedMetrics(summary) : []),
  ];
  if (metrics.length === 0) return;
  try {
    await pipeline.metrics.push(metrics, pipeline.clock.nowMs());
  } catch (error) {
    pipeline.log.error('metrics_not_pushed', { error: String(error) });
  }
}

// Zeros are left out: a metric that is never pushed costs nothing.
function ownMetrics(summary: Summary, slowestSeconds: number | null, functionName: string): Metric[] {
  const metric = (name: string, value: number, more: Record<string, string> = {}): Metric => ({
    namespace: OWN_NAMESPACE,
    name,
    value,
    unit: 'Count',
    dimensions: { FunctionName: functionName, ...more },
  });
  const counts: [string, number][] = [
    ['LogFilesRead', summary.logFilesRead],
    ['RecordsRead', summary.recordsRead],
    ['AlertsRaised', summary.alerted],
    ['AlertsDelivered', summary.delivered],
    ['AlertsDuplicate', summary.duplicate],
    ['AlertsHeld', summary.held],
    ['AlertsFailed', summary.failed],
    ['AlertsUnrouted', summary.unrouted],
    ['CountsRefused', summary.countsRefused],
    ['RuleErrors', summary.ruleErrors],
    ['ItemsDropped', summary.itemsDropped],
  ];
  return [
    ...counts.filter(([, value]) => value > 0).map(([name, value]) => metric(name, value)),
    ...Object.entries(summary.alertsByRule).map(([rule, value]) => metric('AlertsByRule', value, { Rule: rule })),
    ...(slowestSeconds === null ? [] : [{ ...metric('DeliveryLatency', slowestSeconds), unit: 'Seconds' as const }]),
  ];
}

function accessDeniedMetrics(summary: Summary): Metric[] {
  const metric = (name: string, dimension: string, value: number): Metric => ({
    namespace: ACCESS_DENIED_NAMESPACE,
    name,
    value,
    unit: 'Count',
    dimensions: { AccessDenied: dimension },
  });
  return [
    metric('TotalAccessDeniedEvents', 'AccessDeniedTotal', summary.accessDenied),
    metric('TotalIgnoredAccessDeniedEvents', 'IgnoredAccessDeniedTotal', summary.accessDeniedIgnored),
  ].filter(({ value }) => value > 0);
}
