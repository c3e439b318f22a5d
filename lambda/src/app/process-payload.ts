// The pipeline, in one line: decode trigger -> fetch log file -> read records -> decide -> correlate -> group -> render ->
// deliver -> measure. In: a trigger's payload. Out: what to acknowledge and what to retry, and counters that add up.

import { decodeTrigger } from '../core/sources/decode.ts';
import type { Envelope, EnvelopeItem } from '../core/sources/envelope.ts';
import { deliverBacklog } from './backlog.ts';
import { concludeItem } from './conclude-item.ts';
import type { Counters } from './counters.ts';
import { delayRetries } from './delay-retries.ts';
import { showCounts } from './delivery/show-counts.ts';
import { fetchAhead } from './fetch-ahead.ts';
import { beginInvocation, type Invocation } from './invocation.ts';
import { measure } from './measure.ts';
import type { Retry } from './outcome.ts';
import type { Pipeline } from './pipeline.ts';
import { type Reading, readItem } from './read-item.ts';
import { reportRuleErrors } from './report-rule-errors.ts';

export interface Report {
  readonly source: string;
  readonly partialFailures: boolean;
  readonly retries: readonly Retry[];
  readonly counters: Counters;
}

/** Processes a payload until `deadlineMs` (milliseconds since the epoch). Never rejects because of an input or a destination. */
export async function processPayload(payload: unknown, pipeline: Pipeline, deadlineMs: number): Promise<Report> {
  const invocation = beginInvocation(pipeline, deadlineMs);
  const trigger = decodeTrigger(payload);
  const readings = await readEnvelopes(trigger.envelopes, invocation);
  await deliverBacklog(invocation);
  const retries = concludeEnvelopes(readings, invocation);
  await reportRuleErrors(invocation);
  await showCounts(invocation.delivery);
  await Promise.all([delayRetries(retries, invocation), measure(invocation, retries)]);
  return { source: trigger.source, partialFailures: trigger.partialFailures, retries, counters: invocation.counters };
}

type Readings = ReadonlyMap<Envelope, readonly Reading[]>;

async function readEnvelopes(envelopes: readonly Envelope[], invocation: Invocation): Promise<Readings> {
  invocation.counters.deliveries += envelopes.length;
  const items = largeLast(envelopes.flatMap((envelope) => envelope.items.map((item) => ({ envelope, item }))));
  const fetchLogFile = fetchAhead(
    items.map(({ item }) => item),
    invocation.pipeline.logFiles,
  );
  const readings = new Map<Envelope, Reading[]>(envelopes.map((envelope) => [envelope, []]));
  for (const { envelope, item } of items) {
    readings.get(envelope)?.push(await readItem(item, invocation, fetchLogFile));
  }
  return readings;
}

// Usual log files are far smaller. One that takes all the time there is must not keep its neighbors from being read.
const LARGE_BYTES = 1024 * 1024;

function largeLast<T extends { readonly item: EnvelopeItem }>(items: readonly T[]): readonly T[] {
  const isLarge = ({ item }: T) => item.kind === 'log-file' && (item.bytes ?? 0) >= LARGE_BYTES;
  return [...items.filter((one) => !isLarge(one)), ...items.filter(isLarge)];
}

// Every item of an envelope is processed; if one must be retried, the whole envelope is retried.
function concludeEnvelopes(readings: Readings, invocation: Invocation): Report['retries'] {
  return [...readings].flatMap(([{ id, queued = null }, ofEnvelope]) => {
    const outcomes = ofEnvelope.map((reading) => concludeItem(reading, id, invocation));
    const retries = outcomes.filter((outcome) => outcome.kind === 'retry');
    // A failure decides how long the envelope waits.
    const first = retries.find(({ why }) => why === 'failed') ?? retries[0];
    return first === undefined ? [] : [{ id, queued, cause: first.cause, why: first.why }];
  });
}
