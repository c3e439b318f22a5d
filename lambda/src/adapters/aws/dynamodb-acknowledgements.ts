// Who acknowledged which message, in the state table: an item for each message. Of two people, the first to write it has acknowledged
// the alert.

import type { AcknowledgementStore } from '../../app/mutes/acknowledgement-store-port.ts';
import type { MessageHandle } from '../../app/ports.ts';
import { ABSENT_OR_PAST, type Item, isCurrent, itemId, numberOf, textOf, toItem, toTimedItem } from './state-item.ts';
import type { WithTable } from './state-table.ts';

/** An `AcknowledgementStore` over the state table. */
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
        return item && isCurrent(item, nowMs) ? acknowledgementOf(item) : null;
      }),
  };
}

const idOf = ({ channel, ts }: MessageHandle) => itemId('alert', `${channel}#${ts}`);

const acknowledgementOf = (item: Item) => ({ by: textOf(item, 'by'), atMs: numberOf(item, 'atMs', 0) });
