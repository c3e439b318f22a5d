// Who acknowledged which message, in the state table: an item for each message. Of two people, the first to write it has acknowledged
// the alert.

import type { AcknowledgementStore } from '../../app/mutes/acknowledgement-store-port.ts';
import type { MessageHandle } from '../../app/ports.ts';
import { type Item, itemId, numberOf, textOf, toItem, toTimedItem } from './state-item.ts';
import { onStateTable, type TableOptions, type WithTable } from './state-table.ts';

const ABSENT_OR_PAST = 'attribute_not_exists(#id) OR NOT #untilMs > :nowMs';

/** An `AcknowledgementStore` over a table with the hash key `id` (S). */
export function createAcknowledgementStore(options: TableOptions): AcknowledgementStore {
  return acknowledgementsOn(onStateTable(options));
}

/** The same over a connection that others use too. */
export function acknowledgementsOn(withTable: WithTable): AcknowledgementStore {
  return {
    acknowledge: (handle, given, keepUntilMs, signal) =>
      withTable('acknowledge an alert', async (table) => {
        const item = toTimedItem(idOf(handle), keepUntilMs, { by: given.by, atMs: given.atMs });
        const found = await table.put(item, ABSENT_OR_PAST, toItem({ nowMs: given.atMs }), signal);
        return found === null ? given : acknowledgementOf(found);
      }),
    find: (handle, nowMs) =>
      withTable('look up an acknowledgement', async (table) => {
        const item = await table.get(idOf(handle));
        return item && numberOf(item, 'untilMs', 0) > nowMs ? acknowledgementOf(item) : null;
      }),
  };
}

const idOf = ({ channel, ts }: MessageHandle) => itemId('alert', `${channel}#${ts}`);

const acknowledgementOf = (item: Item) => ({ by: textOf(item, 'by'), atMs: numberOf(item, 'atMs', 0) });
