// Brings the counts on the first messages of folded threads up to date, once at the end of an invocation. Growing steps
// keep a long storm cheap; a count that is not due yet is noted, and a later invocation shows it, whatever its payload.

import type { Notice } from '../core/threads/notice.ts';
import { isCountDue } from '../core/threads/storm.ts';
import type { DeliveryRun, FoldedThread } from './delivery-run.ts';
import { type DeferredCount, PortError } from './ports.ts';
import { callWithRetries } from './wait.ts';

/** Updates the threads that notices were folded into, now or by earlier invocations. Never rejects. */
export async function showCounts(run: DeliveryRun): Promise<void> {
  for (const thread of run.folded.values()) {
    if (isDue(thread, run)) await showCount(run, thread);
    else await deferCount(run, thread);
  }
  for (const deferred of await run.state.deferredCounts()) await showDeferred(run, deferred);
}

function isDue({ count }: Pick<FoldedThread, 'count'>, { pipeline }: DeliveryRun): boolean {
  return isCountDue(count.shown, count.total, pipeline.clock.nowMs() - count.shownAtMs);
}

function deferCount(run: DeliveryRun, { key, destination, notice }: FoldedThread): Promise<void> {
  return run.state.deferCount(key, JSON.stringify({ destination: destination.id, notice }));
}

async function showDeferred(run: DeliveryRun, deferred: DeferredCount): Promise<void> {
  const { destination: id, notice } = JSON.parse(deferred.note) as { destination: string; notice: Notice };
  const destination = run.pipeline.destinations.get(id);
  const isShown = deferred.shown >= deferred.total;
  if (!isShown && !isDue({ count: deferred }, run)) return;
  const { key, handle } = deferred;
  const isOver =
    isShown || !destination || (await showCount(run, { key, handle, destination, notice, count: deferred }));
  if (isOver) await run.state.settleCount(deferred);
}

// Whether there is nothing left to show: it is shown, or its message is gone.
async function showCount(
  run: DeliveryRun,
  { destination, handle, notice, count, key }: FoldedThread,
): Promise<boolean> {
  const { clock, log } = run.pipeline;
  const message = destination.renderer.message(notice, count.total);
  try {
    await callWithRetries(async () => destination.notifier.update?.(handle, message), clock, run.deadlineMs);
    await run.state.markShown(key, count.total, clock.nowMs());
    return true;
  } catch (error) {
    log.warn('count_not_shown', { destination: destination.id, total: count.total, error: String(error) });
    if (!(error instanceof PortError && error.kind === 'thread_gone')) return false;
    await run.state.closeThread(key, handle);
    return true;
  }
}
