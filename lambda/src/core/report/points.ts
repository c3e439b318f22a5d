// Keeps when each rule matched for which caller, to compute what a threshold would have done. In: alerts of single events. Out: points by
// rule, or nothing for a rule with too many of them. Bounded.

/** When an alert of a rule happened, and for which caller. */
export interface AlertPoint {
  readonly timeMs: number;
  /** The ARN of the caller. */
  readonly caller: string;
}

export interface Points {
  add(rules: readonly string[], timeMs: number | null, caller: string | null): void;
  /** The points of a rule; null if there are too many to keep, or if some alerts have no time or caller. */
  of(rule: string): readonly AlertPoint[] | null;
}

const POINTS_MAX = { points: 300_000, callers: 50_000 } as const;

/** Creates an empty collection. */
export function createPoints(): Points {
  const callers = new Map<string, number>();
  const names: string[] = [];
  const byRule = new Map<string, { readonly times: number[]; readonly callers: number[] }>();
  const incomplete = new Set<string>();
  let left: number = POINTS_MAX.points;
  const numberOf = (caller: string): number | null => {
    const known = callers.get(caller);
    if (known !== undefined) return known;
    if (names.length === POINTS_MAX.callers) return null;
    callers.set(caller, names.length);
    return names.push(caller) - 1;
  };
  return {
    add(rules, timeMs, caller) {
      const place = caller === null || caller === '' ? null : numberOf(caller);
      for (const rule of rules) {
        if (timeMs === null || place === null || left === 0) {
          incomplete.add(rule);
          continue;
        }
        left--;
        const points = byRule.get(rule) ?? { times: [], callers: [] };
        byRule.set(rule, points);
        points.times.push(timeMs);
        points.callers.push(place);
      }
    },
    of(rule) {
      const points = byRule.get(rule);
      if (points === undefined || incomplete.has(rule)) return null;
      return points.times.map((timeMs, index) => ({ timeMs, caller: names[points.callers[index] ?? 0] ?? '' }));
    },
  };
}
