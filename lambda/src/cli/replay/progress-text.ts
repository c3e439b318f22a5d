// The progress of a replay as a line. In: what is done. Out: files, records, the rate, and about how long the rest takes.

import { groupDigits } from '../numbers.ts';
import { timeLeft } from '../time-left.ts';

export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly records: number;
  readonly elapsedMs: number;
}

/** The line, such as `12 of 40 files, 60,000 records, 210,000 records/s, 3 s left`. */
export function progressText({ done, of, records, elapsedMs }: Progress): string {
  const rate = Math.round(records / (elapsedMs / 1_000));
  const left = timeLeft(done, of, elapsedMs);
  return `${done} of ${of} files, ${groupDigits(records)} records, ${groupDigits(rate)} records/s, ${left}`;
}
