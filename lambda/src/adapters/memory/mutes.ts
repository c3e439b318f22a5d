// What is stored of mutes between invocations, in memory. In: the calls of the pipeline. Out: what the state table would answer. Every
// call does its work before it first yields, so calls never interleave half-done.

import type { MuteStore } from '../../app/mutes/mute-store-port.ts';

/** An in-process `MuteStore`. */
export function createMemoryMutes(): MuteStore {
  let stored = { text: '', version: 0 };
  const totals = new Map<string, { total: number; readonly otherRules: Map<string, number> }>();
  const totalOf = (id: string) => totals.get(id) ?? { total: 0, otherRules: new Map<string, number>() };
  return {
    read: async () => stored,
    write: async (text, version) => {
      if (version !== stored.version) return false;
      stored = { text, version: version + 1 };
      return true;
    },
    count: async (id, counts) => {
      const known = totalOf(id);
      known.total += counts.total;
      for (const [rule, count] of counts.otherRules)
        known.otherRules.set(rule, (known.otherRules.get(rule) ?? 0) + count);
      totals.set(id, known);
    },
    counts: async (id) => {
      const { total, otherRules } = totalOf(id);
      return { total, otherRules: new Map(otherRules) };
    },
  };
}
