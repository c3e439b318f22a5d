// Decides a unit: observations and what is stored of their group in, findings and what to store instead out. Pure; the caller reads
// and commits, and decides again if what was read has changed.

import { decideBucket } from './decide-bucket.ts';
import { decideFirstSeen } from './decide-first-seen.ts';
import type { Finding } from './finding.ts';
import type { Unit } from './unit.ts';

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

/**
 * Decides a unit by what is stored under `keysOf(unit)`; absent keys are missing. The decision is the same for the same input. It holds
 * only if its writes are committed as `needs` says; if not, read and decide again.
 */
export function decideUnit(unit: Unit, stored: ReadonlyMap<string, string>, nowMs: number): UnitDecision {
  const { bucket } = unit;
  return bucket === null ? decideFirstSeen(unit, stored, nowMs) : decideBucket({ ...unit, bucket }, stored, nowMs);
}
