// What correlations store between invocations, in memory. In: keys, and changes with the versions that they depend on. Out: what
// the state table would answer. Every call does its work before it first yields, so calls never interleave half-done.

import { type CorrelationStore, requireStorable, type StoreChange } from '../../app/ports.ts';

interface Entry {
  readonly value: string;
  readonly version: number;
  readonly untilMs: number;
}

/** All that is stored, as plain data. */
export type CorrelationSnapshot = readonly (readonly [key: string, entry: Entry])[];

export interface MemoryCorrelations extends CorrelationStore {
  snapshot(): CorrelationSnapshot;
}

/** An in-process `CorrelationStore`, which begins with what a snapshot contains. */
export function createMemoryCorrelations(stored: CorrelationSnapshot = []): MemoryCorrelations {
  const entries = new Map(stored);
  let versions = stored.reduce((newest, [, { version }]) => Math.max(newest, version), 0);
  const current = (key: string, nowMs: number) => {
    const entry = entries.get(key);
    return entry && entry.untilMs > nowMs ? entry : undefined;
  };
  const apply = ({ expected, writes }: StoreChange, nowMs: number): boolean => {
    for (const [key, version] of expected) if ((current(key, nowMs)?.version ?? null) !== version) return false;
    for (const { key, value, keepUntilMs } of writes)
      entries.set(key, { value, version: ++versions, untilMs: keepUntilMs });
    return true;
  };
  return {
    snapshot: () => [...entries],
    async read(keys, nowMs) {
      const found = keys.flatMap((key) => {
        const { value, version } = current(key, nowMs) ?? {};
        return value === undefined || version === undefined ? [] : [[key, { value, version }] as const];
      });
      return new Map(found);
    },
    async commit(changes, nowMs) {
      for (const change of changes) requireStorable(change);
      return changes.map((change) => apply(change, nowMs));
    },
  };
}
