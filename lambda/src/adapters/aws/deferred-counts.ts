// Counts that first messages do not show yet, in the state table. Each message has a note of how to render it again; one more
// item lists the messages whose count is due, so that a read finds them without a scan.

import { randomInt, randomUUID } from 'node:crypto';
import type { DeferredCount, MessageHandle, StateStore, ThreadCount } from '../../app/ports.ts';
import { type Item, itemId, numberOf, SET_TIMES, textOf, timesUntil, toItem } from './state-item.ts';
import type { StateTable, WithTable } from './state-table.ts';

type DeferralCalls = Pick<StateStore, 'deferCount' | 'deferredCounts' | 'settleCount'>;

const DEFERRED_COUNTS = 'deferred-counts';
const DEFERRED_MAX = 25;
const NOTE_LASTS_MS = 7 * 24 * 3600 * 1000;

const noteId = (key: string, { ts }: MessageHandle) => itemId('note', `${key}#${ts}`);

/** The calls of a state store about counts that first messages do not show yet. */
export function deferralCalls(withTable: WithTable): DeferralCalls {
  return {
    deferCount: (key, handle, total, note) =>
      withTable('defer a count', async (table) => {
        const id = noteId(key, handle);
        await changeNote(table, id, { key, ...handle, note, total, mark: randomUUID() });
        await table.changeSet(DEFERRED_COUNTS, 'ADD', id);
      }),
    deferredCounts: () =>
      withTable('find deferred counts', async (table) => {
        const ids = (await table.get(DEFERRED_COUNTS))?.members?.SS ?? [];
        const found = await Promise.all(someOf(ids, DEFERRED_MAX).map((id) => findDeferred(table, id)));
        return found.filter((deferred) => deferred !== null);
      }),
    settleCount: ({ key, handle, mark }) =>
      withTable('settle a count', async (table) => {
        const id = noteId(key, handle);
        if (await table.update(id, 'REMOVE #mark', '#mark = :mark', toItem({ mark }))) await unlist(table, id);
      }),
  };
}

interface Note extends MessageHandle {
  readonly key: string;
  readonly note: string;
  readonly total: number;
  readonly mark: string;
}

// A higher total stays; the mark is new in any case, so that an invocation that shows the older count does not settle this one.
async function changeNote(table: StateTable, id: string, { key, channel, ts, note, total, mark }: Note): Promise<void> {
  const times = timesUntil(Date.now() + NOTE_LASTS_MS);
  const change = `SET #mark = :mark, ${SET_TIMES}`;
  const whole = `${change}, #key = :key, #channel = :channel, #ts = :ts, #total = :total, #note = :note`;
  const values = toItem({ mark, ...times, key, channel, ts, total, note });
  if (await table.update(id, whole, 'attribute_not_exists(#total) OR NOT #total > :total', values)) return;
  await table.update(id, change, 'attribute_exists(#id)', toItem({ mark, ...times }));
}

// Different ones each time, so that counts that cannot be shown do not block the others.
function someOf(ids: readonly string[], count: number): readonly string[] {
  const start = ids.length > count ? randomInt(ids.length) : 0;
  return [...ids.slice(start), ...ids.slice(0, start)].slice(0, count);
}

async function unlist(table: StateTable, id: string): Promise<void> {
  await table.changeSet(DEFERRED_COUNTS, 'DELETE', id);
  // If it was noted again in the meantime, it must stay in the list.
  if ((await table.get(id))?.mark) await table.changeSet(DEFERRED_COUNTS, 'ADD', id);
}

async function findDeferred(table: StateTable, id: string): Promise<DeferredCount | null> {
  const item = await table.get(id);
  const handle = toHandle(item);
  if (!item?.mark || !handle) {
    if (item && !handle) await table.delete(id); // Without a message there is nothing to show.
    await unlist(table, id);
    return null;
  }
  const [key, note, mark] = ['key', 'note', 'mark'].map((name) => textOf(item, name)) as [string, string, string];
  const thread = await table.get(itemId('thread', key));
  const { channel, ts } = toHandle(thread) ?? {};
  const isSame = textOf(thread, 'state') === 'open' && channel === handle.channel && ts === handle.ts;
  return { ...toCount(isSame ? thread : item, 1), key, mark, handle, note };
}

/** The counts of a thread's item; `total` where it has none. */
export function toCount(thread: Item | undefined, total: number): ThreadCount {
  return {
    total: numberOf(thread, 'total', total),
    shown: numberOf(thread, 'shown', 1),
    shownAtMs: numberOf(thread, 'shownAtMs', 0),
  };
}

/** The first message that an item names; null if it names none. */
export function toHandle(item: Item | undefined): MessageHandle | null {
  const [channel, ts] = [textOf(item, 'channel'), textOf(item, 'ts')];
  return channel && ts ? { channel, ts } : null;
}
