// Sends what was collected after the last route with a schedule was removed: Terraform removes the job with it. In: any invocation. Out:
// the summaries, before they are due. Asks the table at most every quarter of an hour, and rarely when an instance starts. Never rejects.

import type { Invocation } from '../invocation.ts';
import { hasTime } from '../wait.ts';

/** Sends what is left, if it is time to look for it. */
export async function sendRemaining(invocation: Invocation): Promise<void> {
  const { collections, remaining, clock, log } = invocation.pipeline;
  if (remaining === undefined || collections === undefined) return;
  if (!hasTime(clock, invocation.delivery.deadlineMs) || !remaining.isDue(clock.nowMs())) return;
  try {
    const keys = await collections.keys();
    if (keys.length === 0) return;
    const { sendSummaries } = await import('./send-summaries.ts');
    await sendSummaries(invocation, keys);
  } catch (error) {
    log.warn('remaining_not_sent', { error: String(error), effect: 'a later invocation tries again' });
  }
}
