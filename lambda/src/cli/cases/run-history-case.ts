// Runs one case with several events. In: the case and the rule book. Out: the alerts, compared with the expected ones.

import { groupKey } from '../../core/correlation/keys.ts';
import type { CorrelationRule } from '../../core/rules/rule-set.ts';
import type { Settings } from '../../setup/settings.ts';
import { escaped } from '../escaped.ts';
import { alertsOf, groupLines, memoryOf } from '../history/group-lines.ts';
import { type History, type HistoryAlert, runHistory } from '../history/run-history.ts';
import type { HistoryCase } from './case-file.ts';
import type { CaseResult } from './case-result.ts';
import { type ExpectedAlert, offsetText, START_MS } from './history-case.ts';
import type { RuleBook } from './rule-book.ts';

/** Runs a case. Alerts are compared in order of time; of each, only the fields that the case expects. */
export async function runHistoryCase(one: HistoryCase, book: RuleBook, settings: Settings): Promise<CaseResult> {
  const ruleSet = book.ruleSet(one.rule);
  const broken = one.rule === null ? [] : ruleSet.failures;
  if (broken.length > 0) {
    const details = broken.flatMap(({ ruleName, message }) => escaped`rule "${ruleName}": ${message}`.split('\n'));
    return { case: one, actual: 'does not compile', passed: false, details };
  }
  const history = await runHistory([one.events], ruleSet, settings);
  const alerts = history.alerts.toSorted((a, b) => timeOf(a) - timeOf(b)).map(describe);
  const passed =
    alerts.length === one.expect.length && one.expect.every((expected, index) => isAsExpected(expected, alerts[index]));
  const names = new Set([one.rule, ...[...one.expect, ...alerts].map(({ rule }) => rule)]);
  const concerned = passed ? [] : ruleSet.correlations.filter(({ rule }) => names.has(rule.name));
  const details = concerned.flatMap((rule) => memoryLines(rule, history));
  return { case: one, actual: alertsText(alerts), passed, details };
}

function timeOf({ notice: { alert } }: HistoryAlert): number {
  return alert.correlation?.firstMs ?? Date.parse(String(alert.record.eventTime));
}

function describe({ notice, more }: HistoryAlert): ExpectedAlert {
  const { correlation, rule } = notice.alert;
  if (correlation === undefined) return { rule: rule.name, severity: rule.severity };
  const { count, group, firstMs, lastMs } = correlation;
  const times = { first: firstMs - START_MS, last: lastMs - START_MS };
  return { rule: rule.name, severity: rule.severity, count, more, group, ...times };
}

function isAsExpected(expected: ExpectedAlert, actual: ExpectedAlert | undefined): boolean {
  if (actual === undefined) return false;
  return Object.entries(expected).every(
    ([field, value]) =>
      value === undefined || JSON.stringify(actual[field as keyof ExpectedAlert]) === JSON.stringify(value),
  );
}

/** Alerts as text, each on a line. */
export function alertsText(alerts: readonly ExpectedAlert[]): string {
  return alerts.length === 0 ? 'no alerts' : alerts.map(alertText).join('\n');
}

function alertText({ rule, first, last, ...others }: ExpectedAlert): string {
  const fields = Object.entries(others).flatMap(([name, value]) =>
    value === undefined ? [] : [escaped`${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`],
  );
  const times = Object.entries({ first, last }).flatMap(([name, ms]) =>
    ms === undefined ? [] : [`${name}: ${offsetText(ms)}`],
  );
  return [escaped`${rule}`, ...fields, ...times].join(', ');
}

function memoryLines(rule: CorrelationRule, history: History): string[] {
  const observed = history.observations.filter(({ definition }) => definition === rule.definition);
  const groups = new Map(observed.map((one) => [groupKey(one), one.group]));
  if (groups.size === 0) return [escaped`${rule.rule.name}: no event feeds it`];
  return [...groups]
    .slice(0, GROUPS_SHOWN)
    .flatMap(([key, group]) => [
      escaped`${rule.rule.name}, group ${group.join(', ')}:`,
      ...groupLines(rule, memoryOf(rule, group, history), alertsOf(key, history)).map((line) => `  ${line}`),
    ]);
}

const GROUPS_SHOWN = 3;
