// The progress of a replay on the terminal. In: finished files. Out: a line that is replaced a few times a second.

import type { Terminal } from '../terminal.ts';
import { createProgressText } from './progress-text.ts';

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
