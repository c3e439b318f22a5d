// Orders: events of each rule of `temporal_ordered`, in the order of the rules, within one timespan.

import type { Correlation } from './correlation.ts';
import type { Point } from './point.ts';
import type { Window } from './windows.ts';

/** Points of the first rules of an order; of all such points up to some time those that start last. */
interface Chain {
  readonly startMs: number;
  readonly points: readonly Point[];
  readonly before: Chain | null;
}

/** By how many rules they contain. */
type Chains = Map<number, Chain>;

/**
 * Windows that contain the order, for points in order. For each end there is the window that starts last. Events of the same time may
 * have happened in any order (CloudTrail's times are seconds), but each event is that of one rule only.
 */
export function* fullOrders(points: readonly Point[], { rules, timespanMs }: Correlation): Generator<Window> {
  const length = rules?.length ?? 0;
  const chains: Chains = new Map();
  for (const group of simultaneous(points)) {
    const endMs = group[0]?.timeMs ?? 0;
    const found = extend(chains, eventsByPosition(group, length), endMs);
    for (const [count, chain] of found) {
      if (chain.startMs >= (chains.get(count)?.startMs ?? Number.NEGATIVE_INFINITY)) chains.set(count, chain);
    }
    const full = found.get(length);
    if (full !== undefined && endMs - full.startMs < timespanMs) {
      yield { startMs: full.startMs, endMs, chain: pointsOf(full) };
    }
  }
}

function* simultaneous(points: readonly Point[]): Generator<readonly Point[]> {
  let start = 0;
  for (let end = 1; end <= points.length; end++) {
    if (points[end]?.timeMs === points[start]?.timeMs && end < points.length) continue;
    yield points.slice(start, end);
    start = end;
  }
}

// As many events of a rule as there are rules are enough: one of them is always left.
function eventsByPosition(group: readonly Point[], length: number): ReadonlyMap<number, readonly Point[]> {
  const events = new Map<number, Point[]>();
  for (const point of group) {
    const position = Number.parseInt(point.value, 36);
    const known = events.get(position) ?? [];
    if (known.length < length) events.set(position, [...known, point]);
  }
  return events;
}

/** The chains that end with simultaneous events. */
function extend(chains: Chains, events: ReadonlyMap<number, readonly Point[]>, timeMs: number): Chains {
  const found: Chains = new Map();
  for (const first of events.keys()) {
    const before = chains.get(first) ?? null;
    if (first > 0 && before === null) continue;
    const taken: Taken = new Map();
    for (let position = first; take(position, events, taken, new Set()); position++) {
      const startMs = before?.startMs ?? timeMs;
      if (startMs <= (found.get(position + 1)?.startMs ?? Number.NEGATIVE_INFINITY)) continue;
      found.set(position + 1, { startMs, points: [...taken.values()].map(({ point }) => point), before });
    }
  }
  return found;
}

/** By event: the rule that it is counted for. */
type Taken = Map<string, { readonly position: number; readonly point: Point }>;

// Takes an event for a rule, which may make another rule take another event (augmenting paths in a bipartite graph).
function take(
  position: number,
  events: ReadonlyMap<number, readonly Point[]>,
  taken: Taken,
  tried: Set<string>,
): boolean {
  for (const point of events.get(position) ?? []) {
    if (tried.has(point.event)) continue;
    tried.add(point.event);
    const other = taken.get(point.event);
    if (other !== undefined && !take(other.position, events, taken, tried)) continue;
    taken.set(point.event, { position, point });
    return true;
  }
  return false;
}

function pointsOf(chain: Chain): readonly Point[] {
  return chain.before === null ? chain.points : [...pointsOf(chain.before), ...chain.points];
}
