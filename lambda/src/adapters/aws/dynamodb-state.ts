// What is remembered between invocations, in a DynamoDB table. In: the calls of the pipeline. Out: who may tell what, and
// where threads are. Every change that two invocations might make at once is one conditional write; nothing is read first.

import type { ClaimState, Lease, MessageHandle, StateStore, ThreadChange, ThreadSlot } from '../../app/ports.ts';
import { type AwsOptions, onFirstUse } from './client.ts';
import { deferralCalls, noteWrite, toCount, toHandle } from './deferred-counts.ts';
import { awsFault } from './failure.ts';
import { type Fields, type Item, itemId, numberOf, textOf, toItem, toTimedItem } from './state-item.ts';
import { connectStateTable, type WithTable, type Write } from './state-table.ts';
import { type WriteResult, writeEach, writeWith } from './write-lots.ts';

export interface StateStoreOptions extends AwsOptions {
  readonly tableName: string;
}

// An item that says no time in which it counts, for whatever reason, must not count for ever.
const ABSENT_OR_PAST = 'attribute_not_exists(#id) OR NOT #untilMs > :nowMs';
const IS_OPEN = '#state = :state AND #channel = :channel AND #ts = :ts';

/** A `StateStore` over a table with the hash key `id` (S) and the time-to-live attribute `expiresAt` (N, seconds). */
export function createStateStore(options: StateStoreOptions): StateStore {
  // More patient than the other clients: after one fault, an invocation tells the rest of its alerts unclaimed.
  const connect = onFirstUse(() => connectStateTable({ maxAttempts: 4, ...options }));
  const withTable: WithTable = async (what, call) => {
    try {
      return await call(await connect());
    } catch (error) {
      throw awsFault(error, `cannot ${what} in table ${options.tableName}`, PERMANENT);
    }
  };
  return { ...claimCalls(withTable), ...threadCalls(withTable) };
}

const PERMANENT = new Set(['ResourceNotFoundException', 'ValidationException']);

type ClaimCalls = Pick<StateStore, 'claim' | 'delivered' | 'settle' | 'fold' | 'release'>;

function claimCalls(withTable: WithTable): ClaimCalls {
  return {
    claim: (ids, threadKeys, lease) =>
      withTable('claim', async (table) => {
        const claims = ids.map((id) => claimOf(id, lease, lease.untilMs, { state: 'held', owner: lease.owner }));
        const openings = threadKeys.map((key) => openingOf(key, lease));
        const results = await writeEach(table, [...claims, ...openings]);
        return {
          ids: new Map(ids.map((id, index) => [id, toClaimState(results[index])])),
          threads: new Map(threadKeys.map((key, index) => [key, toSlot(results[ids.length + index])])),
        };
      }),
    delivered: (ids, nowMs) =>
      withTable('look up claims', async (table) => {
        const byItem = new Map(ids.map((id) => [itemId('claim', id), id]));
        const lots = inLots([...byItem.keys()], READ_MAX);
        const items = (await Promise.all(lots.map((lot) => table.getAll(lot)))).flat();
        const isDone = (item: Item) => textOf(item, 'state') === 'done' && numberOf(item, 'untilMs', 0) > nowMs;
        return new Set(items.filter(isDone).flatMap((item) => byItem.get(textOf(item, 'id')) ?? []));
      }),
    settle: (ids, keepUntilMs, change) =>
      withTable('settle claims', async (table) => {
        const done = ids.map((id) => ({ item: toTimedItem(itemId('claim', id), keepUntilMs, { state: 'done' }) }));
        await writeEach(table, change ? [...done, ...threadWrites(change)] : done);
      }),
    fold: (ids, { key, handle }, lease, keepUntilMs) =>
      withTable('fold alerts', async (table) => {
        const count = (by: number): Write => ({
          id: itemId('thread', key),
          change: 'ADD #total :by',
          condition: IS_OPEN,
          values: toItem({ by, ...isOpen(handle) }),
        });
        const done = ids.map((id) => claimOf(id, lease, keepUntilMs, { state: 'done' }));
        const results = await writeWith(table, count, done);
        return results && new Map(ids.map((id, index) => [id, toClaimState(results[index])]));
      }),
    release: (ids, threadKeys, owner) =>
      withTable('release claims', async (table) => {
        const condition = 'attribute_not_exists(#id) OR #owner = :owner';
        const items = [...ids.map((id) => itemId('claim', id)), ...threadKeys.map((key) => itemId('thread', key))];
        await writeEach(
          table,
          items.map((id) => ({ id, change: null, condition, values: toItem({ owner }) })),
        );
      }),
  };
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
const READ_MAX = 100;

function inLots<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function claimOf(id: string, { owner, nowMs }: Lease, untilMs: number, fields: Fields): Write {
  const condition = `${ABSENT_OR_PAST} OR #owner = :owner`;
  return { item: toTimedItem(itemId('claim', id), untilMs, fields), condition, values: toItem({ nowMs, owner }) };
}

// Without a message, an open thread takes no replies: another takes its place.
const WITHOUT_MESSAGE = '(NOT #state = :opening AND (attribute_not_exists(#channel) OR attribute_not_exists(#ts)))';

function openingOf(key: string, { owner, nowMs, untilMs }: Lease): Write {
  const item = toTimedItem(itemId('thread', key), untilMs, { state: 'opening', owner });
  return { item, condition: `${ABSENT_OR_PAST} OR ${WITHOUT_MESSAGE}`, values: toItem({ nowMs, opening: 'opening' }) };
}

function toClaimState(result: WriteResult | undefined): ClaimState {
  if (result === undefined || result.applied) return 'claimed';
  return textOf(result.found, 'state') === 'done' ? 'done' : 'held';
}

function toSlot(result: WriteResult | undefined): ThreadSlot {
  if (result === undefined || result.applied) return { state: 'ours' };
  const handle = toHandle(result.found);
  if (textOf(result.found, 'state') === 'opening' || handle === null) return { state: 'opening' };
  const variants = new Set(result.found?.variants?.SS ?? []);
  return { state: 'open', thread: { handle, total: numberOf(result.found, 'total', 1), variants } };
}

function threadWrites(change: ThreadChange): readonly Write[] {
  const { key, handle, variant } = change;
  const id = itemId('thread', key);
  if (change.kind === 'start') {
    const fields = { ...isOpen(handle), total: 1, shown: 1, variants: [variant] };
    return [{ item: toTimedItem(id, change.untilMs, fields) }, noteWrite(key, handle, change.note)];
  }
  const values = toItem({ by: 1, variants: [variant], ...isOpen(handle) });
  return [{ id, change: 'ADD #total :by, #variants :variants', condition: IS_OPEN, values }];
}

type ThreadCalls = Omit<StateStore, keyof ClaimCalls>;

function threadCalls(withTable: WithTable): ThreadCalls {
  return {
    closeThread: (key, handle) =>
      withTable('close a thread', async (table) => {
        await table.delete(itemId('thread', key), IS_OPEN, toItem(isOpen(handle)));
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
