// Alerts over time. In: the report. Out: the place of the plot, which the script of the page fills, and the same numbers as a table.

import { FURTHER, type ReportData } from '../../core/report/report.ts';
import { SEVERITIES, type Severity } from '../../core/rules/rule.ts';
import { countOf, groupDigits } from '../numbers.ts';
import { type Html, html, NOTHING } from './html.ts';
import { countCell } from './tables.ts';

/** The section with the plot and its table. */
export function timelineSection(report: ReportData): Html {
  const { timeline, withoutTime } = report;
  const untimed =
    withoutTime === 0 ? NOTHING : html`<p>${countOf(withoutTime, 'alert')} without a valid time: not in the plot.</p>`;
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Alerts over time</h2>
<div id="plot-controls" hidden><label for="plot-by">Show</label> <select id="plot-by"><option value="severity">all alerts by severity</option><option value="rule">the noisiest rules</option>${ruleOptions(report)}</select>
<p id="plot-help">Use the left and right arrow keys to read the plot, drag to zoom, and double-click or press Escape to see everything.</p></div>
<div id="plot" tabindex="0" role="group" aria-label="Plot of alerts over time" aria-describedby="plot-help" hidden></div>
<output id="plot-values" for="plot-by"></output>
${untimed}<details id="timeline-table"><summary>Alerts over time as a table</summary>
<p>Each row is ${lengthText(timeline.intervalMs)}, beginning at the time shown (UTC). Times without alerts are left out. The table shows what the plot shows.</p>
${severityTable(report)}</details></section>
`;
}

function ruleOptions({ series }: ReportData): Html[] {
  const names = [...new Set(series.map(({ rule }) => rule))].filter((rule) => rule !== FURTHER);
  return names.map((name, place) => html`<option value="${`name ${place}`}">${name}</option>`);
}

function severityTable({ timeline, series }: ReportData): Html {
  const counts = new Map<number, Record<Severity, number>>(timeline.intervals.map((interval) => [interval, none()]));
  for (const { series: place, counts: ofSeries } of timeline.series) {
    const severity = series[place]?.severity;
    for (const [interval, count] of ofSeries) {
      const row = counts.get(interval);
      if (row && severity) row[severity] += count;
    }
  }
  const present = SEVERITIES.filter((severity) => series.some((one) => one.severity === severity));
  const rows = [...counts].map(
    ([interval, row]) =>
      html`<tr><th scope="row">${timeText(interval * timeline.intervalMs)}</th>${present.map((severity) => countCell(row[severity]))}</tr>
`,
  );
  const columns = present.map((severity) => html`<th scope="col" class="number">${severity}</th>`);
  return html`<table class="wide"><caption>Alerts by time</caption><thead><tr><th scope="col">Time</th>${columns}</tr></thead><tbody>${rows}</tbody></table>`;
}

function none(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}

function timeText(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? 'before the year -271821' : date.toISOString().slice(0, 16).replace('T', ' ');
}

function lengthText(intervalMs: number): string {
  const minutes = intervalMs / 60_000;
  if (minutes < 60) return countOf(minutes, 'minute');
  if (minutes < 1_440) return countOf(minutes / 60, 'hour');
  return `${groupDigits(minutes / 1_440)} days`.replace(/^1 days/, '1 day');
}
