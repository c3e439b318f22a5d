// The progress of a replay on the terminal. In: finished files. Out: a line with files, records, the rate, and about
// how long the rest takes; it is replaced a few times a second.

import { countOf, groupDigits } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';
import { createRate, timeLeft } from '../time-left.ts';

export interface Progress {
  /** Counts a finished file; `recordsRead` of all files so far. */
  show(recordsRead: number): void;
  clear(): void;
}

const EVERY_MS = 200;

/** The progress of reading `files` files. `recordsBefore` were read before, by an interrupted replay. */
export function createProgress(files: number, recordsBefore: number, terminal: Terminal): Progress {
  const progressText = createProgressText();
  let shownMs = performance.now();
  let done = 0;
  return {
    show(recordsRead) {
      done++;
      const nowMs = performance.now();
      if (nowMs - shownMs < EVERY_MS) return;
      shownMs = nowMs;
      terminal.progress(progressText({ done, of: files, records: recordsRead - recordsBefore, nowMs }));
    },
    clear: () => terminal.progress(''),
  };
}

interface Done {
  readonly done: number;
  readonly of: number;
  readonly records: number;
  readonly nowMs: number;
}

/** Returns the line, such as `12 of 40 files, 60,000 records, 210,000 records/s, 3 s left`, each time with what is known by then. */
export function createProgressText(): (done: Done) => string {
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
