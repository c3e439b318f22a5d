// Settles units: reads what is stored of them, decides, and commits; what conflicts with another invocation is read and decided again.
// In: units of one level. Out: the findings of the units that are settled, and why the others are not. Never rejects.

import { isSeen } from '../../core/correlation/decide-first-seen.ts';
import type { Finding } from '../../core/correlation/finding.ts';
import { keysOf, type Unit } from '../../core/correlation/unit.ts';
import { inLots } from '../in-lots.ts';
import type { Invocation } from '../invocation.ts';
import { PortError } from '../ports.ts';
import { pauseAfterConflict, requireTime } from '../wait.ts';
import { playRound } from './play-round.ts';

export interface Settlement {
  readonly findings: readonly Finding[];
  readonly unsettled: readonly { readonly unit: Unit; readonly error: unknown }[];
}

// The values of a lot, at most three for each unit, are in memory at the same time. One read takes 100 keys: those of a lot of
// `first_seen`, and its learning item.
const UNITS_MAX = 99;
// Of neighboring units in one lot that all fire, every third is committed in a round.
const ROUNDS_MAX = 12;

/** Settles units until `limitMs` (milliseconds since the epoch). After a fault of the store, the rest is left unsettled. */
export async function settleUnits(
  units: readonly Unit[],
  invocation: Invocation,
  limitMs: number,
): Promise<Settlement> {
  const findings: Finding[] = [];
  const unsettled: { unit: Unit; error: unknown }[] = [];
  const unknown = units.filter((unit) => !isKnownSeen(unit, invocation));
  let fault: unknown = null;
  for (const lot of inLots(unknown, UNITS_MAX)) {
    const open = new Set(lot);
    try {
      if (fault !== null) throw fault;
      for await (const found of settleLot(open, invocation, limitMs)) findings.push(...found);
    } catch (error) {
      if (!isConflict(error)) fault = error;
      for (const unit of open) unsettled.push({ unit, error });
    }
  }
  return { findings, unsettled };
}

function isKnownSeen(unit: Unit, { pipeline }: Invocation): boolean {
  if (unit.bucket !== null) return false;
  const [key = ''] = keysOf(unit);
  const kept = pipeline.correlations.sightings.get(key);
  return kept !== undefined && isSeen(unit, kept);
}

// Yields the findings of each round. Units leave `open` when they are settled.
async function* settleLot(open: Set<Unit>, invocation: Invocation, limitMs: number) {
  const { clock } = invocation.pipeline;
  for (let round = 0; open.size > 0; round++) {
    if (round === ROUNDS_MAX) throw conflictOf(open);
    requireTime(clock, limitMs, 0);
    requireTime(clock, invocation.delivery.deadlineMs);
    const { settled, findings, conflicts } = await playRound([...open], invocation);
    for (const unit of settled) open.delete(unit);
    yield findings;
    if (conflicts > 0) await pauseAfterConflict(clock, round, invocation.startedMs);
  }
}

function conflictOf(units: ReadonlySet<Unit>): PortError {
  const names = [...new Set([...units].map(({ correlation }) => correlation))].join(', ');
  const message = `other invocations kept changing what ${names} store; the events are tried again later`;
  return new PortError('transient', 'correlation_conflict', message);
}

function isConflict(error: unknown): boolean {
  return error instanceof PortError && error.code === 'correlation_conflict';
}
