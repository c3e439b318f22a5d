// Prints changes. In: changes as they are found, and their sums. Out: one JSON object for each, or at the end a text for each group.

import type { Counters } from '../../../app/counters.ts';
import type { JsonObject } from '../../../core/records/record.ts';
import type { ChangeGroup, ChangeGroups } from '../../../core/report/change-groups.ts';
import type { AlertTraits, Change } from '../../../core/report/comparison.ts';
import { escaped } from '../../escaped.ts';
import { countOf, groupDigits } from '../../numbers.ts';
import type { Terminal } from '../../terminal.ts';

/** A change as a JSON object: `change`, `before`, `after`, `ignoreRule`, then the fields of an alert. */
export function changeLine({ kinds, before, after, ignoreRule, details }: Change<JsonObject>): JsonObject {
  const { rule: _rule, severity: _severity, rules: _rules, ...fields } = details;
  return { change: kinds, before: traitsJson(before), after: traitsJson(after), ignoreRule, ...fields };
}

function traitsJson(traits: AlertTraits | null): JsonObject | null {
  return traits && { ...traits };
}

/** Prints the sums, the groups with examples, and the rules whose numbers of alerts differ. */
export function printChanges(
  changes: ChangeGroups<JsonObject>,
  { before, after }: { readonly before: Counters; readonly after: Counters },
  terminal: Terminal,
): void {
  terminal.out(terminal.paint('bold', kindsText(changes)));
  for (const group of changes.groups()) {
    terminal.out('');
    terminal.out(`${groupDigits(group.count)} ${escaped`${describeGroup(group)}`}`);
    for (const example of group.examples) terminal.out(escaped`    ${exampleText(example)}`);
    const left = group.count - group.examples.length;
    if (left > 0) terminal.out(terminal.paint('dim', `    … and ${groupDigits(left)} more`));
  }
  if (changes.further > 0) terminal.out(`\n${countOf(changes.further, 'more change')} of other kinds`);
  const rows = changedRules(before, after);
  if (rows.length === 0) return;
  terminal.out('\nalerts by rule');
  for (const { rule, from, to } of rows) {
    terminal.out(escaped`    ${groupDigits(from)} → ${groupDigits(to)}  ${rule}`);
  }
}

/** The sums in one line. */
export function kindsText({ total, byKind }: ChangeGroups<unknown>): string {
  if (total === 0) return 'No alert changes.';
  const { new: added, gone, renamed, severity, destination, collected, posted } = byKind;
  const parts = [
    [added, 'new'],
    [gone, 'gone'],
    [renamed, 'named by another rule'],
    [severity, 'of another severity'],
    [destination, 'to other destinations'],
    [collected, 'now only in a scheduled summary'],
    [posted, 'now posted, not only in a scheduled summary'],
  ] as const;
  const present = parts.filter(([count]) => count > 0).map(([count, what]) => `${groupDigits(count)} ${what}`);
  return `${countOf(total, 'alert')} changed: ${present.join(', ')}`;
}

/** What the changes of a group have in common, in one line. */
export function describeGroup({ before, after, ignoreRule }: Omit<ChangeGroup<unknown>, 'count' | 'examples'>): string {
  const silenced = ignoreRule === null ? '' : `, ${after === null ? 'now' : 'before'} ignored by "${ignoreRule}"`;
  if (before === null) return `new: ${named(after)}${silenced}`;
  if (after === null) return `gone: ${named(before)}${silenced}`;
  const [from, to] = [placed(before), placed(after)];
  const moved = from === to ? '' : `, ${from} → ${to}`;
  return `changed: ${named(before)} → ${named(after)}${moved}`;
}

function named(traits: AlertTraits | null): string {
  return traits === null ? '' : `${traits.rule} (${traits.severity})`;
}

function placed({ destinations, collected }: AlertTraits): string {
  return destinations.map((id) => (collected.includes(id) ? `${id} (summary)` : id)).join(', ') || 'no destination';
}

/** The time, the title and the event id of an alert. */
export function exampleText({ eventTime, title, eventID }: JsonObject): string {
  return [eventTime, title, eventID].filter((part) => typeof part === 'string' && part !== '').join('  ');
}

/** Rules that have another number of alerts, by name. */
export function changedRules(before: Counters, after: Counters): readonly { rule: string; from: number; to: number }[] {
  const names = [...new Set([...Object.keys(before.alertsByRule), ...Object.keys(after.alertsByRule)])].sort();
  return names
    .map((rule) => ({ rule, from: before.alertsByRule[rule] ?? 0, to: after.alertsByRule[rule] ?? 0 }))
    .filter(({ from, to }) => from !== to);
}
