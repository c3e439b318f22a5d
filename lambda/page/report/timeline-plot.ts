// Draws series over time as stacked bars. In: series, and the elements of the page. Out: a plot that the mouse and the keyboard can read.

import uPlot from 'uplot';
import type { PlotSeries } from './page-data.ts';

export interface TimelinePlot {
  /** Moves the cursor by a number of intervals. */
  move(by: number): void;
  /** Shows all intervals. */
  showAll(): void;
  resize(): void;
  remove(): void;
}

const HEIGHT = 280;
const PALETTE = ['#2f6fb7', '#c2571a', '#3f8f4f', '#8a4fb0', '#b3862b', '#2a8f93', '#b8456f', '#6b7684'];

/** Creates the plot in `place`. `onCursor` gets the number of the interval below the cursor; null if there is none. */
export function createTimelinePlot(
  place: HTMLElement,
  { seconds, intervalSeconds }: { readonly seconds: readonly number[]; readonly intervalSeconds: number },
  series: readonly PlotSeries[],
  onCursor: (interval: number | null) => void,
): TimelinePlot {
  const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const { padded, places } = pad(seconds, intervalSeconds);
  const stacked = stack(series).map((counts) => spread(counts, places, padded.length));
  const line = { stroke: color('--line'), width: 1 };
  const axis = { stroke: color('--text'), grid: line, ticks: line };
  // A bar begins at the start of its interval.
  const all = { min: seconds[0] ?? 0, max: (seconds.at(-1) ?? 0) + intervalSeconds };
  const options: uPlot.Options = {
    width: widthOf(place),
    height: HEIGHT,
    tzDate: (timestamp) => uPlot.tzDate(new Date(timestamp * 1_000), 'Etc/UTC'),
    scales: {
      x: { range: (_plot, min, max) => (min === all.min ? [min, Math.max(max, all.max)] : [min, max]) },
      y: { range: (_plot, _min, max) => [0, Math.max(max, 1) * 1.05] },
    },
    axes: [
      { ...axis, values: TIMES },
      { ...axis, size: 60 },
    ],
    legend: { live: false },
    cursor: { y: false },
    series: [
      {},
      ...series.map(({ label, severity }, index) => ({
        label,
        fill: severity === null ? (PALETTE[index % PALETTE.length] ?? '') : color(`--${severity}`),
        stroke: color('--back'),
        width: 0,
        paths: BARS,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [({ cursor }) => onCursor(places.get(cursor.idx ?? -1) ?? null)] },
  };
  // The tallest bars are drawn first, and the shorter ones over them.
  const plot = new uPlot(options, [padded, ...stacked] as uPlot.AlignedData, place);
  let at = -1;
  return {
    move(by) {
      const from = at === -1 && by < 0 ? seconds.length : at;
      at = Math.min(seconds.length - 1, Math.max(0, from + by));
      const x = plot.valToPos(seconds[at] ?? 0, 'x');
      plot.setCursor({ left: x, top: 0 });
      onCursor(at);
    },
    showAll: () => plot.setScale('x', all),
    resize: () => plot.setSize({ width: widthOf(place), height: HEIGHT }),
    remove: () => plot.destroy(),
  };
}

// By the distance of ticks in seconds: the format, then what is added where the year, the month or the day changes.
const TIMES: (string | number | null)[][] = [
  [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200, '{YYYY}-{MM}', null, null, null, null, null, null, 1],
  [86_400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
];

// The width of bars is that of the shortest distance, so each interval is followed by another one, if need be an empty one.
function pad(seconds: readonly number[], intervalSeconds: number) {
  const padded: number[] = [];
  const places = new Map<number, number>();
  for (const [place, second] of seconds.entries()) {
    places.set(padded.length, place);
    padded.push(second);
    if (seconds[place + 1] !== second + intervalSeconds) padded.push(second + intervalSeconds);
  }
  return { padded, places };
}

function spread(counts: readonly number[], places: ReadonlyMap<number, number>, length: number): number[] {
  return Array.from({ length }, (_, at) => counts[places.get(at) ?? -1] ?? 0);
}

const BARS = uPlot.paths.bars?.({ size: [0.9, 60, 2], align: 1 }) as uPlot.Series.PathBuilder;

function widthOf(place: HTMLElement): number {
  return Math.max(280, place.clientWidth);
}

// The first series is on top: its bar has the height of all of them.
function stack(series: readonly PlotSeries[]): number[][] {
  const below = new Array<number>(series[0]?.counts.length ?? 0).fill(0);
  return series
    .toReversed()
    .map(({ counts }) => counts.map((count, index) => (below[index] = (below[index] ?? 0) + count)))
    .toReversed();
}
