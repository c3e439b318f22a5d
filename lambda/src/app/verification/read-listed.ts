// Reads log files because a digest lists them. In: log files that were not read. Out: a reading of each, with the mark that it leaves.

import type { ListedLogFile } from '../../core/digests/digest.ts';
import { type MarkState, TOO_LARGE } from '../../core/digests/reading-mark.ts';
import type { LogFileItem } from '../../core/sources/envelope.ts';
import type { FetchLogFile } from '../fetch-ahead.ts';
import type { Invocation } from '../invocation.ts';
import { DONE } from '../outcome.ts';
import { type Reading, readItem } from '../read-item.ts';
import type { Comparison } from './check-digest.ts';
import { fileFinding } from './findings.ts';
import type { ProvenDigest } from './read-digest.ts';
import { takeFindings } from './take-findings.ts';

/** How many log files of one digest an invocation reads late. The rest is left to the next one. */
export const LATE_MAX = 100;

/** Reads as many of the unknown files of a digest as fit into half of the time. Never rejects. */
export async function readListed(
  { proven, unknown }: Comparison,
  invocation: Invocation,
  fetch: FetchLogFile,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  const { pipeline, startedMs, endMs } = invocation;
  const hasTime = () => pipeline.clock.nowMs() - startedMs < (endMs - startedMs) / 2;
  for (const file of unknown.slice(0, LATE_MAX)) {
    if (!hasTime()) break;
    readings.push(await readLate(file, proven, invocation, fetch));
  }
  return readings;
}

async function readLate(file: ListedLogFile, proven: ProvenDigest, invocation: Invocation, fetch: FetchLogFile) {
  const { bucket, key } = file;
  const item: LogFileItem = { kind: 'log-file', bucket, key, isLate: true };
  const reading = await readItem(item, invocation, fetch);
  const { mark, outcome } = reading;
  // Without content, nothing was there to read.
  if (outcome.kind === 'drop' && !mark)
    return report('missing', { ...reading, outcome: DONE }, file, proven, invocation);
  if (!mark || mark.sha256 === file.sha256 || mark.sha256 === TOO_LARGE) return reading;
  return report('altered', reading, file, proven, invocation);
}

function report(
  state: Extract<MarkState, 'missing' | 'altered'>,
  reading: Reading,
  { bucket, key }: ListedLogFile,
  proven: ProvenDigest,
  invocation: Invocation,
): Reading {
  const name = state === 'missing' ? 'LogFileMissing' : 'LogFileAltered';
  takeFindings([fileFinding(name, { bucket, key }, proven)], { tally: reading.tally, invocation });
  return { ...reading, mark: { bucket, key, state, sha256: reading.mark?.sha256 ?? '' } };
}
