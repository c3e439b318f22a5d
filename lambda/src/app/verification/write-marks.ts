// Writes the reading marks of an invocation. In: marks of log files whose alerts are delivered. Out: nothing. Never rejects: what
// cannot be written is written by the next invocation of the instance. If there is none, a log file is read again, and its alerts are
// not delivered twice.

import type { ReadingMark } from '../../core/digests/reading-mark.ts';
import type { Invocation } from '../invocation.ts';
import { callWithRetries } from '../wait.ts';

// A walk goes back seven days, and a digest may be one day late.
/** How long marks are kept. */
export const KEPT_MS = 8 * 24 * 3600 * 1000;

/** How many marks an instance keeps that it could not write: 40 calls. */
export const UNWRITTEN_MAX = 1_000;

/** Writes marks, and those that earlier invocations of the instance could not write. */
export async function writeMarks(marks: readonly ReadingMark[], invocation: Invocation): Promise<void> {
  const { pipeline, counters, endMs } = invocation;
  const { clock, log, verification } = pipeline;
  if (verification === undefined) return;
  // Newer marks of the same objects come last, and count.
  const all = [...verification.unwritten.splice(0), ...marks];
  if (all.length === 0) return;
  try {
    const write = () => verification.marks.write(all, clock.nowMs() + KEPT_MS);
    await callWithRetries(write, clock, endMs);
  } catch (error) {
    verification.unwritten.push(...all.slice(-UNWRITTEN_MAX));
    if (counters.verification) counters.verification.marksFailed += marks.length;
    log.warn('marks_not_written', { marks: marks.length, error: String(error), effect: EFFECT });
  }
}

const EFFECT =
  'the next invocation of this instance writes them; if there is none, a digest makes the log files be read again, and their alerts are not delivered twice';
