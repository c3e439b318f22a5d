// What is kept between invocations, in a DynamoDB table. In: the calls of the pipeline. Out: which invocation may deliver what,
// and where threads are. Every change that two invocations might make at the same time is one atomic write; no read precedes it.

import pLimit from 'p-limit';
import type { ClaimId, ClaimState, Lease, MessageHandle, OpenThread, StateStore, ThreadSlot } from '../../app/ports.ts';
import { deferralCalls, toCount, toHandle } from './deferred-counts.ts';
import { holdKeys, type Ring, releaseKeys, settledKeys, settleKeys } from './ledger.ts';
import {
  ABSENT_OR_PAST,
  byId,
  type Item,
  isCurrent,
  itemId,
  numberOf,
  SET_TIMES,
  textOf,
  timesUntil,
  toItem,
  toTimedItem,
} from './state-item.ts';
import type { StateTable, WithTable } from './state-table.ts';

const IS_OPEN = '#state = :state AND #channel = :channel AND #ts = :ts';

/** A `StateStore` over the state table. */
export function stateStoreOn(withTable: WithTable): StateStore {
  return { ...claimCalls(withTable), ...threadCalls(withTable) };
}

type ClaimCalls = Pick<StateStore, 'claim' | 'delivered' | 'settle' | 'release'>;

function claimCalls(withTable: WithTable): ClaimCalls {
  return {
    claim: (ids, threadKeys, lease) =>
      withTable('claim', async (table) => {
        const [claimed, threads] = await Promise.all([
          claimIds(table, ids, lease),
          claimThreads(table, threadKeys, lease),
        ]);
        return { ids: claimed, threads };
      }),
    delivered: (ids, nowMs) =>
      withTable('look up claims', async (table) => {
        const { ledgers } = sorted(ids);
        const items = byId(await table.getAll(ledgers.map(([ledger]) => ledger)));
        return new Set(ledgers.flatMap(([ledger, keys]) => settledKeys(items.get(ledger), keys, nowMs)));
      }),
    settle: (ids, keepUntilMs) =>
      withTable('settle claims', async (table) => {
        const { alone, ledgers } = sorted(ids);
        const done = (id: string) => toTimedItem(itemId('claim', id), keepUntilMs, { state: 'done' });
        await eachOf<unknown>([
          ...alone.map((id) => () => table.put(done(id))),
          ...ledgers.map(
            ([ledger, keys]) =>
              () =>
                settleKeys(table, ledger, keys, keepUntilMs),
          ),
        ]);
      }),
    release: (ids, threadKeys, owner) =>
      withTable('release claims', async (table) => {
        const { alone, ledgers } = sorted(ids);
        await eachOf<unknown>([
          ...alone.map((id) => () => table.delete(itemId('claim', id), '#owner = :owner', toItem({ owner }))),
          ...ledgers.map(
            ([ledger, keys]) =>
              () =>
                releaseKeys(table, ledger, keys, owner),
          ),
          ...(threadKeys.length > 0 ? [() => releaseKeys(table, OPENINGS, threadKeys, owner)] : []),
          ...threadKeys.map((key) => () => table.delete(itemId('thread', key), REOPENING, toItem(reopeningBy(owner)))),
        ]);
      }),
  };
}

const REOPENING = '#state = :state AND #owner = :owner';
const reopeningBy = (owner: string) => ({ state: 'reopening', owner });

// Which threads are being started, and by which owners.
const OPENINGS = itemId('ledger', 'openings');
// Every invocation with alerts for a thread changes this item, and each change costs a unit for each KB of it: its leases are removed early.
const RIGHTS: Ring = { slots: 40, slotMs: 60_000 };
const CONCURRENT_CALLS = 8;

function eachOf<T>(calls: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const limit = pLimit(CONCURRENT_CALLS);
  return Promise.all(calls.map((call) => limit(call)));
}

// Ids without a bucket have an item each, those of one bucket a ledger.
function sorted(ids: readonly ClaimId[]): {
  readonly alone: readonly string[];
  readonly ledgers: readonly (readonly [ledger: string, keys: readonly string[]])[];
} {
  const alone: string[] = [];
  const ledgers = new Map<string, string[]>();
  for (const { id, bucket } of ids) {
    if (bucket === null) {
      alone.push(id);
      continue;
    }
    const ledger = itemId('ledger', bucket);
    const keys = ledgers.get(ledger);
    if (keys) keys.push(id);
    else ledgers.set(ledger, [id]);
  }
  return { alone, ledgers: [...ledgers] };
}

async function claimIds(table: StateTable, ids: readonly ClaimId[], lease: Lease) {
  const { alone, ledgers } = sorted(ids);
  const states = await eachOf<readonly (readonly [string, ClaimState])[]>([
    ...alone.map((id) => async () => [[id, await claimAlone(table, id, lease)] as const]),
    ...ledgers.map(([ledger, keys]) => async () => [...(await holdKeys(table, ledger, keys, lease))]),
  ]);
  return new Map(states.flat());
}

