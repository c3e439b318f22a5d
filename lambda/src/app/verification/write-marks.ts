// Writes the reading marks of an invocation. In: marks of log files whose alerts are delivered. Out: nothing. Never rejects: a log
// file without a mark is read again, and its alerts are not delivered twice.

import type { ReadingMark } from '../../core/digests/reading-mark.ts';
import type { Invocation } from '../invocation.ts';
import { callWithRetries } from '../wait.ts';

// A walk goes back seven days, and a digest may be one day late.
/** How long marks are kept. */
export const KEPT_MS = 8 * 24 * 3600 * 1000;

/** Writes marks. */
export async function writeMarks(marks: readonly ReadingMark[], invocation: Invocation): Promise<void> {
  const { pipeline, counters, deadlineMs } = invocation;
  const { clock, log, verification } = pipeline;
  if (verification === undefined) return;
  try {
    const write = () => verification.marks.write(marks, clock.nowMs() + KEPT_MS);
    await callWithRetries(write, clock, deadlineMs);
  } catch (error) {
    if (counters.verification) counters.verification.marksFailed += marks.length;
    log.warn('marks_not_written', { marks: marks.length, error: String(error), effect: EFFECT });
  }
}

const EFFECT = 'these log files are read again when a digest lists them; their alerts are not delivered twice';
