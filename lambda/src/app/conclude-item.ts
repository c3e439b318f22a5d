// Concludes an item once its notices are delivered, as far as they could be. In: what was read of it. Out: its outcome, which
// is counted and, unless it is `done`, logged.

import type { EnvelopeItem } from '../core/sources/envelope.ts';
import type { Invocation } from './invocation.ts';
import { type Outcome, type RetryReason, retry } from './outcome.ts';
import type { Reading } from './read-item.ts';
import type { Tally } from './tally.ts';

/** Counts and logs the outcome of an item. `envelopeId` is for the log. */
export function concludeItem(reading: Reading, envelopeId: string | null, { counters, pipeline }: Invocation): Outcome {
  const outcome = outcomeOf(reading);
  const { item, tally } = reading;
  if (outcome.kind === 'retry') counters.itemsRetried++;
  if (outcome.kind === 'drop') counters.itemsDropped++;
  // A file that is too large to read may contain alerts, so its loss is an error.
  const isTooLarge = outcome.kind === 'drop' && outcome.reason.startsWith('too_large');
  if (isTooLarge) counters.logFilesTooLarge++;
  if (outcome.kind !== 'done') {
    const level = outcome.kind === 'drop' && !isTooLarge ? 'warn' : 'error';
    pipeline.log[level](`item_${outcome.kind}`, { ...outcome, ...whereIs(item), deliveryId: envelopeId });
  }
  if (outcome.kind === 'retry') return outcome;
  // The AccessDenied events of an item that is retried are counted when it is done, not at each attempt.
  counters.accessDenied += tally.accessDenied;
  counters.accessDeniedIgnored += tally.accessDeniedIgnored;
  return outcome;
}

/** The outcome of an item: what could not be delivered must be retried, even if a later part of the file turned out to be broken. */
export function outcomeOf({ outcome, tally }: Pick<Reading, 'outcome' | 'tally'>): Outcome {
  const why = whyRetry(tally);
  if (why === null) return outcome;
  if (outcome.kind === 'retry') return why === 'failed' ? { ...outcome, why } : outcome;
  return retry(causeOf(tally), why);
}

function whyRetry({ failed, late, held, unsettledBecause }: Tally): RetryReason | null {
  if (failed > 0 || unsettledBecause?.why === 'failed') return 'failed';
  if (held > 0) return 'held';
  return unsettledBecause?.why ?? (late > 0 ? 'out_of_time' : null);
}

function causeOf({ failed, late, held, notices, unsettled, unsettledBecause }: Tally): string {
  const undelivered = failed + late + held;
  if (undelivered > 0) return `${undelivered} of ${notices} alerts could not be delivered yet`;
  return `${unsettled} observations could not be correlated yet: ${unsettledBecause?.cause}`;
}

function whereIs(item: EnvelopeItem): Record<string, string> {
  return 'bucket' in item ? { bucket: item.bucket, key: item.key } : {};
}
