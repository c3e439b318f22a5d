// Counts series over time in bounded memory. In: times and the series that each belongs to. Out: intervals of equal length with a
// count for each series. The intervals become longer when there are too many of them; no count is lost.

/** Lengths of intervals in minutes that people can read; each divides the next. Longer ones double. */
const MINUTES = [1, 5, 15, 60, 360, 1_440, 10_080];
const MINUTE_MS = 60_000;

/** How often something of one series occurred, by interval. */
interface TimelineSeries {
  readonly series: number;
  /** Pairs of the number of an interval and a count, by time. */
  readonly counts: readonly (readonly [interval: number, count: number])[];
}

export interface TimelineData {
  readonly intervalMs: number;
  /** Every interval in which something occurred, by time: the start of number n is n * `intervalMs` after the epoch. */
  readonly intervals: readonly number[];
  /** In the order of their numbers. */
  readonly series: readonly TimelineSeries[];
}

export interface Timeline {
  /** `series` is a small whole number. */
  add(timeMs: number, series: number): void;
  data(): TimelineData;
}

type Counts = Map<number, Map<number, number>>;

/** Creates a timeline of at most `limit` intervals in which something occurred. */
export function createTimeline(limit: number): Timeline {
  let minutes = MINUTES[0] as number;
  let counts: Counts = new Map();
  return {
    add(timeMs, series) {
      increment(counts, Math.floor(timeMs / (minutes * MINUTE_MS)), series, 1);
      while (counts.size > limit) {
        const longer = MINUTES.find((length) => length > minutes) ?? 2 * minutes;
        counts = merged(counts, longer / minutes);
        minutes = longer;
      }
    },
    data() {
      const intervals = [...counts.keys()].sort((a, b) => a - b);
      const series = [...new Set([...counts.values()].flatMap((ofInterval) => [...ofInterval.keys()]))];
      return {
        intervalMs: minutes * MINUTE_MS,
        intervals,
        series: series
          .sort((a, b) => a - b)
          .map((one) => ({
            series: one,
            counts: intervals.flatMap((interval) => {
              const count = counts.get(interval)?.get(one);
              return count === undefined ? [] : [[interval, count] as const];
            }),
          })),
      };
    },
  };
}

function merged(counts: Counts, factor: number): Counts {
  const longer: Counts = new Map();
  for (const [interval, bySeries] of counts) {
    for (const [series, count] of bySeries) increment(longer, Math.floor(interval / factor), series, count);
  }
  return longer;
}

function increment(counts: Counts, interval: number, series: number, by: number): void {
  const bySeries = counts.get(interval) ?? new Map<number, number>();
  counts.set(interval, bySeries.set(series, (bySeries.get(series) ?? 0) + by));
}
