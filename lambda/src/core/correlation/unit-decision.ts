// What is decided about a unit: what to deliver, and what to store instead of what was read.

import type { Finding } from './finding.ts';

// For log files that arrive late.
const LATE_MS = 14 * 86_400_000;

/** Until when a value about events up to `endMs` is kept: as long as it can matter for an alert, and 14 days more. */
export const keptUntilMs = (nowMs: number, endMs: number, timespanMs: number): number =>
  Math.max(nowMs, endMs) + timespanMs + LATE_MS;

export interface UnitDecision {
  /**
   * What to deliver, once the writes are committed; nothing for observations that are only stored or known. `opened` is found once for
   * each alert, however many of its events are in hand.
   */
  readonly findings: readonly Finding[];
  /** Empty if nothing changes; then there is nothing to commit or to check. */
  readonly writes: readonly StoredWrite[];
  /**
   * `own`: commit if the key of the unit (the first of `keysOf`) is unchanged, then read the versions of the other keys again; if one has
   * changed since it was read, read and decide again, and use only that decision. `all`: commit if all keys are unchanged.
   */
  readonly needs: 'own' | 'all';
  /** The keys whose values cannot be read. They counted as absent, and a write replaces them. */
  readonly unreadable: readonly string[];
}

export interface StoredWrite {
  readonly key: string;
  readonly value: string;
  readonly keepUntilMs: number;
}
