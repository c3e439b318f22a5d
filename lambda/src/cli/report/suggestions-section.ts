// Suggestions as a section of a page. In: suggestions. Out: markup with HCL that is ready to paste.

import { shortText } from '../../core/report/facts.ts';
import type { IgnoreSuggestion } from '../../core/report/suggest-ignoring.ts';
import { hclAttributes } from '../hcl.ts';
import { countOf, groupDigits } from '../numbers.ts';
import { type Html, html, NOTHING } from './html.ts';
import type { ThresholdSuggestion } from './suggest-thresholds.ts';

export interface Suggestions {
  readonly thresholds: readonly ThresholdSuggestion[];
  readonly ignoring: readonly IgnoreSuggestion[];
  /** Alerts that the numbers of ignore rules do not include, because there are too many kinds. */
  readonly uncounted: number;
  /** Whether the rules contain correlations. */
  readonly hasCorrelations: boolean;
}

/** The section of suggestions. */
export function suggestionsSection({ thresholds, ignoring, uncounted, hasCorrelations }: Suggestions): Html {
  const none =
    thresholds.length + ignoring.length === 0
      ? html`<p>There are none: no rule or caller causes many alerts.</p>`
      : NOTHING;
  const atLeast =
    uncounted === 0
      ? NOTHING
      : html`<p>${countOf(uncounted, 'alert')} not counted, because there are too many kinds of alerts: the numbers of ignore rules are lower limits.</p>`;
  const feeds = hasCorrelations ? html` An ignored event also feeds no correlation.` : NOTHING;
  return html`<section aria-labelledby="suggestions"><h2 id="suggestions">Suggestions</h2>
${none}${
  thresholds.length === 0
    ? NOTHING
    : html`<h3>Alert on many events instead of each</h3>
<p>The numbers are those of the real correlations, for events in order of time.</p>${thresholds.map(thresholdEntry)}`
}
${
  ignoring.length === 0
    ? NOTHING
    : html`<h3>Ignore what a caller usually does</h3>
<p>Each rule is for one caller. An attacker with its credentials looks the same, so add only what you recognize. No rule silences a critical alert.${feeds}</p>${atLeast}${ignoring.map(ignoringEntry)}`
}</section>
`;
}

function thresholdEntry({ rule, gte, before, after, hcl }: ThresholdSuggestion): Html {
  return html`<details><summary>${shortText(rule)}: ${countOf(before, 'alert')} would be ${groupDigits(after)}, with a threshold of ${groupDigits(gte)} in one hour for each identity</summary>
<pre tabindex="0">${hcl}</pre></details>
`;
}

function ignoringEntry({ expression, alerts, byRule }: IgnoreSuggestion, place: number): Html {
  const rules = byRule.slice(0, RULES_SHOWN).map(([name, count]) => `${groupDigits(count)} ${shortText(name)}`);
  const more = byRule.length > RULES_SHOWN ? ', …' : '';
  return html`<details><summary>Ignore rule ${place + 1} would have silenced ${countOf(alerts, 'alert')}: ${rules.join(', ')}${more}</summary>
<pre tabindex="0">${ignoreHcl({ expression })}</pre></details>
`;
}

const RULES_SHOWN = 5;

/** The rule as an element of `ignore_rules`. */
export function ignoreHcl(rule: { readonly expression: string }): string {
  return ['# add to ignore_rules:', '{', ...hclAttributes(Object.entries(rule), '  '), '},'].join('\n');
}
