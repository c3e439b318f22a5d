// Decides a unit: observations and what is stored of their group in, findings and what to store instead out. Pure; the caller reads
// and commits, and decides again if what was read has changed.

import { decideBucket } from './decide-bucket.ts';
import { decideFirstSeen } from './decide-first-seen.ts';
import type { Unit } from './unit.ts';
import type { UnitDecision } from './unit-decision.ts';

/**
 * Decides a unit by what is stored under `keysOf(unit)`; absent keys are missing. The decision is the same for the same input. It holds
 * only if its writes are committed as `needs` says; if not, read and decide again.
 */
export function decideUnit(unit: Unit, stored: ReadonlyMap<string, string>, nowMs: number): UnitDecision {
  const { bucket } = unit;
  return bucket === null ? decideFirstSeen(unit, stored, nowMs) : decideBucket({ ...unit, bucket }, stored, nowMs);
}
