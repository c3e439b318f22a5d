// The page of `replay --html`. In: the report, the counters and what was kept of messages. Out: a page of a bounded size.

import type { Counters } from '../../app/counters.ts';
import { shortText } from '../../core/report/facts.ts';
import type { ReportData } from '../../core/report/report.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import type { Settings } from '../../setup/settings.ts';
import { countOf, groupDigits } from '../numbers.ts';
import { changesSection, type PageChanges } from './changes-section.ts';
import type { Page } from './document.ts';
import { type Html, html, NOTHING } from './html.ts';
import type { MessageSamples } from './message-samples.ts';
import { ignoreRulesSection, rulesSection, unusedSection } from './rule-sections.ts';
import type { UnusedRule } from './rule-use.ts';
import { slackHtml } from './slack-html.ts';
import { type Suggestions, suggestionsSection } from './suggestions-section.ts';
import { dimensionTables } from './tables.ts';
import { timelineSection } from './timeline-section.ts';

export interface ReportParts {
  readonly report: ReportData;
  readonly counters: Counters;
  /** How many alerts only scheduled summaries count. */
  readonly collected: number;
  readonly settings: Settings;
  readonly unused: readonly UnusedRule[];
  readonly messages: Pick<MessageSamples, 'byRule' | 'summaries'>;
  readonly changes: PageChanges | null;
  readonly suggestions: Suggestions;
}

/** The page. Its numbers of records are the counters of the replay. */
export function reportPage(parts: ReportParts): Page {
  const { report, settings, unused, messages, changes, suggestions } = parts;
  const sections = changes === null ? SECTIONS : [CHANGES, ...SECTIONS];
  const title = 'CloudTrail alerts: which rule to tune';
  const body = html`<a class="skip" href="#main">Skip to the content</a>
<header><h1>${title}</h1>${summary(parts)}</header>
<nav aria-label="Sections"><ul>${sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${changes === null ? NOTHING : changesSection(changes)}${timelineSection(report)}${rulesSection(report)}${suggestionsSection(suggestions)}
<section aria-labelledby="values"><h2 id="values">Where alerts come from</h2>
${dimensionTables(report.dimensions, (name) => `${name} with the most alerts`)}</section>
${ignoreRulesSection(report.ignoreRules, settings.ignoreRules)}${unusedSection(unused)}${messagesSection(messages, report.alerts)}
</main>
<footer><p>This page loads nothing and sends nothing. It contains texts of your log files: treat it like these.</p></footer>
`;
  return { title, body, data: { timeline: report.timeline, series: report.series } };
}

const CHANGES = ['changes', 'What changes'] as const;

const SECTIONS = [
  ['timeline', 'Over time'],
  ['rules', 'Noisy rules'],
  ['suggestions', 'Suggestions'],
  ['values', 'Where alerts come from'],
  ['ignore-rules', 'Ignore rules'],
  ['unused', 'Never matched'],
  ['messages', 'Messages'],
] as const;

function summary({ report, counters, collected }: ReportParts): Html {
  const { recordsRead, logFilesRead, alerted, duplicate, observed, ignored, unmatched, broken, correlated } = counters;
  const figures: [name: string, value: number, note?: string][] = [
    ['Records read', recordsRead, `in ${countOf(logFilesRead, 'log file')}`],
    ['Records with an alert', alerted],
    ['Observed', observed, 'records that only feed correlations'],
    ['Ignored', ignored],
    ['Unmatched', unmatched],
    ['Broken', broken],
    ['Correlated', correlated, 'alerts of correlations, and other events in their intervals'],
    ['Duplicates', duplicate, 'not delivered again'],
    ['Alerts on this page', report.alerts, severityText(report)],
    ['Collected', collected, `not posted one by one; ${countOf(counters.summariesSent, 'message')} instead`],
  ];
  const shown = figures.filter(([name, value]) => value > 0 || !RARE.includes(name));
  return html`<dl class="figures">${shown.map(
    ([name, value, note]) =>
      html`<div><dt>${name}</dt><dd>${groupDigits(value)}${note ? html` <small>${note}</small>` : NOTHING}</dd></div>`,
  )}</dl>`;
}

const RARE = ['Observed', 'Broken', 'Correlated', 'Duplicates', 'Collected'];

function severityText({ bySeverity }: ReportData): string {
  const present = SEVERITIES.filter((severity) => bySeverity[severity] > 0);
  return present.map((severity) => `${groupDigits(bySeverity[severity])} ${severity}`).join(', ');
}

function messagesSection({ byRule, summaries }: ReportParts['messages'], alerts: number): Html {
  const shown = [...byRule.values()].reduce((sum, messages) => sum + messages.length, 0);
  const named = [...byRule].map(([rule, messages]) => [shortText(rule), messages] as const);
  const collected = summaries.length === 0 ? [] : [['Scheduled summaries', summaries] as const];
  const groups = [...named, ...collected].map(
    ([name, messages]) =>
      html`<details><summary>${name}: ${countOf(messages.length, 'message')}</summary>${messages.map(slackHtml)}</details>
`,
  );
  return html`<section aria-labelledby="messages"><h2 id="messages">Messages as Slack shows them</h2>
<p>${groupDigits(shown)} of ${countOf(alerts, 'alert')}: the first of each rule.</p>
${groups}</section>
`;
}
