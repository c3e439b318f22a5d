// The effect of other rules, as a section of a page. In: changes that are added up. Out: markup.

import type { Counters } from '../../app/counters.ts';
import type { JsonObject } from '../../core/records/record.ts';
import type { ChangeGroups } from '../../core/report/change-groups.ts';
import { shortText } from '../../core/report/facts.ts';
import { countOf, groupDigits } from '../numbers.ts';
import { changedRules, describeGroup, exampleText, kindsText } from '../replay/compare/print-changes.ts';
import { type Html, html, NOTHING } from './html.ts';
import { countCell } from './tables.ts';

export interface PageChanges {
  readonly groups: ChangeGroups<JsonObject>;
  readonly counters: { readonly before: Counters; readonly after: Counters };
}

const GROUPS_MAX = 200;
const RULES_MAX = 500;

/** The section of a comparison. */
export function changesSection({ groups, counters }: PageChanges): Html {
  const all = groups.groups();
  const shown = all.slice(0, GROUPS_MAX);
  const left = shown.reduce((sum, { count }) => sum - count, groups.total);
  const entries = shown.map((group) => {
    const examples = group.examples.map((example) => html`<li>${exampleText(example)}</li>`);
    return html`<details><summary>${countOf(group.count, 'alert')} ${shortText(describeGroup(group))}</summary><ul>${examples}</ul></details>
`;
  });
  const more = left === 0 ? NOTHING : html`<p>${countOf(left, 'more change')} not shown.</p>`;
  return html`<section aria-labelledby="changes"><h2 id="changes">What the other rules change</h2>
<p>${kindsText(groups)}</p>
${entries}${more}${rulesTable(counters)}</section>
`;
}

function rulesTable({ before, after }: PageChanges['counters']): Html {
  const rows = changedRules(before, after);
  if (rows.length === 0) return NOTHING;
  const shown = rows
    .slice(0, RULES_MAX)
    .map(
      ({ rule, from, to }) =>
        html`<tr><th scope="row">${shortText(rule)}</th>${countCell(from)}${countCell(to)}<td class="number">${signed(to - from)}</td></tr>`,
    );
  return html`<table class="wide"><caption>Rules with another number of alerts</caption><thead><tr><th scope="col">Rule</th><th scope="col" class="number">Before</th><th scope="col" class="number">After</th><th scope="col" class="number">Difference</th></tr></thead><tbody>${shown}</tbody></table>`;
}

function signed(value: number): string {
  return value > 0 ? `+${groupDigits(value)}` : `−${groupDigits(-value)}`;
}
