// What correlations store between invocations, in the state table. In: keys, and changes with the versions that they depend on.
// Out: values, and which changes were applied. A change is never applied in part. Keys are item ids as they are: they are short,
// and start with `correlation#`.

import pLimit from 'p-limit';
import { type CorrelationStore, requireStorable, type StoreChange } from '../../app/ports.ts';
import {
  ABSENT_OR_PAST,
  type Item,
  isCurrent,
  newVersion,
  numberOf,
  textOf,
  toItem,
  toTimedItem,
} from './state-item.ts';
import type { StateTable, WithTable } from './state-table.ts';
import type { TableAction } from './state-transactions.ts';

/** A `CorrelationStore` over the state table. */
export function correlationStoreOn(withTable: WithTable): CorrelationStore {
  return {
    read: (keys, nowMs) =>
      withTable('read correlations', async (table) => {
        const items = await table.getAll([...new Set(keys)]);
        const current = items.filter((item) => isCurrent(item, nowMs));
        return new Map(current.map((item) => [textOf(item, 'id'), toStored(item)]));
      }),
    async commit(changes, nowMs) {
      for (const change of changes) requireStorable(change);
      return withTable('store correlations', (table) => commitAll(table, changes, nowMs));
    },
  };
}

function toStored(item: Item) {
  return { value: textOf(item, 'value'), version: numberOf(item, 'version', 0) };
}

/**
 * With more changes of one key than this, they are written together. A write in a transaction costs twice as much, but
 * a thousand calls do not fit into the function's share of a processor and its time.
 */
const SINGLE_MAX = 60;
/** The same for changes of several keys, which are transactions in any case. */
const SEVERAL_MAX = 8;
const CONCURRENT_CALLS = 8;
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
const ACTIONS_MAX = 100;
const BYTES_MAX = 3_500_000;
// Each attempt leaves out the changes that the one before it was cancelled for.
const LOT_ATTEMPTS = 3;

/** A change, and its place among all. */
interface Pending {
  readonly index: number;
  readonly actions: readonly TableAction[];
}

async function commitAll(
  table: StateTable,
  changes: readonly StoreChange[],
  nowMs: number,
): Promise<readonly boolean[]> {
  const applied = new Set<number>();
  const pending = changes.map((change, index) => ({ index, actions: toActions(change, nowMs) }));
  const lots = [
    ...inLots(pending.filter(isSingle), SINGLE_MAX),
    ...inLots(
      pending.filter((one) => !isSingle(one)),
      SEVERAL_MAX,
    ),
  ];
  const limit = pLimit(CONCURRENT_CALLS);
  await Promise.all(lots.map((lot) => limit(() => commitLot(table, lot, applied))));
  return changes.map((_, index) => applied.has(index));
}

const isSingle = ({ actions }: Pending) => actions.length === 1;

// Commits changes together as long as only some of them conflict, then those that are left one by one.
async function commitLot(table: StateTable, lot: readonly Pending[], applied: Set<number>): Promise<void> {
  let left = lot;
  for (let attempt = 0; left.length > 1 && attempt < LOT_ATTEMPTS; attempt++) {
    const refused = await table.transact(left.flatMap(({ actions }) => actions));
    if (refused.size === 0) {
      for (const { index } of left) applied.add(index);
      return;
    }
    left = left.filter(({ actions }) => !actions.some(({ id }) => refused.has(id)));
  }
  for (const { index, actions } of left) if (await commitOne(table, actions)) applied.add(index);
}

async function commitOne(table: StateTable, actions: readonly TableAction[]): Promise<boolean> {
  const [{ item, condition, values } = NO_ACTION] = actions;
  if (actions.length > 1 || item === undefined) return (await table.transact(actions)).size === 0;
  return table.putUnlessRefused(item, condition, values);
}

// Cuts changes so that one call takes each lot, or into lots of one if there are few. Changes of one key share no lot.
function inLots(pending: readonly Pending[], aloneMax: number): readonly (readonly Pending[])[] {
  if (pending.length <= aloneMax) return pending.map((one) => [one]);
  const lots: { readonly ids: Set<string>; readonly members: Pending[]; bytes: number }[] = [];
  for (const one of pending) {
    const bytes = sizeOf(one);
    let lot = lots.at(-1);
    if (!lot || lot.bytes + bytes > BYTES_MAX || !fits(one, lot.ids)) {
      lot = { ids: new Set(), members: [], bytes: 0 };
      lots.push(lot);
    }
    for (const { id } of one.actions) lot.ids.add(id);
    lot.members.push(one);
    lot.bytes += bytes;
  }
  return lots.map(({ members }) => members);
}

function fits({ actions }: Pending, ids: ReadonlySet<string>): boolean {
  return ids.size + actions.length <= ACTIONS_MAX && !actions.some(({ id }) => ids.has(id));
}

function sizeOf({ actions }: Pending): number {
  return actions.reduce((sum, { item }) => sum + Buffer.byteLength(textOf(item, 'value')), 0);
}

const NO_ACTION = { item: undefined, condition: '', values: {} };

function toActions({ expected, writes }: StoreChange, nowMs: number): readonly TableAction[] {
  const written = new Map(writes.map((write) => [write.key, write]));
  return [...expected].map(([id, version]) => {
    const write = written.get(id);
    const item = write && toTimedItem(id, write.keepUntilMs, { version: newVersion(), value: write.value });
    return { id, item, ...isStill(version, nowMs) };
  });
}

function isStill(version: number | null, nowMs: number) {
  if (version === null) return { condition: ABSENT_OR_PAST, values: toItem({ nowMs }) };
  return { condition: '#version = :version AND #untilMs > :nowMs', values: toItem({ nowMs, version }) };
}
