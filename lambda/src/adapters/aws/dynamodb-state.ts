// What is remembered between invocations, in a DynamoDB table. In: the calls of the pipeline. Out: who may tell what, and
// where threads are. Every change that two invocations might make at once is one conditional write; nothing is read first.

import { randomInt, randomUUID } from 'node:crypto';
import type { DeferredCount, MessageHandle, StateStore, ThreadCount, ThreadSlot } from '../../app/ports.ts';
import { type AwsOptions, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';
import { type Fields, type Item, itemId, numberOf, textOf, toItem, toTimedItem } from './state-item.ts';
import { connectStateTable, type StateTable } from './state-table.ts';

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

type WithTable = <T>(what: string, call: (table: StateTable) => Promise<T>) => Promise<T>;

const PERMANENT = new Set(['ResourceNotFoundException', 'ValidationException']);

function claimCalls(withTable: WithTable): Pick<StateStore, 'claim' | 'complete' | 'release'> {
  return {
    claim: (id, { owner, nowMs, untilMs }) =>
      withTable('claim', async (table) => {
        const result = await putMarked(table, itemId('claim', id), untilMs, { state: 'held', owner }, nowMs);
        if (result.ours) return 'claimed';
        return textOf(result.item, 'state') === 'done' ? 'done' : 'held';
      }),
    complete: (id, keepUntilMs) =>
      withTable('complete a claim', async (table) => {
        await table.put(toTimedItem(itemId('claim', id), keepUntilMs, { state: 'done' }));
      }),
    release: (id, owner) =>
      withTable('release a claim', async (table) => {
        const condition = '#state = :state AND #owner = :owner';
        await table.delete(itemId('claim', id), condition, toItem({ state: 'held', owner }));
      }),
  };
}

type ThreadCalls = Omit<StateStore, 'claim' | 'complete' | 'release'>;

function threadCalls(withTable: WithTable): ThreadCalls {
  return {
    openThread: (key, { owner, nowMs, untilMs }) =>
      withTable('open a thread', async (table): Promise<ThreadSlot> => {
        const id = itemId('thread', key);
        const result = await putMarked(table, id, untilMs, { state: 'opening', owner }, nowMs);
        if (result.ours) return { state: 'ours' };
        if (textOf(result.item, 'state') === 'opening') return { state: 'opening' };
        const handle = toHandle(result.item);
        if (handle !== null) return { state: 'open', handle };
        await table.put(toTimedItem(id, untilMs, { state: 'opening', owner })); // Nobody can reply to such a thread.
        return { state: 'ours' };
      }),
    startThread: (key, { channel, ts }, expiresAtMs) =>
      withTable('start a thread', async (table) => {
        const fields = { state: 'open', channel, ts, total: 1, shown: 1 };
        await table.put(toTimedItem(itemId('thread', key), expiresAtMs, fields));
      }),
    closeThread: (key, handle) =>
      withTable('close a thread', async (table) => {
        const [condition, wanted] = handle ? [IS_OPEN, isOpen(handle)] : ['#state = :state', { state: 'opening' }];
        await table.delete(itemId('thread', key), condition, toItem(wanted));
      }),
    countInThread: (key, handle, by) =>
      withTable('count in a thread', async (table) => {
        const values = toItem({ by, ...isOpen(handle) });
        const item = await table.update(itemId('thread', key), 'ADD #total :by', IS_OPEN, values);
        return toCount(item, 1 + by);
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

// Each note is an item of its own; one more item lists them, so that they are found without a scan.
const DEFERRED_COUNTS = 'deferred-counts';
const DEFERRED_AT_ONCE = 25;
const NOTE_LASTS_MS = 7 * 24 * 3600 * 1000;

function deferralCalls(withTable: WithTable): Pick<ThreadCalls, 'deferCount' | 'deferredCounts' | 'settleCount'> {
  return {
    deferCount: (key, { channel, ts }, total, note) =>
      withTable('defer a count', async (table) => {
        const id = itemId('note', `${key}#${ts}`);
        const item = toTimedItem(id, Date.now() + NOTE_LASTS_MS, { key, channel, ts, total, note, mark: randomUUID() });
        const higher = await table.put(item, 'attribute_not_exists(#id) OR NOT #total > :total', toItem({ total }));
        if (higher) await table.put({ ...item, ...toItem({ total: numberOf(higher, 'total', total) }) });
        await table.changeSet(DEFERRED_COUNTS, 'ADD', id);
      }),
    deferredCounts: () =>
      withTable('find deferred counts', async (table) => {
        const ids = (await table.get(DEFERRED_COUNTS))?.members?.SS ?? [];
        const found = await Promise.all(someOf(ids, DEFERRED_AT_ONCE).map((id) => findDeferred(table, id)));
        return found.filter((deferred) => deferred !== null);
      }),
    settleCount: ({ key, handle, mark }) =>
      withTable('settle a count', async (table) => {
        const id = itemId('note', `${key}#${handle.ts}`);
        if (await table.delete(id, '#mark = :mark', toItem({ mark }))) await unlist(table, id);
      }),
  };
}

// Others every time, so that those that cannot be shown do not keep the rest waiting for ever.
function someOf(ids: readonly string[], count: number): readonly string[] {
  const start = ids.length > count ? randomInt(ids.length) : 0;
  return [...ids.slice(start), ...ids.slice(0, start)].slice(0, count);
}

async function unlist(table: StateTable, id: string): Promise<void> {
  await table.changeSet(DEFERRED_COUNTS, 'DELETE', id);
  // Made anew in the meantime: then it must be found again.
  if (await table.get(id)) await table.changeSet(DEFERRED_COUNTS, 'ADD', id);
}

async function findDeferred(table: StateTable, id: string): Promise<DeferredCount | null> {
  const item = await table.get(id);
  const handle = toHandle(item);
  if (!item || !handle) {
    if (item) await table.delete(id); // Of a message that nobody can name there is nothing to be shown.
    await unlist(table, id);
    return null;
  }
  const [key, note, mark] = ['key', 'note', 'mark'].map((name) => textOf(item, name)) as [string, string, string];
  const thread = await table.get(itemId('thread', key));
  const { channel, ts } = toHandle(thread) ?? {};
  const isSame = channel === handle.channel && ts === handle.ts;
  return { ...toCount(isSame ? thread : item, 1), key, mark, handle, note };
}

function toCount(thread: Item | undefined, total: number): ThreadCount {
  return {
    total: numberOf(thread, 'total', total),
    shown: numberOf(thread, 'shown', 1),
    shownAtMs: numberOf(thread, 'shownAtMs', 0),
  };
}

// The SDK repeats a write whose answer was lost, and then meets its own item: the mark tells it from somebody else's.
async function putMarked(table: StateTable, id: string, untilMs: number, fields: Fields, nowMs: number) {
  const mark = randomUUID();
  const item = toTimedItem(id, untilMs, { ...fields, mark });
  const found = await table.put(item, ABSENT_OR_PAST, toItem({ nowMs }));
  return { ours: found === null || textOf(found, 'mark') === mark, item: found ?? item };
}

function toHandle(item: Item | undefined): MessageHandle | null {
  const [channel, ts] = [textOf(item, 'channel'), textOf(item, 'ts')];
  return channel && ts ? { channel, ts } : null;
}
