// Noise over time: alerts by severity as a plot, and the rules that cause them as a table, which is also the plot's text.

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Noise, RuleCount } from '../protocol.ts';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const MOST_RULES = 40;
const PLOT_HEIGHT = 150;

/** The plot and the table. */
export function NoisePanel({ studio }: { readonly studio: Studio }) {
  const { decided } = useStore(studio.store);
  const noise = useLast(decided?.noise ?? null, decided !== null && decided.done < decided.total);
  return (
    <section class="panel noise" aria-labelledby="noise-title">
      <h2 id="noise-title">Noise over time</h2>
      {noise === null || decided === null ? (
        <p class="dim">
          {decided?.total ? 'No rule causes an alert in these events.' : 'Alerts of the loaded events appear here.'}
        </p>
      ) : (
        <div class="noise-content">
          <Plot noise={noise} />
          <RuleTable rules={decided.rules} />
        </div>
      )}
    </section>
  );
}

// While the worker decides again, the plot stays.
function useLast<T>(value: T | null, isDeciding: boolean): T | null {
  const last = useRef<T | null>(null);
  if (value !== null || !isDeciding) last.current = value;
  return last.current;
}

function Plot({ noise }: { readonly noise: Noise }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const draw = () => drawPlot(element, noise);
    let plot = draw();
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: PLOT_HEIGHT }));
    resize.observe(element);
    const theme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => {
      plot.destroy();
      plot = draw();
    };
    theme.addEventListener('change', redraw);
    return () => {
      resize.disconnect();
      theme.removeEventListener('change', redraw);
      plot.destroy();
    };
  }, [noise]);
  const total = noise.series.reduce((sum, { counts }) => sum + counts.reduce((all, one) => all + one, 0), 0);
  return (
    <div
      class="plot"
      ref={host}
      role="img"
      aria-label={`${total} events over time; the table has the numbers by rule`}
    />
  );
}

function drawPlot(element: HTMLElement, noise: Noise): uPlot {
  const color = (name: string) => colorOf(element, name);
  const used = noise.series.filter(({ counts }) => counts.some((count) => count > 0));
  const stacked = stack(used.map(({ counts }) => counts));
  const axis = { stroke: color('dim'), grid: { stroke: color('line'), width: 1 }, ticks: { show: false } };
  const bars = uPlot.paths.bars?.({ size: [0.9, 40] });
  return new uPlot(
    {
      ...{ width: element.clientWidth, height: PLOT_HEIGHT, cursor: { drag: { x: false, y: false } } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
      legend: { live: false },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max)] } },
      axes: [axis, { ...axis, size: 44 }],
      series: [
        {},
        ...used.map(({ name }) => ({
          ...{ label: name, fill: color(name), stroke: color(name), width: 0, points: { show: false } },
          ...(bars && { paths: bars }),
        })),
      ],
    },
    [noise.times as number[], ...stacked],
    element,
  );
}

// The canvas understands only the color that `light-dark(..)` results in.
function colorOf(element: HTMLElement, name: string): string {
  const probe = element.appendChild(document.createElement('span'));
  probe.style.color = `var(--${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Sums from the last series to the first, so that the first is on top; uPlot draws in order, so the tallest comes first. */
function stack(series: readonly (readonly number[])[]): number[][] {
  return series.map((counts, at) =>
    counts.map((_, step) => series.slice(at).reduce((sum, other) => sum + (other[step] ?? 0), 0)),
  );
}

function RuleTable({ rules }: { readonly rules: readonly RuleCount[] }) {
  const noisy = rules.filter(({ count, ignored }) => count + ignored > 0).sort((a, b) => b.count - a.count);
  const most = Math.max(1, ...noisy.map(({ count }) => count));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard.
    <section class="table" tabIndex={0} aria-label="Noisiest rules">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Severity</th>
            <th scope="col">Events</th>
            <th scope="col">Ignored</th>
          </tr>
        </thead>
        <tbody>
          {noisy.slice(0, MOST_RULES).map(({ name, pack, severity, isIgnoreRule, count, ignored }) => (
            <tr key={`${pack} ${name} ${isIgnoreRule}`}>
              <td>
                {name} <span class="dim">{isIgnoreRule ? 'ignore rule' : (pack ?? 'yours')}</span>
              </td>
              <td>{isIgnoreRule ? '' : severity}</td>
              <td class="events">
                <span
                  class={`bar ${isIgnoreRule ? 'ignored' : severity}`}
                  style={{ width: `${(60 * count) / most}px` }}
                />
                {count.toLocaleString('en')}
              </td>
              <td class="number">{ignored === 0 ? '' : ignored.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
