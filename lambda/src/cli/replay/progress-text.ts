// The progress of a replay as a line. In: what is done. Out: files, records, the rate, and about how long the rest takes.

import { countOf, groupDigits } from '../numbers.ts';
import { createRate, timeLeft } from '../time-left.ts';

export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly records: number;
  readonly nowMs: number;
}

/** Returns the line, such as `12 of 40 files, 60,000 records, 210,000 records/s, 3 s left`, each time with what is known by then. */
export function createProgressText(): (progress: Progress) => string {
  const [files, recordsRead] = [createRate(), createRate()];
  return ({ done, of, records, nowMs }) => {
    const [filesPerMs, recordsPerMs] = [files(done, nowMs), recordsRead(records, nowMs)];
    return [
      `${groupDigits(done)} of ${countOf(of, 'file')}`,
      countOf(records, 'record'),
      ...(recordsPerMs === null ? [] : [`${groupDigits(Math.round(recordsPerMs * 1_000))} records/s`]),
      ...(filesPerMs === null ? [] : [timeLeft(of - done, filesPerMs)]),
    ].join(', ');
  };
}
