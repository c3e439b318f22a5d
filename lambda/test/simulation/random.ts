// Chance with a seed: the same seed makes the same history, so a failing one can be replayed.

export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** An integer in [0, n). */
  below(n: number): number;
  /** True with probability `p`. */
  hits(p: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32, a small generator of good enough quality for tests. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, hits: (p) => next() < p, pick: (from) => from[below(from.length)] as never };
}
