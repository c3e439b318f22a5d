// What is collected for scheduled summaries, in the state table. In: keys and claims. Out: collections as they are now. A write is one
// transaction over the collection, the ledgers of its claims, and for a new collection the list of all collections.

import { type ClaimId, PortError, STORED_VALUE_MAX } from '../../app/ports.ts';
import type { CollectionStore, KeepUntil, OpenCollection } from '../../app/summaries/collection-port.ts';
import { placesOf, settleAction, settledKeys } from './ledger.ts';
import { byId, type Item, isCurrent, itemId, newVersion, numberOf, textOf, toItem, toTimedItem } from './state-item.ts';
import type { StateTable, WithTable } from './state-table.ts';
import type { TableAction } from './state-transactions.ts';

// Removed collections leave it, so it has an entry of 40 bytes for each destination, schedule and day of the last two weeks.
const LIST = 'collections';

/** A `CollectionStore` over the state table. */
export function collectionStoreOn(withTable: WithTable): CollectionStore {
  return {
    keys: () => withTable('list collections', async (table) => ((await table.get(LIST))?.members?.SS ?? []).toSorted()),
    open: (key, claims, nowMs) =>
      withTable('open a collection', async (table) => {
        const view = await readView(table, key, claims, nowMs);
        return opened(withTable, key, view);
      }),
  };
}

/** Everything that a write depends on, as it was read. */
interface View {
  readonly nowMs: number;
  readonly collection: Item | undefined;
  /** The items of claims: ledgers, and claims without a bucket. By id. */
  readonly items: ReadonlyMap<string, Item>;
  readonly settled: ReadonlySet<string>;
}

const collectionId = (key: string) => itemId('collected', key);

async function readView(table: StateTable, key: string, claims: readonly ClaimId[], nowMs: number): Promise<View> {
  const places = placesOf(claims);
  const items = byId(await table.getAll([collectionId(key), ...places.map(({ id }) => id)]));
  const settled = places.flatMap(({ id, isLedger, keys }) => {
    const item = items.get(id);
    if (isLedger) return settledKeys(item, keys, nowMs);
    return textOf(item, 'state') === 'done' && isCurrent(item, nowMs) ? keys : [];
  });
  return { nowMs, collection: items.get(collectionId(key)), items, settled: new Set(settled) };
}

function opened(withTable: WithTable, key: string, view: View): OpenCollection {
  const { collection, nowMs } = view;
  const transact = (what: string, actions: readonly TableAction[]) =>
    withTable(what, async (table) => (await table.transact(actions)).size === 0);
  return {
    text: isCurrent(collection, nowMs) ? textOf(collection, 'text') : null,
    settled: view.settled,
    write(text, settle, keep) {
      if (text.length > STORED_VALUE_MAX) throw new PortError('permanent', 'value_too_large', `the text of ${key}`);
      const item = toTimedItem(collectionId(key), keep.collectionMs, { text, version: newVersion() });
      const listed = collection === undefined ? [listAction('ADD', key)] : [];
      const write = { id: collectionId(key), item, ...isUnchanged(collection) };
      return transact('write a collection', [write, ...claimActions(view, settle, keep), ...listed]);
    },
    remove: () => {
      const removal = { id: collectionId(key), item: undefined, remove: true as const, ...isUnchanged(collection) };
      return transact('remove a collection', [removal, listAction('DELETE', key)]);
    },
  };
}

function isUnchanged(item: Item | undefined) {
  if (item === undefined) return { condition: 'attribute_not_exists(#id)', values: {} };
  return { condition: '#version = :version', values: toItem({ version: numberOf(item, 'version', 0) }) };
}

function listAction(change: 'ADD' | 'DELETE', key: string): TableAction {
  const values = toItem({ members: [key] });
  return { id: LIST, item: undefined, change: `${change} #members :members`, condition: '', values };
}

function claimActions(view: View, settle: readonly ClaimId[], keep: KeepUntil): TableAction[] {
  const times = { nowMs: view.nowMs, keepUntilMs: keep.claimsMs };
  return placesOf(settle).flatMap(({ id, isLedger, keys }) => {
    const item = view.items.get(id);
    return isLedger ? (settleAction(item, id, keys, times) ?? []) : doneAction(id, item, keep.claimsMs);
  });
}

function doneAction(id: string, item: Item | undefined, untilMs: number): TableAction {
  const isAsRead =
    item === undefined
      ? { condition: 'attribute_not_exists(#id)', values: {} }
      : { condition: '#untilMs = :wasUntilMs', values: toItem({ wasUntilMs: numberOf(item, 'untilMs', 0) }) };
  return { id, item: toTimedItem(id, untilMs, { state: 'done' }), ...isAsRead };
}
