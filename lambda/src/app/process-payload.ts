// The pipeline, in one line: decode trigger -> fetch log file -> read records -> decide -> group -> render -> deliver ->
// measure. In: a trigger's payload. Out: what to acknowledge and what to retry, and counters that add up.

import { decodeTrigger } from '../core/sources/decode.ts';
import type { Envelope } from '../core/sources/envelope.ts';
import type { Counters } from './counters.ts';
import { showCounts } from './delivery/show-counts.ts';
import { type FetchLogFile, fetchAhead } from './fetch-ahead.ts';
import { beginInvocation, type Invocation } from './invocation.ts';
import { measure } from './measure.ts';
import type { Outcome } from './outcome.ts';
import type { Pipeline } from './pipeline.ts';
import { processItem } from './process-item.ts';
import { reportRuleErrors } from './report-rule-errors.ts';

export interface Report {
  readonly source: string;
  readonly partialFailures: boolean;
  /** Ids of the deliveries to retry; null for one that has no id of its own. */
  readonly retries: readonly { readonly id: string | null; readonly cause: string }[];
  readonly counters: Counters;
}

/** Processes a payload until `deadlineMs` (milliseconds since the epoch). Never rejects over an input or a destination. */
export async function processPayload(payload: unknown, pipeline: Pipeline, deadlineMs: number): Promise<Report> {
  const invocation = beginInvocation(pipeline, deadlineMs);
  const trigger = decodeTrigger(payload);
  const fetchLogFile = fetchAhead(trigger.envelopes, pipeline.logFiles);
  const retries: { id: string | null; cause: string }[] = [];
  for (const envelope of trigger.envelopes) {
    const cause = await processEnvelope(envelope, invocation, fetchLogFile);
    if (cause !== null) retries.push({ id: envelope.id, cause });
  }
  await reportRuleErrors(invocation);
  await showCounts(invocation.delivery);
  await measure(invocation);
  return { source: trigger.source, partialFailures: trigger.partialFailures, retries, counters: invocation.counters };
}

// Everything in an envelope that can be done is done; one item to retry makes the whole envelope come again.
async function processEnvelope(
  envelope: Envelope,
  invocation: Invocation,
  fetchLogFile: FetchLogFile,
): Promise<string | null> {
  invocation.counters.deliveries++;
  const outcomes: Outcome[] = [];
  for (const item of envelope.items) outcomes.push(await processItem(item, envelope.id, invocation, fetchLogFile));
  return outcomes.find((outcome) => outcome.kind === 'retry')?.cause ?? null;
}
