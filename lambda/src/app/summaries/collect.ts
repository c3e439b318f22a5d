// Collects alerts for a scheduled summary: one read and one write for all alerts of an invocation. In: alerts. Out: their results.
// Never rejects. There are no leases: a write succeeds only if no other invocation has changed the collection or the claims since they were read.

import { muteFor } from '../../core/mutes/mute.ts';
import {
  collectionKey,
  collectionText,
  emptyCollection,
  parseCollection,
  type ScheduledSummary,
  summaryId,
  withAlerts,
  withMuted,
} from '../../core/summaries/collection.ts';
import { dueAfter } from '../../core/summaries/schedule.ts';
import type { AlertNotice } from '../../core/threads/notice.ts';
import { timeBucketOf } from '../../core/threads/time-bucket.ts';
import type { DestinationResult } from '../delivery/delivery-result.ts';
import { DELIVERED_MS, type DeliveryRun } from '../delivery/delivery-run.ts';
import { inLots } from '../in-lots.ts';
import { retryReasonOf } from '../outcome.ts';
import { type ClaimId, LOT_MAX, PortError } from '../ports.ts';
import { pauseAfterConflict, requireTime } from '../wait.ts';
import { CLAIM_PLACES_MAX, type CollectionStore } from './collection-port.ts';

export interface CollectOptions {
  readonly run: DeliveryRun;
  readonly store: CollectionStore;
  /** Called once for each alert. */
  readonly report: (notice: AlertNotice, result: DestinationResult) => void;
}

/** For how long a summary that cannot be sent is tried again after it was due. */
export const RETRIED_MS = 14 * 24 * 3600 * 1000;
/** For how long it is kept: longer, because after the last route with a schedule was removed, it waits for any invocation. */
export const KEPT_MS = 90 * 24 * 3600 * 1000;

/** Collects alerts. An event that only adds to the count of a correlation alert has no place in a summary: the alert has. */
export async function collect(
  summary: ScheduledSummary,
  alerts: readonly AlertNotice[],
  options: CollectOptions,
): Promise<void> {
  const { report, run } = options;
  const counted = distinct(alerts, report);
  for (const lot of inPlaces(counted, summary)) {
    try {
      await collectLot(summary, lot, options);
    } catch (error) {
      const { destination } = summary;
      run.pipeline.log.error('collection_failed', { destination, alerts: lot.length, error: String(error) });
      for (const alert of lot) report(alert, retryReasonOf(error) === 'failed' ? 'failed' : 'late');
    }
  }
}

function distinct(alerts: readonly AlertNotice[], report: CollectOptions['report']): readonly AlertNotice[] {
  const seen = new Set<string>();
  return alerts.filter((notice) => {
    if (notice.alert.continued) report(notice, 'collected');
    else if (seen.has(notice.id)) report(notice, 'duplicate');
    else return seen.add(notice.id);
    return false;
  });
}

// Lots that one transaction takes. Alerts of one bucket are together, so that few of them cost few writes.
function inPlaces(alerts: readonly AlertNotice[], summary: ScheduledSummary): readonly (readonly AlertNotice[])[] {
  const places = new Map<string, AlertNotice[]>();
  for (const alert of alerts) {
    const { id, bucket } = claimOf(alert, summary);
    const place = places.get(bucket ?? id);
    if (place) place.push(alert);
    else places.set(bucket ?? id, [alert]);
  }
  const lots = inLots([...places.values()], CLAIM_PLACES_MAX).map((lot) => lot.flat());
  return lots.flatMap((lot) => inLots(lot, LOT_MAX));
}

function claimOf(notice: AlertNotice, summary: ScheduledSummary): ClaimId {
  const bucket = timeBucketOf(notice);
  const own = summaryId(summary);
  return { id: `${notice.id}#${own}`, bucket: bucket && `${own}#${bucket}` };
}

const ATTEMPTS = 12;

async function collectLot(summary: ScheduledSummary, lot: readonly AlertNotice[], options: CollectOptions) {
  const { clock } = options.run.pipeline;
  let notBeforeMs = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    requireTime(clock, options.run.deadlineMs);
    const dueMs = dueAfter(summary.schedule, Math.max(clock.nowMs(), notBeforeMs));
    const outcome = await tryToCollect(summary, lot, dueMs, options);
    if (outcome === 'done') return;
    // It is being sent already: the clocks of two invocations differ a little.
    if (outcome === 'closed') notBeforeMs = dueMs;
    else await pauseAfterConflict(clock, attempt, options.run.endMs);
  }
  const message = `other invocations kept changing what is collected for ${summary.destination}`;
  throw new PortError('transient', 'collection_conflict', message);
}

async function tryToCollect(
  summary: ScheduledSummary,
  lot: readonly AlertNotice[],
  dueMs: number,
  { run, store, report }: CollectOptions,
): Promise<'done' | 'closed' | 'conflict'> {
  const claims = new Map(lot.map((alert) => [alert, claimOf(alert, summary)]));
  const nowMs = run.pipeline.clock.nowMs();
  const opened = await store.open(collectionKey(summary, dueMs), [...claims.values()], nowMs);
  const isSettled = (alert: AlertNotice) => opened.settled.has(claims.get(alert)?.id ?? '');
  const fresh = lot.filter((alert) => !isSettled(alert));
  if (fresh.length > 0) {
    const collection = opened.text === null ? emptyCollection(summary, dueMs) : parseCollection(opened.text);
    if (collection.sending !== null) return 'closed';
    const muted = await mutedAmong(fresh, summary.destination, run);
    const counted = fresh.filter((alert) => !muted.has(alert));
    const text = collectionText(withMuted(withAlerts(collection, counted), muted.size));
    const settle = fresh.flatMap((alert) => claims.get(alert) ?? []);
    const keep = { collectionMs: dueMs + KEPT_MS, claimsMs: nowMs + DELIVERED_MS };
    if (!(await opened.write(text, settle, keep))) return 'conflict';
    run.counters.suppressed += muted.size;
    for (const alert of muted) report(alert, 'muted');
    for (const alert of counted) report(alert, 'collected');
  }
  for (const alert of lot.filter(isSettled)) report(alert, 'duplicate');
  return 'done';
}

// Counted here and not for the report of the mute, so that the count changes in the same transaction as the claims.
async function mutedAmong(
  alerts: readonly AlertNotice[],
  destination: string,
  { pipeline: { mutes, destinations, clock } }: DeliveryRun,
): Promise<ReadonlySet<AlertNotice>> {
  if (mutes === undefined || !destinations.get(destination)?.hasButtons) return new Set();
  const list = await mutes.list(clock.nowMs());
  return new Set(alerts.filter((alert) => muteFor(alert, destination, list, clock.nowMs()) !== undefined));
}
