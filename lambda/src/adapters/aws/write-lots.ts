// Writes many items of the state table in few calls. In: conditional writes, each to another item. Out: for each the item that
// stood in its way, if any. One transaction applies a whole lot; where some conditions do not hold, the rest is tried again
// without them, so a lot costs one call, or two if some of it is taken.

import { setTimeout as sleep } from 'node:timers/promises';
import { PortError } from '../../app/ports.ts';
import type { Item } from './state-item.ts';
import type { Obstacle, StateTable, Write } from './state-table.ts';

/** What became of a write: applied, or prevented by the item found (undefined if there is none). */
export type WriteResult = { readonly applied: true } | { readonly applied: false; readonly found: Item | undefined };

const APPLIED: WriteResult = { applied: true };
const ATTEMPTS = 10;
const PAUSE_MS = 25;

/** Applies each write whose condition holds. Rejects if other transactions stay in the way. */
export async function writeEach(table: StateTable, writes: readonly Write[]): Promise<readonly WriteResult[]> {
  const results = await writeLot(table, writes, () => []);
  return results.rest;
}

/**
 * Applies each write whose condition holds, together with one more that `lead` makes for their number. Null if the condition of
 * that one does not hold; then nothing is written.
 */
export async function writeWith(
  table: StateTable,
  lead: (writes: number) => Write,
  writes: readonly Write[],
): Promise<readonly WriteResult[] | null> {
  const { lead: first, rest } = await writeLot(table, writes, (count) => [lead(count)]);
  return first?.applied === false ? null : rest;
}

interface LotResult {
  readonly lead: WriteResult | undefined;
  readonly rest: readonly WriteResult[];
}

async function writeLot(
  table: StateTable,
  writes: readonly Write[],
  leadOf: (count: number) => readonly Write[],
): Promise<LotResult> {
  const results = new Map<Write, WriteResult>();
  const inOrder = (lead?: WriteResult) => ({ lead, rest: writes.map((write) => results.get(write) ?? APPLIED) });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const left = writes.filter((write) => !results.has(write));
    if (left.length === 0) return inOrder();
    const lead = leadOf(left.length);
    const obstacles = await table.writeTogether([...lead, ...left]);
    if (obstacles === null) return inOrder(lead.length > 0 ? APPLIED : undefined);
    const before = obstacles[0];
    if (lead.length > 0 && before?.kind === 'condition') return inOrder({ applied: false, found: before.found });
    noteObstacles(left, obstacles.slice(lead.length), results);
    if (obstacles.some(({ kind }) => kind === 'conflict')) await sleep(PAUSE_MS * attempt * (0.5 + Math.random()));
  }
  throw new PortError('transient', 'TransactionConflict', 'other invocations keep writing the same items');
}

function noteObstacles(left: readonly Write[], obstacles: readonly Obstacle[], results: Map<Write, WriteResult>): void {
  for (const [index, write] of left.entries()) {
    const obstacle = obstacles[index];
    if (obstacle?.kind === 'condition') results.set(write, { applied: false, found: obstacle.found });
  }
}
