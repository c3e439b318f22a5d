// One round of settling units. In: units. Out: those that are settled, and what was found; the others must be read and decided again.

import { decideUnit } from '../../core/correlation/decide-unit.ts';
import type { Finding } from '../../core/correlation/finding.ts';
import { keysOf, type Unit } from '../../core/correlation/unit.ts';
import type { UnitDecision } from '../../core/correlation/unit-decision.ts';
import type { Invocation } from '../invocation.ts';
import type { StoreChange, StoredValue } from '../ports.ts';

export interface Round {
  readonly settled: readonly Unit[];
  readonly findings: readonly Finding[];
  /** How many changes another invocation prevented. */
  readonly conflicts: number;
}

interface Decided {
  readonly unit: Unit;
  /** That of the unit first. */
  readonly keys: readonly string[];
  readonly decision: UnitDecision;
}

type Stored = ReadonlyMap<string, StoredValue>;

/** Reads, decides and commits once. Rejects with the fault of the store; what was committed before it stays committed. */
export async function playRound(units: readonly Unit[], invocation: Invocation): Promise<Round> {
  const { clock, correlations } = invocation.pipeline;
  const { store } = correlations;
  const nowMs = clock.nowMs();
  const stored = await store.read(unique(units.flatMap(keysOf)), nowMs);
  const decided = units.map((unit) => decide(unit, stored, nowMs));
  noteUnreadable(decided, invocation);
  const changing = decided.filter(({ decision }) => decision.writes.length > 0);
  const chosen = withoutOverlap(changing);
  const applied = await store.commit(
    chosen.map((one) => changeOf(one, stored)),
    nowMs,
  );
  const committed = chosen.filter((_, index) => applied[index]);
  const settled = [
    ...decided.filter(({ decision }) => decision.writes.length === 0),
    ...(await withSameNeighbors(committed, stored, invocation)),
  ];
  for (const one of settled) noteSightings(one, stored, invocation);
  return {
    settled: settled.map(({ unit }) => unit),
    findings: settled.flatMap(({ decision }) => decision.findings),
    conflicts: chosen.length - committed.length,
  };
}

function decide(unit: Unit, stored: Stored, nowMs: number): Decided {
  const keys = keysOf(unit);
  const values = keys.flatMap((key) => {
    const found = stored.get(key);
    return found ? [[key, found.value] as const] : [];
  });
  return { unit, keys, decision: decideUnit(unit, new Map(values), nowMs) };
}

// Changes of which one writes what another depends on would only conflict with each other: the later ones wait for the next round.
function withoutOverlap(decided: readonly Decided[]): readonly Decided[] {
  const written = new Set<string>();
  const expected = new Set<string>();
  return decided.filter((one) => {
    const [own, writes] = [expectedKeys(one), one.decision.writes.map(({ key }) => key)];
    if (own.some((key) => written.has(key)) || writes.some((key) => expected.has(key))) return false;
    for (const key of own) expected.add(key);
    for (const key of writes) written.add(key);
    return true;
  });
}

function expectedKeys({ keys, decision }: Decided): readonly string[] {
  return decision.needs === 'all' ? keys : keys.slice(0, 1);
}

function changeOf(one: Decided, stored: Stored): StoreChange {
  const expected = new Map(expectedKeys(one).map((key) => [key, stored.get(key)?.version ?? null]));
  return { expected, writes: one.decision.writes };
}

// Of two invocations that write neighboring buckets at the same time, at least one sees here what the other wrote.
async function withSameNeighbors(committed: readonly Decided[], before: Stored, { pipeline }: Invocation) {
  const neighborsOf = ({ keys, decision }: Decided) => (decision.needs === 'own' ? keys.slice(1) : []);
  const keys = unique(committed.flatMap(neighborsOf));
  if (keys.length === 0) return committed;
  const now = await pipeline.correlations.store.read(keys, pipeline.clock.nowMs());
  const isSame = (key: string) => now.get(key)?.version === before.get(key)?.version;
  return committed.filter((one) => neighborsOf(one).every(isSame));
}

function noteSightings({ unit, keys, decision }: Decided, stored: Stored, { pipeline }: Invocation): void {
  if (unit.bucket !== null) return;
  const [own = ''] = keys;
  const value = decision.writes.find(({ key }) => key === own)?.value ?? stored.get(own)?.value;
  if (value !== undefined) pipeline.correlations.sightings.set(own, value);
}

function noteUnreadable(decided: readonly Decided[], { pipeline }: Invocation): void {
  for (const { unit, decision } of decided) {
    for (const key of decision.unreadable) {
      pipeline.log.error('correlation_unreadable', { rule: unit.correlation, key, effect: 'it counts as absent' });
    }
  }
}

function unique(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)];
}
