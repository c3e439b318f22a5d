// Reads an item of verification: a digest with the log files that it lists, a walk, or a day. In: the item. Out: a reading of it, and of each
// log file that was read because of it. Never rejects.

import type { OwnItem } from '../../core/sources/envelope.ts';
import type { FetchLogFile } from '../fetch-ahead.ts';
import type { Invocation } from '../invocation.ts';
import { outcomeOfError, type Reading } from '../read-item.ts';
import { emptyTally } from '../tally.ts';
import { requireTime } from '../wait.ts';
import { type Comparison, checkDigest } from './check-digest.ts';
import { compareDay } from './compare-day.ts';
import { readListed } from './read-listed.ts';
import { emptyVerificationCounters, type Verification } from './verification.ts';
import type { Verifying } from './verifying.ts';
import { walkBack } from './walk-back.ts';

/** The reading of a digest whose comparison must be finished. */
export interface DigestReading extends Reading {
  readonly comparison: Comparison;
  /** Of the log files that were read because the digest lists them. */
  readonly listed: readonly Reading[];
  readonly verifying: Verifying;
}

/** Reads an item of verification. */
export async function readForVerification(
  item: OwnItem,
  verification: Verification,
  invocation: Invocation,
  fetch: FetchLogFile,
): Promise<readonly (Reading | DigestReading)[]> {
  const tally = emptyTally();
  invocation.counters.verification ??= emptyVerificationCounters();
  const verifying = { ...verification, tally, counters: invocation.counters.verification, invocation };
  try {
    requireTime(invocation.pipeline.clock, invocation.delivery.deadlineMs);
    if (item.kind === 'walk') return [{ item, tally, outcome: await walkBack(item, verifying) }];
    if (item.kind === 'day') return [{ item, tally, outcome: await compareDay(item, verifying) }];
    const { outcome, comparison } = await checkDigest(item, verifying);
    if (comparison === null) return [{ item, tally, outcome }];
    const listed = await readListed(comparison, invocation, fetch);
    return [{ item, tally, outcome, comparison, listed, verifying }, ...listed];
  } catch (error) {
    return [{ item, tally, outcome: outcomeOfError(error) }];
  }
}
