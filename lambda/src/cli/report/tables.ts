// Tables of a page. In: counts. Out: markup. A bar repeats the number before it, so screen readers skip it.

import type { Dimension } from '../../core/report/facts.ts';
import type { Dimensions } from '../../core/report/report.ts';
import type { TopValues } from '../../core/report/value-counts.ts';
import { countOf, groupDigits } from '../numbers.ts';
import { type Html, html, NOTHING } from './html.ts';

/** What the values of a dimension are called. */
const DIMENSION_TITLES: Readonly<Record<Dimension, { readonly title: string; readonly one: string }>> = {
  identity: { title: 'Identities', one: 'Identity' },
  event: { title: 'Events', one: 'Event' },
  account: { title: 'Accounts', one: 'Account' },
  region: { title: 'Regions', one: 'Region' },
  address: { title: 'Source addresses', one: 'Source address' },
};

/** A table of values, most frequent first, with a row for the rest, so that the counts add up. */
export function valuesTable(caption: string, column: string, values: TopValues, counted = 'Alerts'): Html {
  const { top, rest, restValues, more } = values;
  const most = Math.max(...top.map(({ count }) => count), 1);
  const rows = top.map(
    ({ value, count }) =>
      html`<tr><th scope="row">${value === '' ? '(none)' : value}</th>${countCell(count)}${barCell(count, most)}</tr>`,
  );
  const others =
    rest === 0
      ? NOTHING
      : html`<tr><th scope="row"><i>${otherText(restValues, more)}</i></th>${countCell(rest)}<td></td></tr>`;
  return html`<table><caption>${caption}</caption>
<thead><tr><th scope="col">${column}</th><th scope="col" class="number">${counted}</th><td></td></tr></thead>
<tbody>${rows}${others}</tbody></table>
`;
}

function otherText(values: number, more: boolean): string {
  return more ? `more than ${groupDigits(values)} others` : countOf(values, 'other');
}

/** The tables of all dimensions. */
export function dimensionTables(dimensions: Dimensions, heading: (name: string) => string, counted?: string): Html {
  return html`<div class="tables">${(Object.keys(DIMENSION_TITLES) as Dimension[]).map((name) =>
    valuesTable(heading(DIMENSION_TITLES[name].title), DIMENSION_TITLES[name].one, dimensions[name], counted),
  )}</div>`;
}

/** A number in a column of numbers. */
export function countCell(count: number): Html {
  return html`<td class="number">${groupDigits(count)}</td>`;
}

/** A bar whose length is a share of the longest one. */
export function barCell(count: number, most: number): Html {
  const width = Math.round((1_000 * count) / most) / 10;
  return html`<td class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false"><rect width="${width}" height="10"/></svg></td>`;
}

/** The name of a severity, with its color as a mark. */
export function severityMark(severity: string): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}
