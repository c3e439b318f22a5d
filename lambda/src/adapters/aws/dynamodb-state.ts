// What is kept between invocations, in a DynamoDB table. In: the calls of the pipeline. Out: which invocation may deliver what,
// and where threads are. Every change that two invocations might make at the same time is one atomic write; no read precedes it.

import pLimit from 'p-limit';
import type { ClaimId, ClaimState, Lease, MessageHandle, OpenThread, StateStore, ThreadSlot } from '../../app/ports.ts';
import { deferralCalls, toCount, toHandle } from './deferred-counts.ts';
import {
  type ClaimPlace,
  type HeldKey,
  holdKeys,
  LEASE_MAX_MS,
  noteUnconfirmedKeys,
  placesOf,
  type Ring,
  releaseKeys,
  settledKeys,
  settleKeys,
} from './ledger.ts';
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

type ClaimCalls = Pick<StateStore, 'claim' | 'delivered' | 'settle' | 'noteUnconfirmed' | 'release'>;

function claimCalls(withTable: WithTable): ClaimCalls {
  return {
    claim: (ids, threadKeys, lease) =>
      withTable('claim', async (table) => {
        const [claimed, threads] = await Promise.all([
          claimIds(table, ids, lease),
          claimThreads(table, threadKeys, lease),
        ]);
        const unanswered = claimed.filter(({ unconfirmed }) => unconfirmed.length > 0);
        return {
          ids: new Map(claimed.map(({ key, state }) => [key, state])),
          threads,
          unconfirmed: new Map(unanswered.map(({ key, unconfirmed }) => [key, unconfirmed])),
        };
      }),
    delivered: (ids, nowMs) =>
      withTable('look up claims', async (table) => {
        const ledgers = placesOf(ids).filter(({ isLedger }) => isLedger);
        const items = byId(await table.getAll(ledgers.map(({ id }) => id)));
        return new Set(ledgers.flatMap(({ id, keys }) => settledKeys(items.get(id), keys, nowMs)));
      }),
    settle: (ids, keepUntilMs) =>
      withTable('settle claims', async (table) => {
        await eachOf<ClaimPlace, unknown>(placesOf(ids), ({ id, isLedger, keys }) =>
          isLedger
            ? settleKeys(table, id, keys, keepUntilMs)
            : table.put(toTimedItem(id, keepUntilMs, { state: 'done' })),
        );
      }),
    noteUnconfirmed: (ids, nowMs) =>
      withTable('note what is not confirmed', async (table) => {
        const ledgers = placesOf(ids).filter(({ isLedger }) => isLedger);
        await eachOf(ledgers, ({ id, keys }) => noteUnconfirmedKeys(table, id, keys, nowMs));
      }),
    release: (ids, threadKeys, owner) =>
      withTable('release claims', async (table) => {
        const claims = eachOf<ClaimPlace, unknown>(placesOf(ids), ({ id, isLedger, keys }) =>
          isLedger ? releaseKeys(table, id, keys, owner) : table.delete(id, '#owner = :owner', toItem({ owner })),
        );
        await Promise.all([claims, releaseThreads(table, threadKeys, owner)]);
      }),
  };
}

async function releaseThreads(table: StateTable, keys: readonly string[], owner: string): Promise<void> {
  if (keys.length > 0) await releaseKeys(table, OPENINGS, keys, owner);
  const values = toItem({ state: 'reopening', owner });
  await eachOf(keys, (key) => table.delete(itemId('thread', key), '#state = :state AND #owner = :owner', values));
}

// Which threads are being started, and by which owners.
const OPENINGS = itemId('ledger', 'openings');
// Every invocation with alerts for a thread changes this item, and each change costs a unit for each KB of it: its leases are removed early.
const RIGHTS: Ring = { slots: 40, slotMs: 60_000 };
const CONCURRENT_CALLS = 8;

function eachOf<T, R>(all: readonly T[], call: (one: T) => Promise<R>): Promise<readonly R[]> {
  const limit = pLimit(CONCURRENT_CALLS);
  return Promise.all(all.map((one) => limit(() => call(one))));
}

async function claimIds(table: StateTable, ids: readonly ClaimId[], lease: Lease): Promise<readonly HeldKey[]> {
  const places = await eachOf(placesOf(ids), async ({ id, isLedger, keys }) => {
    if (isLedger) return holdKeys(table, id, keys, lease);
    const state = await claimAlone(table, id, lease);
    return keys.map((key): HeldKey => ({ key, state, unconfirmed: [] }));
  });
  return places.flat();
}

async function claimAlone(table: StateTable, id: string, { owner, nowMs, untilMs }: Lease): Promise<ClaimState> {
  const item = toTimedItem(id, untilMs, { state: 'held', owner });
  const found = await table.put(item, `${ABSENT_OR_PAST} OR #owner = :owner`, toItem({ nowMs, owner }));
  if (found === null) return 'claimed';
  return textOf(found, 'state') === 'done' ? 'done' : 'held';
}

// The right to start is claimed before the thread is read: the owner that has it and finds no thread is the only one to start it.
async function claimThreads(table: StateTable, keys: readonly string[], lease: Lease) {
  if (keys.length === 0) return new Map<string, ThreadSlot>();
  const rights = await holdKeys(table, OPENINGS, keys, lease, RIGHTS);
  const isOurs = (key: string) => rights.some((right) => right.key === key && right.state === 'claimed');
  const items = byId(await table.getAll(keys.map((key) => itemId('thread', key))));
  const slots = keys.map(async (key): Promise<[string, ThreadSlot]> => {
    const id = itemId('thread', key);
    const item = items.get(id);
    const thread = toThread(item, lease.nowMs);
    if (thread) return [key, { state: 'open', thread }];
    const isFree = isClosed(item, lease.nowMs) ? await reopen(table, id, lease) : isOurs(key);
    return [key, { state: isFree ? 'ours' : 'opening' }];
  });
  return new Map(await Promise.all(slots));
}

// The lease under which a thread was started may still run when the thread is closed. Until every such lease has ended, the
// right to start another thread is a conditional write to the item itself.
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
