// Counts values in bounded memory. In: values. Out: how often each occurred. When there are too many different ones, values that
// were not seen before are counted together.

/** A value and how often it occurred. */
interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** The most frequent values. The counts and the rest add up to everything that was counted. */
export interface TopValues {
  readonly top: readonly ValueCount[];
  /** How many counts belong to values that are not in `top`. */
  readonly rest: number;
  /** How many different values those are; at least that many if `more` is true. */
  readonly restValues: number;
  readonly more: boolean;
}

export interface ValueCounts {
  add(value: string): void;
  /** The `length` most frequent values; equally frequent ones by name. */
  top(length: number): TopValues;
}

/** Creates counts that distinguish at most `limit` values. */
export function createValueCounts(limit: number): ValueCounts {
  const counts = new Map<string, number>();
  let together = 0;
  return {
    add(value) {
      const count = counts.get(value);
      if (count !== undefined) counts.set(value, count + 1);
      else if (counts.size < limit) counts.set(value, 1);
      else together++;
    },
    top(length) {
      const ordered = [...counts].sort(byCount).map(([value, count]) => ({ value, count }));
      const rest = ordered.slice(length);
      return {
        top: ordered.slice(0, length),
        rest: rest.reduce((sum, { count }) => sum + count, together),
        restValues: rest.length,
        more: together > 0,
      };
    },
  };
}

/** The order of counts: the most frequent first, then by name. */
function byCount([one, n]: readonly [string, number], [other, m]: readonly [string, number]): number {
  return m - n || (one < other ? -1 : 1);
}
