// Sends the scheduled summaries of a replay at the times at which they are due, as the job of the function does. In: a side, and until
// when. Out: the summaries in its view, and its counters.

import { processPayload } from '../../app/process-payload.ts';
import { dueMsOf } from '../../core/summaries/collection.ts';
import { addCounters } from './add-counters.ts';
import { INVOCATION_MS, type Side } from './side.ts';

const JOB = { cloudtrailToSlack: { job: 'summaries' } };

/** Sends what is due until a time, the earliest first; everything that is left if the time is infinite. */
export async function sendSummariesUntil({ pipeline, counters }: Side, untilMs: number): Promise<void> {
  const { collections, clock } = pipeline;
  const keys = (await collections?.keys()) ?? [];
  for (const dueMs of new Set(keys.map(dueMsOf))) {
    if (dueMs > untilMs) return;
    clock.advance(dueMs - clock.nowMs());
    addCounters(counters, (await processPayload(JOB, pipeline, dueMs + INVOCATION_MS)).counters);
  }
}
