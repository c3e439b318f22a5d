// The metrics for the time from an event to its message, and for the number of alerts by rule.

import { expect, it } from 'vitest';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { aRecord, notification } from '../pipeline/payloads.ts';
import { createWorld, TIMEOUT_MS } from '../pipeline/pipeline-world.ts';

async function metricsOf(records: readonly unknown[], settings: Readonly<Record<string, unknown>> = {}) {
  const world = createWorld({ settings });
  const metrics = createMemoryMetrics();
  world.put('a', ...records);
  await processPayload(notification('a'), { ...world.pipeline, metrics }, world.clock.nowMs() + TIMEOUT_MS);
  return metrics.pushes.flatMap((push) => push.metrics);
}

it('DeliveryLatency measures the seconds from an event to its message', async () => {
  const metrics = await metricsOf([aRecord({ eventTime: '2025-12-31T23:57:00Z' })]);
  const latency = metrics.filter(({ name }) => name === 'DeliveryLatency');
  expect(latency).toMatchObject([{ namespace: 'CloudTrailToSlack', unit: 'Seconds', value: 180 }]);
});

it('AlertsByRule counts the alerts of each rule', async () => {
  const rules = [
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" },
    { name: 'trail-stopped', expression: "eventName == 'StopLogging'" },
  ];
  const metrics = await metricsOf([aRecord(), aRecord(), aRecord({ eventName: 'StopLogging' })], { rules });
  const byRule = metrics.filter(({ name }) => name === 'AlertsByRule');
  expect(byRule.map(({ dimensions, value }) => [dimensions.Rule, value])).toEqual([
    ['trail-deleted', 2],
    ['trail-stopped', 1],
  ]);
});

it('AlertsByRule counts an alert for every rule that matches it', async () => {
  const rules = [
    { name: 'trail-deleted', severity: 'high', expression: "eventName == 'DeleteTrail'" },
    { name: 'trail-changed', severity: 'low', expression: "eventName in ['DeleteTrail', 'StopLogging']" },
  ];
  const metrics = await metricsOf([aRecord(), aRecord({ eventName: 'StopLogging' })], { rules });
  const totals = (name: string) =>
    metrics.filter((metric) => metric.name === name).map(({ dimensions, value }) => [dimensions.Rule, value]);
  expect(totals('AlertsRaised')).toEqual([[undefined, 2]]);
  expect(totals('AlertsByRule')).toEqual([
    ['trail-deleted', 1],
    ['trail-changed', 2],
  ]);
});
