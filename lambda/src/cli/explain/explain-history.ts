// `explain --history`: what a correlation found in log files, what it stores of each group, and why it did or did not fire.

import { groupKey } from '../../core/correlation/keys.ts';
import type { Observation } from '../../core/correlation/observation.ts';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { thresholdText } from '../../core/render/correlations/breakdown.ts';
import { correlationJson } from '../../core/render/correlations/json.ts';
import { titleOf } from '../../core/render/title.ts';
import type { CorrelationRule, RuleSet } from '../../core/rules/rule-set.ts';
import type { Settings } from '../../setup/settings.ts';
import { createRuleBook } from '../cases/rule-book.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { alertsOf, groupLines, memoryOf } from '../history/group-lines.ts';
import { type History, runHistory } from '../history/run-history.ts';
import { readAllEvents, readEvent } from '../inputs/read-events.ts';
import { countOf } from '../numbers.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { printError, type Terminal } from '../terminal.ts';

export interface HistoryOptions extends Pick<SettingsOptions, 'settings' | 'tfvars'> {
  readonly history: readonly string[];
  readonly eventId?: string;
  readonly format: 'text' | 'json';
}

const GROUPS_SHOWN = 10;

/** Prints the groups of a correlation: all of them, or that of the event. The exit code is 1 if an input cannot be read. */
export async function explainHistory(
  name: string,
  eventPath: string | undefined,
  options: HistoryOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  await loadPatternEngine();
  const settings = await loadSettings(options);
  const ruleSet = createRuleBook(settings).ruleSet(name);
  const rule = correlationOf(ruleSet, name);
  const event = eventPath === undefined ? null : await readEvent(eventPath, options.eventId);
  const { history, isComplete } = await historyOf(options.history, ruleSet, settings, terminal);
  const groups = groupsOf(rule, history);
  const wanted = event === null ? null : observationsOf(rule, ruleSet.decide(event).observations).map(groupKey);
  const shown = groups.filter(({ key }) => wanted === null || wanted.includes(key));
  if (wanted?.length === 0) terminal.out('the event does not feed this correlation');
  if (options.format === 'json') terminal.out(JSON.stringify(toJson(rule, history, shown), null, 2));
  else printText(rule, history, shown, terminal);
  return isComplete ? EXIT.fine : EXIT.findings;
}

function correlationOf({ correlations, failures }: RuleSet, name: string): CorrelationRule {
  const rule = correlations.find((one) => one.rule.name === name);
  if (rule !== undefined) return rule;
  const [failure] = failures.filter(({ ruleName }) => ruleName === name);
  if (failure !== undefined) throw new CliError(escaped`rule "${name}" does not work: ${failure.message}`);
  throw new CliError(escaped`"${name}" is not the name of a correlation; --history explains only correlations`);
}

async function historyOf(paths: readonly string[], ruleSet: RuleSet, settings: Settings, terminal: Terminal) {
  const reasons: string[] = [];
  const history = await runHistory(readAllEvents(paths, reasons), ruleSet, settings);
  for (const reason of reasons) printError(terminal, reason);
  return { history, isComplete: reasons.length === 0 };
}

interface Group {
  readonly key: string;
  readonly group: readonly string[];
  readonly observations: number;
  readonly alerts: History['alerts'];
  readonly memory: ReturnType<typeof memoryOf>;
}

function observationsOf({ definition }: CorrelationRule, observations: readonly Observation[]): readonly Observation[] {
  return observations.filter((one) => one.definition === definition);
}

// Those that fired first, then the largest.
function groupsOf(rule: CorrelationRule, history: History): readonly Group[] {
  const byKey = new Map<string, Observation[]>();
  for (const one of observationsOf(rule, history.observations)) {
    const known = byKey.get(groupKey(one));
    if (known) known.push(one);
    else byKey.set(groupKey(one), [one]);
  }
  const groups = [...byKey].map(([key, [first, ...others]]): Group => {
    const { group } = first as Observation;
    const alerts = alertsOf(key, history);
    return { key, group, observations: 1 + others.length, alerts, memory: memoryOf(rule, group, history) };
  });
  return groups.sort((a, b) => b.alerts.length - a.alerts.length || b.observations - a.observations);
}

function printText(rule: CorrelationRule, history: History, groups: readonly Group[], terminal: Terminal): void {
  const { correlation } = rule;
  const observed = observationsOf(rule, history.observations).length;
  terminal.out(escaped`${rule.rule.name}: ${correlation.type}, fires ${thresholdText(correlation, rule.rule)}`);
  const without =
    history.withoutGroup > 0 ? `, ${countOf(history.withoutGroup, 'time')} without a value to group by` : '';
  terminal.out(`${countOf(history.records, 'event')} read, ${observed} feed it${without}`);
  for (const { group, observations, alerts, memory } of groups.slice(0, GROUPS_SHOWN)) {
    const values = group.map((value, index) => escaped`${correlation.groupBy[index] ?? ''} = ${value}`);
    terminal.out('');
    terminal.out(
      `${terminal.paint('bold', `group ${values.join(', ') || 'of all events'}`)} (${countOf(observations, 'event')})`,
    );
    for (const line of groupLines(rule, memory, alerts)) terminal.out(`  ${line}`);
  }
  if (groups.length > GROUPS_SHOWN) terminal.out(`\n… and ${countOf(groups.length - GROUPS_SHOWN, 'more group')}`);
}

function toJson(rule: CorrelationRule, history: History, groups: readonly Group[]): object {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    rule: rule.rule.name,
    type: rule.correlation.type,
    records: history.records,
    observations: observationsOf(rule, history.observations).length,
    withoutGroup: history.withoutGroup,
    groups: groups.map(({ group, observations, alerts, memory }) => ({
      groupBy: rule.correlation.groupBy,
      group,
      observations,
      alerts: alerts.map(({ notice, more }) => ({
        title: titleOf(notice),
        more,
        correlation: notice.alert.correlation ? correlationJson(notice.alert.correlation) : null,
      })),
      stored: memory.events.map(({ timeMs, ...event }) => ({ time: iso(timeMs), ...event })),
      most: memory.most && { count: memory.most.count, first: iso(memory.most.firstMs), last: iso(memory.most.lastMs) },
      seen: memory.spans.map(({ fromMs, toMs }) => ({ from: iso(fromMs), to: iso(toMs) })),
      learning: memory.learning && { start: iso(memory.learning.startMs), end: iso(memory.learning.endMs) },
    })),
  };
}
