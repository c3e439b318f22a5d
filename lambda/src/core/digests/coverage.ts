// The time that digests cover. In: digests. Out: whether a log file that arrived at some time must be listed by one of them.

import type { Digest } from './digest.ts';
import { parseDigestName } from './digest-key.ts';

/** A time without a gap. */
export interface Covered {
  readonly fromMs: number;
  readonly untilMs: number;
}

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** Adds a digest. A backfill digest covers nothing: it lists only what the digest of its hour does not. */
export function cover(covered: Covered[], { startMs, endMs, location }: Digest): void {
  if (parseDigestName(location.key)?.isBackfill) return;
  const at = covered.findIndex(({ fromMs, untilMs }) => startMs <= untilMs + MINUTE_MS && endMs >= fromMs);
  const run = covered[at];
  if (run === undefined) covered.push({ fromMs: startMs, untilMs: endMs });
  else covered[at] = { ...run, untilMs: Math.max(run.untilMs, endMs) };
}

/**
 * Whether every log file of a time is listed. The time in a name is not exactly that of the delivery, so a file near the end may
 * belong to a digest that is still to come, and one near the beginning to the time before.
 */
export function isCovered(ms: number | null, covered: readonly Covered[]): boolean {
  if (ms === null) return false;
  return covered.some(({ fromMs, untilMs }) => ms >= fromMs + 10 * MINUTE_MS && ms <= untilMs - HOUR_MS);
}
