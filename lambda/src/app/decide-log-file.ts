// Decides on a log file. In: its bytes. Out: its parts as plain data: what was read, and the decisions on it. Pure, so it can run in
// another thread than the pipeline.

import { withoutClaim } from '../core/digests/finding.ts';
import type { LogFile } from '../core/log-files/log-file.ts';
import { readLogFileParts } from '../core/log-files/read-log-file.ts';
import type { RecordOrigin } from '../core/records/record.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import { type Decisions, decideRecords } from './decide-records.ts';

/** A part of a log file, decided. It contains no functions. */
export interface DecidedPart extends Pick<LogFile, 'recordsRead' | 'broken'> {
  readonly decisions: Decisions;
}

/** Decides on a part. What imitates a finding of verification does not become one. */
export function decideLogFilePart(
  { candidates, recordsRead, broken }: LogFile,
  origin: RecordOrigin | null,
  ruleSet: RuleSet,
): DecidedPart {
  return { recordsRead, broken, decisions: decideRecords(candidates.map(withoutClaim), origin, ruleSet) };
}

/**
 * Decides on a whole file, part by part. Throws `LogFileError` if it is not a log file, which may be after some parts. `onContent`
 * receives the decompressed content, each byte once and in order.
 */
export async function* decideLogFile(
  bytes: Uint8Array,
  origin: RecordOrigin,
  ruleSet: RuleSet,
  onContent?: (content: Uint8Array) => void,
): AsyncGenerator<DecidedPart> {
  const parts = readLogFileParts(bytes, ruleSet.filter, undefined, onContent);
  for await (const part of parts) yield decideLogFilePart(part, origin, ruleSet);
}
