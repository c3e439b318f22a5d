// Counts the results of deliveries: in the tally of the item that a notice came from, and in the counters of the invocation.

import { FINDING_SOURCE } from '../core/digests/finding.ts';
import { eventMsOf } from '../core/records/event-time.ts';
import { type AlertNotice, isContinued } from '../core/threads/notice.ts';
import { type DeliveryResult, isUndelivered } from './delivery/delivery-result.ts';
import type { BacklogEntry, Invocation } from './invocation.ts';

// Nothing more will be done for the alert now.
const COUNTED: ReadonlySet<DeliveryResult> = new Set(['delivered', 'muted', 'collected', 'unrouted']);

/** Counts the result of each entry. */
export function countResults(
  entries: readonly BacklogEntry[],
  results: readonly DeliveryResult[],
  invocation: Invocation,
): void {
  for (const [index, { notice, tally }] of entries.entries()) {
    const result = results[index] as DeliveryResult;
    tally.notices++;
    if (isUndelivered(result)) tally[result]++;
    if (notice.kind !== 'alert') continue;
    invocation.counters[result === 'late' ? 'failed' : result]++;
    if (result === 'delivered') measureLatency(notice, invocation);
    if (COUNTED.has(result)) countByRule(notice, invocation);
  }
}

// A finding is about a past hour, and waits for notifications that are late: its time is no measure of delivery.
function measureLatency({ alert }: AlertNotice, invocation: Invocation): void {
  if (alert.record.eventSource === FINDING_SOURCE) return;
  const eventMs = eventMsOf(alert.record);
  if (eventMs === null) return;
  const seconds = (invocation.pipeline.clock.nowMs() - eventMs) / 1000;
  invocation.slowestSeconds = Math.max(invocation.slowestSeconds ?? seconds, seconds);
}

// An alert of a correlation is found again with each redelivery of its events, so it counts once it is delivered. Alerts of
// single events are counted when they are decided.
function countByRule(notice: AlertNotice, { counters }: Invocation): void {
  const { correlation, rule } = notice.alert;
  if (correlation === undefined || isContinued(notice)) return;
  counters.alertsByRule[rule.name] = (counters.alertsByRule[rule.name] ?? 0) + 1;
}
