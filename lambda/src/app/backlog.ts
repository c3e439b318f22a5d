// The notices in hand: decided, but not delivered yet. They are collected over all files of an invocation, so that the most
// severe are delivered first whatever file they come from, and delivered early only if memory or time requires it.

import { textAt } from '../core/records/field-path.ts';
import type { Notice } from '../core/threads/notice.ts';
import { deliverNotices } from './delivery/deliver.ts';
import type { DeliveryResult } from './delivery/delivery-result.ts';
import type { Invocation } from './invocation.ts';
import { logAlerts } from './log-alerts.ts';
import type { Tally } from './tally.ts';

// A function of 256 MB has room for these in addition to a part of a large file and the files fetched ahead.
const ENTRIES_MAX = 12_000;
const SIZE_MAX = 24 * 1024 * 1024;
// Records of one file have similar sizes: one of this many is measured.
const SAMPLE = 16;

/** Adds the notices of an item; their results are counted in its tally. */
export function addToBacklog({ backlog }: Invocation, notices: readonly Notice[], tally: Tally): void {
  for (const [index, notice] of notices.entries()) {
    backlog.entries.push({ notice, tally });
    if (index % SAMPLE === 0 && notice.kind === 'alert') {
      backlog.size += SAMPLE * JSON.stringify(notice.alert.record).length;
    }
  }
}

/** Whether the backlog must be delivered before more is read: it is large, or half of the time has passed. */
export function isBacklogDue({ backlog, pipeline, startedMs, deadlineMs }: Invocation): boolean {
  if (backlog.entries.length === 0) return false;
  const isLarge = backlog.entries.length >= ENTRIES_MAX || backlog.size >= SIZE_MAX;
  return isLarge || pipeline.clock.nowMs() - startedMs > (deadlineMs - startedMs) / 2;
}

/** Delivers everything in hand and counts the results. */
export async function deliverBacklog(invocation: Invocation): Promise<void> {
  const entries = invocation.backlog.entries.splice(0);
  invocation.backlog.size = 0;
  const notices = entries.map(({ notice }) => notice);
  const startedMs = invocation.pipeline.clock.nowMs();
  const results = await deliverNotices(notices, invocation.delivery);
  invocation.deliveringMs += invocation.pipeline.clock.nowMs() - startedMs;
  for (const [index, { notice, tally }] of entries.entries()) {
    const result = results[index] as DeliveryResult;
    tally.notices++;
    if (result === 'failed' || result === 'late' || result === 'held') tally[result]++;
    if (notice.kind !== 'alert') continue;
    invocation.counters[result === 'late' ? 'failed' : result]++;
    if (result === 'delivered') measureLatency(notice.alert.record, invocation);
  }
  logAlerts(notices, results, invocation.pipeline.log);
}

function measureLatency(record: Parameters<typeof textAt>[0], invocation: Invocation): void {
  const seconds = (invocation.pipeline.clock.nowMs() - Date.parse(textAt(record, 'eventTime') ?? '')) / 1000;
  if (Number.isNaN(seconds)) return;
  invocation.slowestSeconds = Math.max(invocation.slowestSeconds ?? seconds, seconds);
}