async function claimAlone(table: StateTable, id: string, { owner, nowMs, untilMs }: Lease): Promise<ClaimState> {
  const item = toTimedItem(itemId('claim', id), untilMs, { state: 'held', owner });
  const found = await table.put(item, `${ABSENT_OR_PAST} OR #owner = :owner`, toItem({ nowMs, owner }));
  if (found === null) return 'claimed';
  return textOf(found, 'state') === 'done' ? 'done' : 'held';
}

// The right to start is claimed before the thread is read: the owner that has it and finds no thread is the only one to start it.
async function claimThreads(table: StateTable, keys: readonly string[], lease: Lease) {
  if (keys.length === 0) return new Map<string, ThreadSlot>();
  const rights = await holdKeys(table, OPENINGS, keys, lease, RIGHTS);
  const items = byId(await table.getAll(keys.map((key) => itemId('thread', key))));
  const slots = keys.map(async (key): Promise<[string, ThreadSlot]> => {
    const id = itemId('thread', key);
    const item = items.get(id);
    const thread = toThread(item, lease.nowMs);
    if (thread) return [key, { state: 'open', thread }];
    const isFree = isClosed(item, lease.nowMs) ? await reopen(table, id, lease) : rights.get(key) === 'claimed';
    return [key, { state: isFree ? 'ours' : 'opening' }];
  });
  return new Map(await Promise.all(slots));
}

// The lease under which a thread was started may still run when the thread is closed. Until every such lease has ended, the
// right to start another thread is a conditional write to the item itself.
const LEASE_MAX_MS = 16 * 60_000;

function isClosed(item: Item | undefined, nowMs: number): boolean {
  return ['closed', 'reopening'].includes(textOf(item, 'state')) && isCurrent(item, nowMs);
}

async function reopen(table: StateTable, id: string, { owner, nowMs, untilMs }: Lease): Promise<boolean> {
  const item = toTimedItem(id, untilMs, { state: 'reopening', owner });
  const condition = `${ABSENT_OR_PAST} OR #state = :closed OR #owner = :owner`;
  return (await table.put(item, condition, toItem({ nowMs, owner, closed: 'closed' }))) === null;
}

function toThread(item: Item | undefined, nowMs: number): OpenThread | null {
  const handle = toHandle(item);
  const isOpen = textOf(item, 'state') === 'open' && isCurrent(item, nowMs);
  if (!isOpen || handle === null) return null;
  const [variants, posted] = [new Set(item?.variants?.SS), new Set(item?.posted?.SS)];
  return { handle, total: numberOf(item, 'total', 1), variants, posted, note: textOf(item, 'note') };
}

type ThreadCalls = Omit<StateStore, keyof ClaimCalls>;

function threadCalls(withTable: WithTable): ThreadCalls {
  return {
    startThread: (key, handle, { id, variant, untilMs, note }) =>
      withTable('start a thread', async (table) => {
        const fields = { ...isOpen(handle), total: 1, shown: 1, variants: [variant], posted: [id], note };
        await table.put(toTimedItem(itemId('thread', key), untilMs, fields));
      }),
    addToThread: (key, handle, { by, posted }) =>
      withTable('add to a thread', async (table) => {
        const sets = { ...(posted && { variants: [posted.variant] }), ...(posted?.id && { posted: [posted.id] }) };
        const change = ['ADD #total :by', ...Object.keys(sets).map((name) => `#${name} :${name}`)].join(', ');
        const values = toItem({ by, ...sets, ...isOpen(handle) });
        return (await table.update(itemId('thread', key), change, IS_OPEN, values)) !== undefined;
      }),
    closeThread: (key, handle, nowMs) =>
      withTable('close a thread', async (table) => {
        const change = `SET #state = :closed, ${SET_TIMES}`;
        const values = { ...isOpen(handle), nowMs, closed: 'closed', ...timesUntil(nowMs + LEASE_MAX_MS) };
        await table.update(itemId('thread', key), change, `${IS_OPEN} AND #untilMs > :nowMs`, toItem(values));
      }),
    threadCount: (key, handle) =>
      withTable('count a thread', async (table) => {
        const item = await table.get(itemId('thread', key));
        const { channel, ts } = toHandle(item) ?? {};
        return toCount(channel === handle.channel && ts === handle.ts ? item : undefined, 1);
      }),
    markShown: (key, handle, count, nowMs) =>
      withTable('mark a count as shown', async (table) => {
        const values = toItem({ shown: count, shownAtMs: nowMs, ...isOpen(handle) });
        const condition = `${IS_OPEN} AND #shown < :shown`;
        await table.update(itemId('thread', key), 'SET #shown = :shown, #shownAtMs = :shownAtMs', condition, values);
      }),
    ...deferralCalls(withTable),
  };
}

function isOpen({ channel, ts }: MessageHandle) {
  return { state: 'open', channel, ts };
}
