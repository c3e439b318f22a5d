// What is remembered between invocations, in a DynamoDB table. In: the calls of the pipeline. Out: who may tell what, and
// where threads are. Every change that two invocations might make at once is one conditional write; nothing is read first.

import { randomUUID } from 'node:crypto';
import type { DeferredCount, StateStore, ThreadCount, ThreadSlot } from '../../app/ports.ts';
import { type AwsOptions, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';
import { type Fields, type Item, itemId, numberOf, textOf, toItem, toTimedItem } from './state-item.ts';
import { connectStateTable, type StateTable } from './state-table.ts';

export interface StateStoreOptions extends AwsOptions {
  readonly tableName: string;
}

const ABSENT_OR_PAST = 'attribute_not_exists(#id) OR #untilMs <= :nowMs';

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
        const result = await putMarked(table, itemId('thread', key), untilMs, { state: 'opening', owner }, nowMs);
        return result.ours ? { state: 'ours' } : toSlot(result.item);
      }),
    startThread: (key, { channel, ts }, expiresAtMs) =>
      withTable('start a thread', async (table) => {
        const fields = { state: 'open', channel, ts, total: 1, shown: 1 };
        await table.put(toTimedItem(itemId('thread', key), expiresAtMs, fields));
      }),
    closeThread: (key, handle) =>
      withTable('close a thread', async (table) => {
        const wanted = handle ? { state: 'open', channel: handle.channel, ts: handle.ts } : { state: 'opening' };
        const condition = Object.keys(wanted).map((name) => `#${name} = :${name}`);
        await table.delete(itemId('thread', key), condition.join(' AND '), toItem(wanted));
      }),
    countInThread: (key, by) =>
      withTable('count in a thread', async (table) => {
        const values = toItem({ by, state: 'open' });
        const item = await table.update(itemId('thread', key), 'ADD #total :by', '#state = :state', values);
        return toCount(item, 1 + by);
      }),
    markShown: (key, count, nowMs) =>
      withTable('mark a count as shown', async (table) => {
        const values = toItem({ shown: count, shownAtMs: nowMs, state: 'open' });
        const condition = '#state = :state AND #shown < :shown';
        await table.update(itemId('thread', key), 'SET #shown = :shown, #shownAtMs = :shownAtMs', condition, values);
      }),
    ...deferralCalls(withTable),
  };
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
        const fields = { key, channel, ts, total, note, mark: randomUUID() };
        await table.put(toTimedItem(id, Date.now() + NOTE_LASTS_MS, fields));
        await table.changeSet(DEFERRED_COUNTS, 'ADD', id);
      }),
    deferredCounts: () =>
      withTable('find deferred counts', async (table) => {
        const ids = (await table.get(DEFERRED_COUNTS))?.members?.SS ?? [];
        const found = await Promise.all(ids.slice(0, DEFERRED_AT_ONCE).map((id) => findDeferred(table, id)));
        return found.filter((deferred) => deferred !== null);
      }),
    settleCount: ({ key, handle, mark }) =>
      withTable('settle a count', async (table) => {
        const id = itemId('note', `${key}#${handle.ts}`);
        await table.changeSet(DEFERRED_COUNTS, 'DELETE', id);
        await table.delete(id, '#mark = :mark', toItem({ mark }));
        // Made anew in the meantime: then it must be found again.
        if (await table.get(id)) await table.changeSet(DEFERRED_COUNTS, 'ADD', id);
      }),
  };
}

async function findDeferred(table: StateTable, id: string): Promise<DeferredCount | null> {
  const item = await table.get(id);
  if (!item) {
    await table.changeSet(DEFERRED_COUNTS, 'DELETE', id);
    return null;
  }
  const [key, channel, ts, note, mark] = ['key', 'channel', 'ts', 'note', 'mark'].map((name) =>
    textOf(item, name),
  ) as Texts;
  const thread = await table.get(itemId('thread', key));
  const isSame = textOf(thread, 'channel') === channel && textOf(thread, 'ts') === ts;
  return { ...toCount(isSame ? thread : item, 1), key, mark, handle: { channel, ts }, note };
}

type Texts = [string, string, string, string, string];

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

function toSlot(item: Item): ThreadSlot {
  if (textOf(item, 'state') !== 'open') return { state: 'opening' };
  return { state: 'open', handle: { channel: textOf(item, 'channel'), ts: textOf(item, 'ts') } };
}
