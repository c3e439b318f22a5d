// Results of a backtest in memory. In: texts. Out: the texts by name. Never compresses.

import type { ResultStore } from '../../app/backtest/result-store-port.ts';

export interface MemoryResults extends ResultStore {
  /** The stored texts, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** An in-process `ResultStore`. */
export function createMemoryResults(): MemoryResults {
  const texts = new Map<string, string>();
  return {
    texts,
    async write(name, text) {
      texts.set(name, text);
    },
  };
}
