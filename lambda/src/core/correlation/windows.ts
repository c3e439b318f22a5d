// Windows: where the values or the order of events that a rule asks for lie within one timespan.

import type { Correlation } from './correlation.ts';
import type { Point } from './point.ts';

/** A time range, less than a timespan long, whose points are enough for an alert. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  /** The points that must be cited; empty if any points of the values do. */
  readonly chain: readonly Point[];
}

/**
 * Windows with `gte` distinct values, for points in order. For each end there is the window that starts last, so that no other
 * full window lies within it.
 */
export function* fullWindows(points: readonly Point[], { gte, timespanMs }: Correlation): Generator<Window> {
  const counts = new Map<string, number>();
  let first = 0;
  const drop = (): void => {
    const { value = '' } = points[first] ?? {};
    const left = (counts.get(value) ?? 0) - 1;
    if (left === 0) counts.delete(value);
    else counts.set(value, left);
    first++;
  };
  for (const { value, timeMs } of points) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    while (timeMs - timeAt(points, first) >= timespanMs) drop();
    if (counts.size < gte) continue;
    while (counts.size > gte || (counts.get(points[first]?.value ?? '') ?? 0) > 1) drop();
    yield { startMs: timeAt(points, first), endMs: timeMs, chain: [] };
  }
}

const timeAt = (points: readonly Point[], index: number): number => points[index]?.timeMs ?? Number.POSITIVE_INFINITY;
