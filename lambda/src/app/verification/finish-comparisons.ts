// Finishes the comparison of digests, once the alerts of the log files that were read because of them are delivered. In: the readings of
// all envelopes. Out: digests whose files are all known are marked, and the files that were read late are reported. Of several invocations
// that compare a digest, the one that writes its mark counts it.

import { type ListedState, listedStateOf, nameOfObject, type ReadingMark } from '../../core/digests/reading-mark.ts';
import { deliverBacklog } from '../backlog.ts';
import { outcomeOf } from '../conclude-item.ts';
import type { Invocation } from '../invocation.ts';
import { outcomeOfError, type Reading } from '../read-item.ts';
import { requireTime } from '../wait.ts';
import { readLate } from './findings.ts';
import type { ProvenDigest } from './read-digest.ts';
import type { DigestReading } from './read-for-verification.ts';
import { sendLater } from './send-later.ts';
import { takeFindings } from './take-findings.ts';
import type { VerificationCounters } from './verification.ts';
import { KEPT_MS, writeMarks } from './write-marks.ts';

type Counts = Record<ListedState, number>;

/** Finishes comparisons. Replaces readings in their envelopes; never rejects. */
export async function finishComparisons(envelopes: readonly Reading[][], invocation: Invocation): Promise<void> {
  const finished: Finished[] = [];
  for (const envelope of envelopes) {
    for (const [at, reading] of envelope.entries()) {
      if (!isOfDigest(reading)) continue;
      const counts = countsOf(reading);
      if (counts.unknown > 0) envelope[at] = await goOn(reading);
      else finished.push({ envelope, at, counts });
      if (counts.unknown > 0 || counts.recovered === 0) continue;
      takeFindings([readLate(counts.recovered, reading.comparison.proven)], reading.verifying);
    }
  }
  if (invocation.backlog.entries.length > 0) await deliverBacklog(invocation);
  const delivered = finished.filter(({ envelope, at }) => outcomeOf(envelope[at] as Reading).kind !== 'retry');
  // A digest with a mark is not compared again, so those of its log files are written first.
  await writeMarks(
    delivered.flatMap(({ envelope, at }) => takeMarks(envelope, envelope[at] as DigestReading)),
    invocation,
  );
  await Promise.all(delivered.map(settle));
}

/** A comparison whose log files are all known, and its place. */
interface Finished {
  readonly envelope: Reading[];
  readonly at: number;
  readonly counts: Counts;
}

function takeMarks(envelope: Reading[], { listed }: DigestReading): readonly ReadingMark[] {
  return listed.flatMap((reading) => {
    if (!reading.mark || outcomeOf(reading).kind === 'retry') return [];
    envelope[envelope.indexOf(reading)] = { ...reading, mark: undefined };
    return reading.mark;
  });
}

async function settle({ envelope, at, counts }: Finished): Promise<void> {
  const { item, tally, comparison, verifying } = envelope[at] as DigestReading;
  const { clock } = verifying.invocation.pipeline;
  try {
    requireTime(clock, verifying.invocation.endMs);
    const nowMs = clock.nowMs();
    const isOurs = await verifying.marks.settle(markOf(comparison.proven), nowMs + KEPT_MS, nowMs);
    if (isOurs) count(counts, verifying.counters);
  } catch (error) {
    envelope[at] = { item, tally, outcome: outcomeOfError(error) };
  }
}

function isOfDigest(reading: Reading): reading is DigestReading {
  return 'comparison' in reading;
}

// A file that is retried is unknown until its alerts are delivered.
function countsOf({ comparison, listed }: DigestReading): Counts {
  const { proven, marks } = comparison;
  const settled = listed.filter((one) => outcomeOf(one).kind !== 'retry');
  const read = new Map(settled.flatMap(({ mark }) => (mark ? [[nameOfObject(mark), mark] as const] : [])));
  const counts: Counts = { verified: 0, recovered: 0, missing: 0, altered: 0, tooLarge: 0, unknown: 0 };
  for (const file of proven.digest.logFiles) {
    const name = nameOfObject(file);
    counts[listedStateOf(file, read.get(name) ?? marks.get(name))]++;
  }
  return counts;
}

// If a file is retried, so is its envelope, and the digest with it. Otherwise there are more files than this invocation could read.
async function goOn(reading: DigestReading): Promise<Reading> {
  const { comparison, listed, item, tally, verifying } = reading;
  if (listed.some((one) => outcomeOf(one).kind === 'retry')) return { item, tally, outcome: reading.outcome };
  const { bucket, key } = comparison.proven.location;
  try {
    await sendLater([{ kind: 'digest', bucket, key, again: true }], listed.length > 0 ? 0 : PAUSE_SECONDS, verifying);
    return { item, tally, outcome: reading.outcome };
  } catch (error) {
    return { item, tally, outcome: outcomeOfError(error) };
  }
}

// The invocation had no time for any file.
const PAUSE_SECONDS = 60;

function count(counts: Counts, counters: VerificationCounters): void {
  const { verified, recovered, missing, altered, tooLarge } = counts;
  counters.digestsVerified++;
  counters.filesListed += verified + recovered + missing + altered + tooLarge;
  counters.filesVerified += verified;
  counters.filesRecovered += recovered;
  counters.filesMissing += missing;
  counters.filesAltered += altered;
  counters.filesTooLarge += tooLarge;
}

function markOf({ location, sha256 }: ProvenDigest): ReadingMark {
  return { ...location, state: 'read', sha256 };
}
