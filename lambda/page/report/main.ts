// The script of the report page. In: the JSON in the page. Out: the plot over time and its controls. It inserts texts only as text, and
// loads nothing. Everything else on the page works without it.

import { type PageData, type PlotSeries, seriesFor } from './page-data.ts';
import { createTimelinePlot, type TimelinePlot } from './timeline-plot.ts';
import { fillTable } from './timeline-table.ts';

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
};

const data = JSON.parse(element('data').textContent ?? '') as PageData;
const { intervals, intervalMs } = data.timeline;
const place = element('plot');
const choice = element('plot-by') as HTMLSelectElement;
const table = document.querySelector('#timeline-table table') as HTMLTableElement;
const times = intervals.map((interval) => {
  const date = new Date(interval * intervalMs);
  return Number.isNaN(date.getTime()) ? 'long ago' : date.toISOString().slice(0, 16).replace('T', ' ');
});
let plot: TimelinePlot | null = null;

function show(series: readonly PlotSeries[], interval: number | null): void {
  if (interval === null) return;
  const counts = series
    .filter(({ counts: of }) => (of[interval] ?? 0) > 0)
    .map(({ label, counts: of }) => `${of[interval]} ${label}`);
  element('plot-values').textContent = `${times[interval]} UTC: ${counts.join(', ') || 'none'}`;
}

function draw(): void {
  plot?.remove();
  const series = seriesFor(data, choice.value);
  const seconds = intervals.map((interval) => (interval * intervalMs) / 1_000);
  plot = createTimelinePlot(place, { seconds, intervalSeconds: intervalMs / 1_000 }, series, (interval) =>
    show(series, interval),
  );
}

const KEYS: Readonly<Record<string, (of: TimelinePlot) => void>> = {
  ArrowLeft: (of) => of.move(-1),
  ArrowRight: (of) => of.move(1),
  PageUp: (of) => of.move(-20),
  PageDown: (of) => of.move(20),
  Home: (of) => of.move(Number.NEGATIVE_INFINITY),
  End: (of) => of.move(Number.POSITIVE_INFINITY),
  Escape: (of) => of.showAll(),
};

function choose(): void {
  draw();
  fillTable(table, seriesFor(data, choice.value), times);
}

function listen(): void {
  choice.addEventListener('change', choose);
  place.addEventListener('keydown', (event) => {
    const act = KEYS[event.key];
    if (act === undefined || plot === null) return;
    event.preventDefault();
    act(plot);
  });
  new ResizeObserver(() => plot?.resize()).observe(element('main'));
  for (const media of ['(prefers-color-scheme: dark)', 'print']) matchMedia(media).addEventListener('change', draw);
}

// A closed part of the page would be missing on paper.
function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details')].filter(({ open }) => !open);
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}

openForPrint();
if (intervals.length > 0) {
  element('plot-controls').hidden = false;
  place.hidden = false;
  draw();
  listen();
}
