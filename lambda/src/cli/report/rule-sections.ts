// The sections of a report about rules: the noisiest, what ignore rules silenced, and what never matched. In: the data. Out: markup.

import { shortText } from '../../core/report/facts.ts';
import type { IgnoreRow, ReportData, RuleRow } from '../../core/report/report.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { countOf } from '../numbers.ts';
import { type Html, html, NOTHING } from './html.ts';
import type { UnusedRule } from './rule-use.ts';
import { barCell, countCell, dimensionTables, severityMark, valuesTable } from './tables.ts';

/** The rules with alerts, the noisiest first. Each opens to show whose alerts they are. */
export function rulesSection({ rules, furtherRules, alerts }: ReportData): Html {
  const most = rules[0]?.alerts ?? 1;
  const further =
    furtherRules.rules === 0
      ? NOTHING
      : html`<p>${countOf(furtherRules.rules, 'more rule')} named ${countOf(furtherRules.named, 'alert')} and have no row.</p>`;
  return html`<section aria-labelledby="rules"><h2 id="rules">Which rules are noisy</h2>
<p>An alert counts for every rule that matches it. The most severe rule names the alert, so the numbers of named alerts add up to ${countOf(alerts, 'alert')}.</p>
<table class="wide"><caption>Rules with alerts</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col" class="number">Alerts</th><th scope="col" class="number">Named</th><td></td></tr></thead>
<tbody>${rules.map((rule) => ruleRow(rule, most))}</tbody></table>
${further}${rules.map(ruleDetails)}</section>
`;
}

function ruleRow({ name, severity, alerts, named }: RuleRow, most: number): Html {
  return html`<tr><th scope="row">${shortText(name)}</th><td>${severityMark(severity)}</td>${countCell(alerts)}${countCell(named)}${barCell(alerts, most)}</tr>`;
}

function ruleDetails({ name, alerts, dimensions }: RuleRow): Html {
  const rule = shortText(name);
  return html`<details><summary>${rule}: ${countOf(alerts, 'alert')} by identity, event, account, region and source address</summary>
${dimensionTables(dimensions, (title) => `${title} of ${rule}`)}</details>
`;
}

/** What each ignore rule silenced. */
export function ignoreRulesSection(rows: readonly IgnoreRow[], ignoreRules: readonly RuleDefinition[]): Html {
  const byPlace = new Map(rows.map((row) => [row.ignoreRule, row]));
  const entries = ignoreRules.map((rule, place) => ignoreRuleEntry(rule, byPlace.get(place)));
  return html`<section aria-labelledby="ignore-rules"><h2 id="ignore-rules">What ignore rules silence</h2>
<p>A record counts for the first ignore rule that matches it.</p>
${entries.length === 0 ? html`<p>There are no ignore rules.</p>` : entries}</section>
`;
}

function ignoreRuleEntry({ name, expression }: RuleDefinition, row: IgnoreRow | undefined): Html {
  const summary = row ? `silenced ${countOf(row.records, 'record')}` : 'silenced nothing';
  const tables = row
    ? html`${valuesTable('Silenced rules', 'Rule', row.rules, 'Records')}${dimensionTables(row.dimensions, (title) => title, 'Records')}`
    : NOTHING;
  return html`<details><summary>${shortText(name)}: ${summary}</summary><pre>${expression.slice(0, 2_000)}</pre>
${tables}</details>
`;
}

/** Rules that never matched, and correlations that never fired. */
export function unusedSection(unused: readonly UnusedRule[]): Html {
  const shown = unused.slice(0, UNUSED_MAX);
  const rows = shown.map(
    ({ name, severity, pack, isFed }) =>
      html`<tr><th scope="row">${name}</th><td>${severityMark(severity)}</td><td>${pack ?? 'own rule'}</td><td>${isFed ? 'events feed it, but it did not fire' : 'no record matches'}</td></tr>`,
  );
  const more =
    unused.length > shown.length
      ? html`<p>${countOf(unused.length - shown.length, 'more rule')} not shown.</p>`
      : NOTHING;
  return html`<section aria-labelledby="unused"><h2 id="unused">Rules that never matched</h2>
${
  unused.length === 0
    ? html`<p>Every rule matched a record.</p>`
    : html`<details><summary>${countOf(unused.length, 'rule')} caused no alert, were not ignored, and fed nothing that fired</summary>
<table class="wide"><caption>Rules without alerts</caption><thead><tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col">Pack</th><th scope="col">What happened</th></tr></thead><tbody>${rows}</tbody></table>${more}</details>`
}</section>
`;
}

const UNUSED_MAX = 1_000;
