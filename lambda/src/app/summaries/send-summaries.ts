// Sends the scheduled summaries that are due. In: what was collected for them. Out: one message each. A summary is closed under a
// lease before it is sent, so nothing more is collected in it and no other invocation sends it; it is removed after that. What
// cannot be sent is tried again by the next job, for two weeks.

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
import { type Destination, PortError } from '../ports.ts';
import { callWithRetries, hasTime } from '../wait.ts';
import { KEPT_MS, RETRIED_MS } from './collect.ts';
import type { CollectionStore, OpenCollection } from './collection-port.ts';

/** Sends every summary that is due, as time allows. Rejects if one could not be sent; the others are sent all the same. */
export async function sendSummaries({ pipeline, delivery: run, counters }: Invocation): Promise<void> {
  const { collections, clock, log } = pipeline;
  if (collections === undefined) return;
  const nowMs = clock.nowMs();
  const due = (await collections.keys()).filter((key) => dueMsOf(key) <= nowMs);
  const failed: string[] = [];
  for (const key of due) {
    if (!hasTime(clock, run.deadlineMs)) break; // The next job sends the rest.
    try {
      await sendSummary(key, collections, run);
    } catch (error) {
      counters.summariesFailed++;
      failed.push(String(error));
      log.error('summary_not_sent', { key, error: String(error), effect: 'the next job tries again' });
    }
  }
  if (failed.length === 0) return;
  const message = `${failed.length} of ${due.length} scheduled summaries could not be sent: ${failed.join('; ')}`;
  throw new PortError('transient', 'summary_not_sent', message);
}

async function sendSummary(key: string, store: CollectionStore, run: DeliveryRun): Promise<void> {
  const { pipeline } = run;
  const nowMs = pipeline.clock.nowMs();
  const opened = await store.open(key, [], nowMs);
  if (opened.text === null) return void (await opened.remove());
  const collection = parseCollection(opened.text);
  if (collection.sending !== null && collection.sending.untilMs > nowMs) return; // Another invocation is sending it.
  const destination = pipeline.destinations.get(collection.destination);
  if (destination === undefined) return drop(opened, collection, run, 'its destination was removed from the settings');
  if (nowMs - collection.dueMs > RETRIED_MS) return drop(opened, collection, run, 'it could not be sent for two weeks');
  const closed = { ...collection, sending: { owner: run.owner, untilMs: leaseOf(run).untilMs } };
  if (!(await opened.write(collectionText(closed), [], keepOf(collection)))) return; // The next job sends it.
  try {
    await sendTo(destination, collection, run);
  } catch (error) {
    await release(key, closed, store, run);
    throw error;
  }
  run.counters.summariesSent++;
  run.counters.summarized += collection.total;
  await callWithRetries(async () => (await store.open(key, [], nowMs)).remove(), pipeline.clock, run.endMs);
}

const keepOf = ({ dueMs }: Collection) => ({ collectionMs: dueMs + KEPT_MS, claimsMs: 0 });

async function sendTo(destination: Destination, collection: Collection, run: DeliveryRun): Promise<void> {
  const notice = noticeOfCollection(collection);
  await post(run, destination, () => destination.renderer.message(notice, 1), { budgetOf: null });
  const { total, due, failures } = notice;
  run.pipeline.log.info('summary_sent', { destination: destination.id, due, total, failures });
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
  const { destination, dueMs, schedule, total, lines, rest } = collection;
  const rules = new Map(Object.entries(rest));
  for (const { rule, count } of lines) rules.set(rule, (rules.get(rule) ?? 0) + count);
  const due = localTimeText(dueMs, schedule.zone);
  run.counters.summariesFailed++;
  run.pipeline.log.error('summary_dropped', { destination, due, total, rules: Object.fromEntries(rules), why });
}
