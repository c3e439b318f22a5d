// A ledger: one item of the state table with many claims. In: keys and a lease. Out: which of them are free. Each change
// is one atomic update whose answer is the item as it was before, so of two invocations the first to write owns a key, and one
// call claims or settles hundreds.

import { hash } from 'node:crypto';
import type { ClaimId, ClaimState, Lease } from '../../app/ports.ts';
import { type Item, isCurrent, itemId, numberOf, SET_TIMES, timesUntil, toItem } from './state-item.ts';
import type { StateTable } from './state-table.ts';
import type { TableAction } from './state-transactions.ts';

/** Leases are in some attributes by the time at which they end, so that ended ones are removed without a read. */
export interface Ring {
  /** How many attributes there are, and the time that each covers: together twice the longest lease, or more. */
  readonly slots: number;
  readonly slotMs: number;
}

const HELD: Ring = { slots: 8, slotMs: 10 * 60_000 };
/** Longer than any lease: Lambda allows 15 minutes. */
export const LEASE_MAX_MS = 16 * 60_000;

// For a ledger without settled keys; settling sets the time until which it counts.
const UNSETTLED_MS = 14 * 24 * 3600 * 1000;
const KEPT_TIMES = ['untilMs', 'expiresAt'].map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ');

/** Where claims are stored: in a ledger, with all claims of its bucket, or in an item, for a claim without a bucket. */
export interface ClaimPlace {
  readonly id: string;
  readonly isLedger: boolean;
  readonly keys: readonly string[];
}

/** A key that an invocation asked for. */
export interface HeldKey {
  readonly key: string;
  readonly state: ClaimState;
  /** When it was posted without an answer. */
  readonly unconfirmed: readonly number[];
}

/** The places of some claims. */
export function placesOf(claims: readonly ClaimId[]): readonly ClaimPlace[] {
  const places = new Map<string, ClaimPlace & { readonly keys: string[] }>();
  for (const { id: key, bucket } of claims) {
    const id = bucket === null ? itemId('claim', key) : itemId('ledger', bucket);
    const place = places.get(id) ?? { id, isLedger: bucket !== null, keys: [] };
    place.keys.push(key);
    places.set(id, place);
  }
  return [...places.values()];
}

/**
 * Claims keys in a ledger. An item has at most 400 KB, about 25,000 settled keys. A full ledger records no more keys, and every
 * key counts as free: an alert may repeat, but none is lost.
 */
export async function holdKeys(
  table: StateTable,
  ledgerId: string,
  keys: readonly string[],
  lease: Lease,
  ring = HELD,
): Promise<readonly HeldKey[]> {
  const marks = new Map(keys.map((key) => [key, markOf(key)]));
  const held = nameAt(lease.untilMs, ring);
  const change = `ADD #${held} :${held} SET ${KEPT_TIMES} REMOVE ${pastNames(lease, ring)}`;
  const values = { [held]: [toEntry(lease, [...marks.values()])], ...timesUntil(lease.nowMs + UNSETTLED_MS) };
  const before = await changeLedger(table, ledgerId, change, values);
  const isExpired = numberOf(before, 'untilMs', Number.POSITIVE_INFINITY) <= lease.nowMs;
  if (isExpired) await forgetSettled(table, ledgerId, before?.done?.SS ?? [], lease.nowMs);
  const done = new Set(isExpired ? [] : before?.done?.SS);
  const others = new Set(
    entriesOf(before)
      .filter(isRunning(lease))
      .flatMap(({ marks }) => marks),
  );
  const stateOf = (mark: string) => (done.has(mark) ? 'done' : others.has(mark) ? 'held' : 'claimed');
  const unconfirmed = isExpired ? [] : unconfirmedIn(before);
  return [...marks].map(([key, mark]) => {
    const atMs = unconfirmed.filter((entry) => entry.mark === mark).map((entry) => entry.atMs);
    return { key, state: stateOf(mark), unconfirmed: atMs };
  });
}

function unconfirmedIn(item: Item | undefined) {
  return (item?.unconfirmed?.SS ?? []).map((text) => {
    const [mark, atMs] = text.split('|');
    return { mark, atMs: Number(atMs) };
  });
}

async function forgetSettled(table: StateTable, ledgerId: string, done: readonly string[], nowMs: number) {
  const change = `${done.length > 0 ? 'DELETE #done :done ' : ''}SET ${SET_TIMES} REMOVE #unconfirmed`;
  const values = { ...(done.length > 0 && { done }), ...timesUntil(nowMs + UNSETTLED_MS) };
  await changeLedger(table, ledgerId, change, values);
}

/** Notes that keys were posted without an answer. */
export async function noteUnconfirmedKeys(
  table: StateTable,
  ledgerId: string,
  keys: readonly string[],
  nowMs: number,
): Promise<void> {
  const unconfirmed = keys.map((key) => `${markOf(key)}|${nowMs}`);
  const values = { unconfirmed, ...timesUntil(nowMs + UNSETTLED_MS) };
  await changeLedger(table, ledgerId, `ADD #unconfirmed :unconfirmed SET ${KEPT_TIMES}`, values);
}

