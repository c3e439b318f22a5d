// Shows the series of the plot as a table. In: series and the times of the intervals. Out: the rows of the table on the page, as text.

import type { PlotSeries } from './page-data.ts';

/** Replaces the head and the rows of a table. Intervals without alerts of these series have no row. */
export function fillTable(table: HTMLTableElement, series: readonly PlotSeries[], times: readonly string[]): void {
  const head = rowOf([columnCell('Time', false), ...series.map(({ label }) => columnCell(label, true))]);
  const rows = times.flatMap((time, place) => {
    const counts = series.map((one) => one.counts[place] ?? 0);
    if (counts.every((count) => count === 0)) return [];
    return [rowOf([rowHead(time), ...counts.map((count) => numberCell(count))])];
  });
  table.tHead?.replaceChildren(head);
  table.tBodies[0]?.replaceChildren(...rows);
}

function rowOf(cells: readonly HTMLElement[]): HTMLElement {
  const row = document.createElement('tr');
  row.append(...cells);
  return row;
}

function columnCell(text: string, isNumber: boolean): HTMLElement {
  const cell = document.createElement('th');
  cell.scope = 'col';
  if (isNumber) cell.className = 'number';
  cell.textContent = text;
  return cell;
}

function rowHead(text: string): HTMLElement {
  const cell = document.createElement('th');
  cell.scope = 'row';
  cell.textContent = text;
  return cell;
}

function numberCell(count: number): HTMLElement {
  const cell = document.createElement('td');
  cell.className = 'number';
  cell.textContent = String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return cell;
}
