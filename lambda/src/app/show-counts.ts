// Brings the counts on the first messages of folded threads up to date, once at the end of an invocation. A count that
// cannot be shown now is shown by a later invocation; the alerts it stands for are counted already.

import { isCountDue } from '../core/threads/storm.ts';
import type { DeliveryRun, FoldedThread } from './delivery-run.ts';
import { PortError } from './ports.ts';
import { callWithRetries } from './wait.ts';

/** Updates the threads that notices were folded into. Never rejects. */
export async function showCounts(run: DeliveryRun): Promise<void> {
  for (const thread of run.folded.values()) {
    if (isCountDue(thread.shown, thread.total, Number.POSITIVE_INFINITY)) await showCount(run, thread);
  }
}

async function showCount(run: DeliveryRun, thread: FoldedThread): Promise<void> {
  const { destination, handle, notice, total, key } = thread;
  const message = destination.renderer.message(notice, total);
  try {
    await callWithRetries(
      async () => destination.notifier.update?.(handle, message),
      run.pipeline.clock,
      run.deadlineMs,
    );
    await run.state.markShown(key, total);
  } catch (error) {
    if (error instanceof PortError && error.kind === 'thread_gone') await run.state.closeThread(key, handle);
    run.pipeline.log.warn('count_not_shown', { destination: destination.id, total, error: String(error) });
  }
}
