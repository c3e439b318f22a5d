// Updates the counts on the first messages of folded threads at the end of an invocation. A note in the state store precedes
// the settling of what was folded, so after a crash in between, the next invocation shows the count. Growing steps limit the
// updates of a long storm.

import { hasTime } from '../wait.ts';
import type { DeliveryRun } from './delivery-run.ts';

/** Shows the counts that are due, of this and of earlier invocations. Never rejects. */
export async function showCounts(run: DeliveryRun): Promise<void> {
  const { clock } = run.pipeline;
  if (!hasTime(clock, run.deadlineMs)) return;
  const counts = await run.state.deferredCounts();
  if (counts.length === 0) return;
  const { showCount, whereIs } = await import('./show-count.ts');
  for (const deferred of counts) {
    if (!hasTime(clock, run.deadlineMs)) return; // The next invocation shows the rest.
    const isSettled = await showCount(run, deferred).catch((error: unknown) => {
      run.pipeline.log.warn('count_not_shown', { ...whereIs(deferred), error: String(error) });
      return false;
    });
    if (isSettled) await run.state.settleCount(deferred);
  }
}
