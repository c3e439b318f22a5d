// What is stored of mutes between invocations, in the state table: the list in the item `mutes`, and the count of each mute in an item
// that is only added to. Every change that two invocations might make at the same time is one atomic write.

import type { MuteStore } from '../../app/mutes/mute-store-port.ts';
import { type Item, itemId, numberOf, SET_TIMES, textOf, timesUntil, toItem } from './state-item.ts';
import type { WithTable } from './state-table.ts';

/** The fixed id of the list, because the table has no index. */
const LIST_ID = 'mutes';

/** A `MuteStore` over the state table. */
export function muteStoreOn(withTable: WithTable): MuteStore {
  return {
    read: () =>
      withTable('read the mutes', async (table) => {
        const item = await table.get(LIST_ID);
        return { text: textOf(item, 'text'), version: numberOf(item, 'version', 0) };
      }),
    write: (text, version, signal) =>
      withTable('write the mutes', async (table) => {
        const item = toItem({ id: LIST_ID, text, version: version + 1 });
        const condition = version === 0 ? 'attribute_not_exists(#id) OR #version = :version' : '#version = :version';
        const found = await table.put(item, condition, toItem({ version }), signal);
        return found === null || isOurs(found, text, version);
      }),
    count: (muteId, { total, otherRules }, keepUntilMs) =>
      withTable('count what a mute suppressed', async (table) => {
        // The total comes last: if a call before it fails, the alerts do not count as suppressed.
        const left = [
          ...[...otherRules].map(([rule, n]) => [attributeOf(rule), n] as const),
          ['total', total] as const,
        ];
        while (left.length > 0) {
          const lot = left.splice(0, ADDED_MAX).map(([name, n], index) => ({ name, n, alias: `n${index}` }));
          const adds = lot.map(({ alias }) => `#${alias} :${alias}`).join(', ');
          await table.change(
            itemId('mute', muteId),
            `ADD ${adds} SET ${SET_TIMES}`,
            toItem({ ...Object.fromEntries(lot.map(({ alias, n }) => [alias, n])), ...timesUntil(keepUntilMs) }),
            Object.fromEntries(lot.map(({ alias, name }) => [alias, name])),
          );
        }
      }),
    counts: (muteId) =>
      withTable('read what a mute suppressed', async (table) => {
        const item = await table.get(itemId('mute', muteId));
        return { total: numberOf(item, 'total', 0), otherRules: otherRulesOf(item) };
      }),
  };
}

// The first attempt may have written the list although its answer was lost.
function isOurs(found: Item, text: string, version: number): boolean {
  return textOf(found, 'text') === text && numberOf(found, 'version', 0) === version + 1;
}

/**
 * How many counts one call adds. An expression has at most 4 KB, and a placeholder 255 bytes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
 */
const ADDED_MAX = 100;

const PREFIX = 'rule_';

// Names of rules can contain any character, and names of attributes in expressions cannot.
const attributeOf = (rule: string) => `${PREFIX}${Buffer.from(rule).toString('hex')}`;

function otherRulesOf(item: Item | undefined): ReadonlyMap<string, number> {
  const names = Object.keys(item ?? {}).filter((name) => name.startsWith(PREFIX));
  return new Map(
    names.map((name) => [Buffer.from(name.slice(PREFIX.length), 'hex').toString(), numberOf(item, name, 0)]),
  );
}
