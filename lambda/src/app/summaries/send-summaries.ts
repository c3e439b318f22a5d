// Sends the scheduled summaries that are due. In: what was collected for them. Out: one message each. A summary is closed under a
// lease before it is sent, so nothing more is collected in it and no other invocation sends it; it is removed after that. What
// cannot be sent is tried again by the next job, for two weeks.

import { hasSchedules } from '../../core/routing/route.ts';
import {
  type Collection,
  collectionText,
  dueMsOf,
  noticeOfCollection,
  parseCollection,
} from '../../core/summaries/collection.ts';
import { localTimeText } from '../../core/summaries/schedule.ts';
import { type DeliveryRun, leaseOf, post } from '../delivery/delivery-run.ts';
import type { Invocation } from '../invocation.ts';
import { type Destination, isPermanent, PortError } from '../ports.ts';
import { callWithRetries, hasTime } from '../wait.ts';
import { KEPT_MS, RETRIED_MS } from './collect.ts';
import type { CollectionStore, OpenCollection } from './collection-port.ts';
import { stayingDestination } from './staying-destination.ts';

/**
 * Sends every summary that is due, as time allows; all of them if no route has a schedule now. Rejects if one could not be
 * sent; the others are sent all the same. `listed` are the keys of all collections, if they were just read.
 */
export async function sendSummaries(
  { pipeline, delivery: run }: Invocation,
  listed?: readonly string[],
): Promise<void> {
  const { collections, clock, log, routeTables } = pipeline;
  if (collections === undefined) return;
  const untilMs = hasSchedules(routeTables) ? clock.nowMs() : Number.POSITIVE_INFINITY;
  const due = (listed ?? (await collections.keys())).filter((key) => dueMsOf(key) <= untilMs);
  const failed: string[] = [];
  for (const key of due) {
    if (!hasTime(clock, run.deadlineMs)) break; // The next job sends the rest.
    try {
      await sendSummary(key, collections, run);
    } catch (error) {
      run.counters.summariesFailed++;
      failed.push(String(error));
      log.error('summary_not_sent', { key, error: String(error), effect: 'the next job tries again' });
    }
  }
  if (failed.length === 0) return;
  const message = `${failed.length} of ${due.length} scheduled summaries could not be sent: ${failed.join('; ')}`;
  throw new PortError('transient', 'summary_not_sent', message);
}

async function sendSummary(key: string, store: CollectionStore, run: DeliveryRun): Promise<void> {
  const { clock } = run.pipeline;
  const nowMs = clock.nowMs();
  const opened = await store.open(key, [], nowMs);
  if (opened.text === null) return forget(key, opened, store, run);
  const collection = parseCollection(opened.text);
  const { sending, failures, dueMs } = collection;
  if (sending !== null && sending.untilMs > nowMs) return; // Another invocation is sending it.
  const wasTried = failures > 0 || sending !== null;
  if (wasTried && nowMs - dueMs > RETRIED_MS)
    return drop(opened, collection, run, 'it could not be sent for two weeks');
  const destination = run.pipeline.destinations.get(collection.destination) ?? stayingDestination(run);
  if (destination === null) return drop(opened, collection, run, 'its destination was removed from the settings');
  // A failure that is known ends the lease. One that is still written down belongs to an invocation that ended while it was sending.
  const mayRepeat = collection.mayRepeat || (sending?.untilMs ?? 0) > 0;
  const closed = { ...collection, mayRepeat, sending: { owner: run.owner, untilMs: leaseOf(run).untilMs } };
  if (!(await opened.write(collectionText(closed), [], keepOf(collection)))) return; // The next job sends it.
  try {
    await sendTo(destination, closed, run);
  } catch (error) {
    await release(key, isPermanent(error) ? closed : { ...closed, mayRepeat: true }, store, run);
    throw error;
  }
  run.counters.summariesSent++;
  run.counters.summarized += collection.total;
  await callWithRetries(async () => (await store.open(key, [], nowMs)).remove(), clock, run.endMs);
}

const keepOf = ({ dueMs }: Collection) => ({ collectionMs: dueMs + KEPT_MS, claimsMs: 0 });

// A destination that refuses permanently is as good as removed.
async function sendTo(destination: Destination, closed: Collection, run: DeliveryRun): Promise<void> {
  try {
    await postTo(destination, closed, run);
  } catch (error) {
    const other = stayingDestination(run, destination.id);
    if (!isPermanent(error) || other === null) throw error;
    const { log } = run.pipeline;
    log.error('destination_broken', { destination: destination.id, fallback: other.id, cause: String(error) });
    await postTo(other, closed, run);
  }
}

async function postTo(destination: Destination, collection: Collection, run: DeliveryRun): Promise<void> {
  const { log, routeTables } = run.pipeline;
  const isFinal = !hasSchedules(routeTables) && collection.dueMs > run.pipeline.clock.nowMs();
  const collectedFor = destination.id === collection.destination ? null : collection.destination;
  const notice = noticeOfCollection(collection, { collectedFor, isFinal });
  await post(run, destination, () => destination.renderer.message(notice, 1), { budgetOf: null });
  const { total, muted, due, failures, mayRepeat } = notice;
  const unusual = {
    ...(muted > 0 && { muted }),
    ...(mayRepeat && { mayRepeat }),
    ...(collectedFor && { collectedFor }),
  };
  log.info('summary_sent', { destination: destination.id, due, total, failures, ...unusual });
}

// It stays closed. If this fails too, the lease ends with the invocation.
async function release(key: string, closed: Collection, store: CollectionStore, run: DeliveryRun): Promise<void> {
  const { log, clock } = run.pipeline;
  const failed = { ...closed, sending: { owner: run.owner, untilMs: 0 }, failures: closed.failures + 1 };
  try {
    const opened = await store.open(key, [], clock.nowMs());
    await opened.write(collectionText(failed), [], keepOf(closed));
  } catch (error) {
    log.warn('summary_not_released', { key, error: String(error) });
  }
}

async function drop(opened: OpenCollection, collection: Collection, run: DeliveryRun, why: string): Promise<void> {
  if (!(await opened.remove())) return;
  const { destination, dueMs, schedule, total, muted, lines, rest } = collection;
  const rules = new Map(Object.entries(rest));
  for (const { rule, count } of lines) rules.set(rule, (rules.get(rule) ?? 0) + count);
  const due = localTimeText(dueMs, schedule.zone);
  run.counters.summariesFailed++;
  run.counters.unsent += total;
  const counts = { total, ...(muted > 0 && { muted }), rules: Object.fromEntries(rules) };
  run.pipeline.log.error('summary_dropped', { destination, due, ...counts, why });
}

// Its item has expired, or another invocation has just removed it: that removes the key as well.
async function forget(key: string, opened: OpenCollection, store: CollectionStore, run: DeliveryRun): Promise<void> {
  const isListed = (await store.keys()).includes(key);
  if (!(await opened.remove()) || !isListed) return;
  run.counters.summariesFailed++;
  run.pipeline.log.error('summary_dropped', { key, why: 'it expired before any invocation tried to send it' });
}
