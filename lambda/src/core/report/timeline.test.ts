import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeline } from './timeline.ts';

function timelineOf(points: readonly (readonly [timeMs: number, series: number])[], limit = 10) {
  const timeline = createTimeline(limit);
  for (const [timeMs, series] of points) timeline.add(timeMs, series);
  return timeline.data();
}

describe('a timeline', () => {
  it('counts each series by minute', () => {
    const data = timelineOf([
      [0, 1],
      [59_999, 1],
      [60_000, 0],
      [60_000, 1],
    ]);
    expect(data).toEqual({
      intervalMs: 60_000,
      intervals: [0, 1],
      series: [
        { series: 0, counts: [[1, 1]] },
        {
          series: 1,
          counts: [
            [0, 2],
            [1, 1],
          ],
        },
      ],
    });
  });

  it.each([
    [11, 5],
    [50, 5],
    [51, 15],
    [151, 60],
    [601, 360],
    [14_401, 10_080],
    [100_801, 20_160],
  ])('has intervals that %i minutes with alerts make %i minutes long', (minutes, expected) => {
    const points = Array.from({ length: minutes }, (_, index) => [index * 60_000, 0] as const);
    expect(timelineOf(points).intervalMs).toBe(expected * 60_000);
  });

  it('loses no count, and has the same intervals in any order', () => {
    const times = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.nat(100_000_000));
    const points = fc.array(fc.tuple(times, fc.nat(3)));
    fc.assert(
      fc.property(points, (given) => {
        const { intervalMs, intervals, series } = timelineOf(given);
        const expected = new Map<string, number>();
        for (const [timeMs, one] of given) {
          const key = `${one} ${Math.floor(timeMs / intervalMs)}`;
          expected.set(key, (expected.get(key) ?? 0) + 1);
        }
        const found = series.flatMap(({ series: one, counts }) => counts.map(([at, count]) => [`${one} ${at}`, count]));
        expect(new Map(found as [string, number][])).toEqual(expected);
        expect(intervals.length).toBeLessThanOrEqual(10);
        expect(timelineOf(given.toReversed())).toEqual({ intervalMs, intervals, series });
      }),
    );
  });
});
