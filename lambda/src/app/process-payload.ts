// The pipeline, in one line: decode trigger -> fetch log file -> read records -> decide -> correlate -> group -> render ->
// deliver -> measure. In: a trigger's payload. Out: what to acknowledge and what to retry, and counters that add up.

import type { ReadingMark } from '../core/digests/reading-mark.ts';
import { decodeTrigger } from '../core/sources/decode.ts';
import type { Envelope, EnvelopeItem } from '../core/sources/envelope.ts';
import { deliverBacklog } from './backlog.ts';
import { concludeItem } from './conclude-item.ts';
import type { Counters } from './counters.ts';
import { delayRetries } from './delay-retries.ts';
import { showCounts } from './delivery/show-counts.ts';
import { type FetchLogFile, fetchAhead } from './fetch-ahead.ts';
import { beginInvocation, type Invocation } from './invocation.ts';
import { measure } from './measure.ts';
import type { Retry } from './outcome.ts';
import type { Pipeline } from './pipeline.ts';
import { type Reading, readItem } from './read-item.ts';
import { reportRuleErrors } from './report-rule-errors.ts';
import { sendRemaining } from './summaries/send-remaining.ts';
import { writeMarks } from './verification/write-marks.ts';

export interface Report {
  readonly source: string;
  readonly partialFailures: boolean;
  readonly retries: readonly Retry[];
  readonly counters: Counters;
}

/** Processes a payload until `endMs` (milliseconds since the epoch). Never rejects because of an input or a destination. */
export async function processPayload(payload: unknown, pipeline: Pipeline, endMs: number): Promise<Report> {
  const invocation = beginInvocation(pipeline, endMs);
  const trigger = decodeTrigger(payload);
  const readings = await readEnvelopes(trigger.envelopes, invocation);
  await deliverBacklog(invocation);
  await finishDigests(readings, invocation);
  const { retries, marks } = concludeEnvelopes(readings, invocation);
  await reportRuleErrors(invocation);
  await showCounts(invocation.delivery);
  await sendRemaining(invocation);
  await Promise.all([delayRetries(retries, invocation), measure(invocation, retries), writeMarks(marks, invocation)]);
  return { source: trigger.source, partialFailures: trigger.partialFailures, retries, counters: invocation.counters };
}

// A reading of an item is followed by those of the log files that were read because of it.
type Readings = ReadonlyMap<Envelope, Reading[]>;

async function readEnvelopes(envelopes: readonly Envelope[], invocation: Invocation): Promise<Readings> {
  invocation.counters.deliveries += envelopes.length;
  const items = largeLast(envelopes.flatMap((envelope) => envelope.items.map((item) => ({ envelope, item }))));
  const fetchLogFile = fetchAhead(
    items.map(({ item }) => item),
    invocation.pipeline.logFiles,
  );
  const readings = new Map<Envelope, Reading[]>(envelopes.map((envelope) => [envelope, []]));
  for (const { envelope, item } of items) {
    readings.get(envelope)?.push(...(await readOne(item, invocation, fetchLogFile)));
  }
  return readings;
}

// Only an invocation with a digest loads what verifies it.
async function readOne(item: EnvelopeItem, invocation: Invocation, fetch: FetchLogFile): Promise<readonly Reading[]> {
  const { verification } = invocation.pipeline;
  if (verification === undefined || (item.kind !== 'digest' && item.kind !== 'walk' && item.kind !== 'day'))
    return [await readItem(item, invocation, fetch)];
  const { readForVerification } = await import('./verification/read-for-verification.ts');
  return readForVerification(item, verification, invocation, fetch);
}

async function finishDigests(readings: Readings, invocation: Invocation): Promise<void> {
  const { verification } = invocation.pipeline;
  const hasDigest = ({ item }: Reading) => item.kind === 'digest';
  if (verification === undefined || ![...readings.values()].flat().some(hasDigest)) return;
  const { finishComparisons } = await import('./verification/finish-comparisons.ts');
  await finishComparisons([...readings.values()], invocation);
}

// Usual log files are far smaller. One that takes all the time there is must not keep its neighbors from being read.
const LARGE_BYTES = 1024 * 1024;

function largeLast<T extends { readonly item: EnvelopeItem }>(items: readonly T[]): readonly T[] {
  const isLarge = ({ item }: T) => item.kind === 'log-file' && (item.bytes ?? 0) >= LARGE_BYTES;
  return [...items.filter((one) => !isLarge(one)), ...items.filter(isLarge)];
}

// Every item of an envelope is processed; if one must be retried, the whole envelope is retried.
function concludeEnvelopes(readings: Readings, invocation: Invocation) {
  const marks: ReadingMark[] = [];
  const retries = [...readings].flatMap(([{ id, queued = null }, ofEnvelope]) => {
    const outcomes = ofEnvelope.map((reading) => {
      const outcome = concludeItem(reading, id, invocation);
      if (reading.mark && outcome.kind !== 'retry') marks.push(reading.mark);
      return outcome;
    });
    const retries = outcomes.filter((outcome) => outcome.kind === 'retry');
    // A failure decides how long the envelope waits.
    const first = retries.find(({ why }) => why === 'failed') ?? retries[0];
    return first === undefined ? [] : [{ id, queued, cause: first.cause, why: first.why }];
  });
  return { retries, marks };
}
