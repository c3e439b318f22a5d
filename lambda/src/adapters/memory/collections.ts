// What is collected for scheduled summaries, in memory. In: keys and claims. Out: what the state table would answer. Every call does
// its work before it first yields, so calls never interleave half-done.

import { PortError, STORED_VALUE_MAX } from '../../app/ports.ts';
import type { CollectionStore } from '../../app/summaries/collection-port.ts';

interface Entry {
  readonly text: string;
  readonly version: number;
  readonly untilMs: number;
}

/** An in-process `CollectionStore`. */
export function createMemoryCollections(): CollectionStore {
  const entries = new Map<string, Entry>();
  const settledUntil = new Map<string, number>();
  let versions = 0;
  return {
    keys: async () => [...entries.keys()].sort(),
    async open(key, claims, nowMs) {
      const opened = entries.get(key);
      const isSettled = (id: string) => (settledUntil.get(id) ?? 0) > nowMs;
      const settled = new Set(claims.map(({ id }) => id).filter(isSettled));
      const isUnchanged = () => entries.get(key)?.version === opened?.version;
      return {
        text: opened && opened.untilMs > nowMs ? opened.text : null,
        settled,
        async write(text, settle, { collectionMs, claimsMs }) {
          if (text.length > STORED_VALUE_MAX) throw new PortError('permanent', 'value_too_large', key);
          if (!isUnchanged() || settle.some(({ id }) => isSettled(id) !== settled.has(id))) return false;
          entries.set(key, { text, version: ++versions, untilMs: collectionMs });
          for (const { id } of settle) settledUntil.set(id, claimsMs);
          return true;
        },
        async remove() {
          if (!isUnchanged()) return false;
          entries.delete(key);
          return true;
        },
      };
    },
  };
}
