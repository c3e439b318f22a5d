// Reading marks in the state table, an item of about 200 bytes for each log file. In: marks. Out: the marks of some objects.

import { createHash, randomUUID } from 'node:crypto';
import type { MarkStore, StoredMark } from '../../app/verification/verification-port.ts';
import type { Location } from '../../core/digests/digest.ts';
import { type Item, isCurrent, textOf, toItem, toTimedItem } from './state-item.ts';
import type { WithTable } from './state-table.ts';

/** A `MarkStore` over the state table. */
export function markStoreOn(withTable: WithTable): MarkStore {
  return {
    write: (marks, keepUntilMs) =>
      withTable('write reading marks', (table) => {
        // Two writes of one item in a call are an error. The last one counts.
        const byId = new Map(marks.map((mark) => [idOf(mark), mark]));
        const items = [...byId].map(([id, { state, sha256 }]) => toTimedItem(id, keepUntilMs, { state, sha256 }));
        return table.putAll(items);
      }),
    settle: ({ state, sha256, ...object }, keepUntilMs, nowMs) =>
      withTable('settle a comparison', async (table) => {
        const by = randomUUID(); // The client may repeat a write whose response was lost.
        const item = toTimedItem(idOf(object), keepUntilMs, { state, sha256, by });
        const found = await table.put(item, UNSETTLED, toItem({ sha256, nowMs }));
        return found === null || textOf(found, 'by') === by;
      }),
    read: (objects, nowMs) =>
      withTable('read reading marks', async (table) => {
        const names = new Map(objects.map((object) => [idOf(object), `${object.bucket}/${object.key}`]));
        const items = await table.getAll([...names.keys()], 'a moment ago');
        const current = items.filter((item) => isCurrent(item, nowMs));
        return new Map(current.map((item) => [names.get(textOf(item, 'id')) ?? '', toMark(item)]));
      }),
  };
}

const UNSETTLED = 'attribute_not_exists(#id) OR NOT #untilMs > :nowMs OR #sha256 <> :sha256';

// Keys are long, and their hash is as good. 132 bits of it are enough.
function idOf({ bucket, key }: Location): string {
  return `read#${createHash('sha256').update(`${bucket}/${key}`).digest('base64url').slice(0, 22)}`;
}

function toMark(item: Item): StoredMark {
  return { state: textOf(item, 'state') as StoredMark['state'], sha256: textOf(item, 'sha256') };
}