/** Marks keys as done. */
export async function settleKeys(
  table: StateTable,
  ledgerId: string,
  keys: readonly string[],
  keepUntilMs: number,
): Promise<void> {
  const change = `ADD #done :done SET ${SET_TIMES}`;
  await changeLedger(table, ledgerId, change, { done: keys.map(markOf), ...timesUntil(keepUntilMs) });
}

/** Releases what an owner holds of some keys. Only the owner changes its own entries, so reading first is safe. */
export async function releaseKeys(
  table: StateTable,
  ledgerId: string,
  keys: readonly string[],
  owner: string,
): Promise<void> {
  const released = new Set(keys.map(markOf));
  for (const entry of entriesOf(await table.get(ledgerId))) {
    if (entry.owner !== owner || !entry.marks.some((mark) => released.has(mark))) continue;
    const rest = entry.marks.filter((mark) => !released.has(mark));
    const { name, untilMs } = entry;
    if (rest.length > 0) {
      await changeLedger(table, ledgerId, `ADD #${name} :${name}`, { [name]: [toEntry({ owner, untilMs }, rest)] });
    }
    await changeLedger(table, ledgerId, `DELETE #${name} :${name}`, { [name]: [entry.text] });
  }
}

/** The keys that a ledger's item marks as done; none once its time has expired. */
export function settledKeys(item: Item | undefined, keys: readonly string[], nowMs: number): readonly string[] {
  if (!isCurrent(item, nowMs)) return [];
  const done = new Set(item?.done?.SS);
  return keys.filter((key) => done.has(markOf(key)));
}

/** How many settled keys a ledger takes in a transaction: about 300 KB. Keys that it does not take count as free later. */
const SETTLED_MAX = 25_000;

/**
 * The action that settles keys in a ledger if nothing was settled in it since `item` was read; null if the ledger is full. The
 * number of settled keys only grows, so it shows whether there was a change.
 */
export function settleAction(
  item: Item | undefined,
  ledgerId: string,
  keys: readonly string[],
  { nowMs, keepUntilMs }: { readonly nowMs: number; readonly keepUntilMs: number },
): TableAction | null {
  const size = item?.done?.SS?.length ?? 0;
  const isExpired = numberOf(item, 'untilMs', Number.POSITIVE_INFINITY) <= nowMs;
  if (size + keys.length > SETTLED_MAX && !isExpired) return null;
  const change = isExpired ? `SET #done = :done, ${SET_TIMES}` : `ADD #done :done SET ${SET_TIMES}`;
  const condition = size === 0 ? 'attribute_not_exists(#done)' : 'size(#done) = :size';
  const values = { done: keys.map(markOf), ...timesUntil(keepUntilMs), ...(size > 0 && { size }) };
  return { id: ledgerId, item: undefined, change, condition, values: toItem(values) };
}

async function changeLedger(
  table: StateTable,
  ledgerId: string,
  change: string,
  values: Parameters<typeof toItem>[0],
): Promise<Item | undefined> {
  try {
    return await table.change(ledgerId, change, toItem(values));
  } catch (error) {
    if (isFull(error)) return undefined;
    throw error;
  }
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /size/i.test(error.message);
}

// Ten characters are 60 bits: among 25,000 keys, the chance that two share a mark is one in three thousand million.
function markOf(key: string): string {
  return hash('sha256', key, 'base64url').slice(0, 10);
}

const nameAt = (ms: number, { slots, slotMs }: Ring) => `held${Math.floor(ms / slotMs) % slots}`;

// Every attribute whose leases have ended: all of the ring except those from now to the longest lease.
function pastNames({ nowMs, untilMs }: Lease, ring: Ring): string {
  const { slots, slotMs } = ring;
  const live = Math.floor(Math.max(untilMs, nowMs + LEASE_MAX_MS) / slotMs) - Math.floor(nowMs / slotMs) + 1;
  const past = Array.from({ length: slots - live }, (_, index) => `#${nameAt(nowMs + (live + index) * slotMs, ring)}`);
  return past.join(', ');
}

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly untilMs: number;
  readonly owner: string;
  readonly marks: readonly string[];
}

const toEntry = ({ untilMs, owner }: Pick<Lease, 'untilMs' | 'owner'>, marks: readonly string[]) =>
  `${untilMs}|${owner}|${marks.join(',')}`;

function entriesOf(item: Item | undefined): readonly Entry[] {
  const held = Object.entries(item ?? {}).filter(([name]) => /^held\d+$/.test(name));
  return held.flatMap(([name, value]) => (value.SS ?? []).map((text) => toEntryOf(name, text)));
}

function toEntryOf(name: string, text: string): Entry {
  const [untilMs, owner = '', marks = ''] = text.split('|');
  return { name, text, untilMs: Number(untilMs), owner, marks: marks.split(',') };
}

function isRunning({ owner, nowMs }: Lease): (entry: Entry) => boolean {
  return (entry) => entry.untilMs > nowMs && entry.owner !== owner;
}
