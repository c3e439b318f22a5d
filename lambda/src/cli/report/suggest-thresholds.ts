// Suggests thresholds. In: when noisy rules matched for which caller. Out: correlations to use instead, and how many alerts they would
// have caused. The real correlations count, on events with the same times and callers.

import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { AlertPoint, Points } from '../../core/report/points.ts';
import type { RuleRow } from '../../core/report/report.ts';
import { createRuleSet } from '../../core/rules/create-rule-set.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { composeRules, rulesOf } from '../../setup/compose-rules.ts';
import { toRule } from '../../setup/rule-entries.ts';
import type { Settings } from '../../setup/settings.ts';
import { hclAttributes, hclValue } from '../hcl.ts';
import { runHistory } from '../history/run-history.ts';

export interface ThresholdSuggestion {
  readonly rule: string;
  readonly gte: number;
  /** Alerts of single events that the rule causes, and alerts that the correlation would have caused. */
  readonly before: number;
  readonly after: number;
  /** What to change in tfvars. */
  readonly hcl: string;
}

const SUGGESTIONS_MAX = 5;
/** Fewer alerts are not worth a threshold, and computing more takes too long. */
const ALERTS = { fewest: 50, most: 20_000 } as const;
const THRESHOLDS = [5, 10, 20, 50, 100, 200, 500, 1_000];
/** A threshold leaves at most this share of the alerts. */
const SHARE_LEFT = 0.1;
const TIMESPAN = '1h';
const HOUR_MS = 3_600_000;
const BATCH = 1_000;

/** Suggestions for the noisiest rules. Critical rules, correlations and rules that several definitions share have none. */
export async function suggestThresholds(
  rows: readonly RuleRow[],
  points: Points,
  settings: Settings,
): Promise<readonly ThresholdSuggestion[]> {
  const suggestions: ThresholdSuggestion[] = [];
  for (const { name } of rows) {
    if (suggestions.length === SUGGESTIONS_MAX) break;
    const [first, ...variants] = rulesOf(settings).filter((rule) => rule.name === name);
    const found = points.of(name);
    if (first === undefined || found === null || !isSuited([first, ...variants], found.length)) continue;
    const suggestion = await suggest([first, ...variants], found, settings);
    if (suggestion !== null) suggestions.push(suggestion);
  }
  return suggestions;
}

/** The definitions with one name. */
type Definitions = readonly [RuleDefinition, ...RuleDefinition[]];

function isSuited(definitions: Definitions, alerts: number): boolean {
  const [first, ...others] = definitions;
  if (alerts < ALERTS.fewest || alerts > ALERTS.most) return false;
  // Variants of a rule of a pack have its name; own rules that share a name are different rules.
  if (others.some(({ pack }) => pack === null || pack !== first.pack)) return false;
  return definitions.every(({ severity, correlation }) => severity !== 'critical' && correlation === undefined);
}

async function suggest(
  definitions: Definitions,
  points: readonly AlertPoint[],
  settings: Settings,
): Promise<ThresholdSuggestion | null> {
  const gte = thresholdFor(points);
  if (gte === null) return null;
  const [{ name, pack, severity, description, runbookUrl }] = definitions;
  const entry = {
    name: unusedName(`${name}-often`, settings),
    expression: definitions
      .map(({ expression }) => (definitions.length === 1 ? expression : `(${expression})`))
      .join(' or '),
    severity,
    description,
    runbook_url: runbookUrl,
    correlation: { type: 'event_count' as const, group_by: ['userIdentity.arn'], timespan: TIMESPAN, gte },
  };
  // The same expressions in the rules of the user can lack something, such as a list of the pack.
  const changed = { ...settings, rules: [...settings.rules, toRule(entry, entry.name)] };
  if ((await composeRules(changed)).failures.some(({ ruleName }) => ruleName === entry.name)) return null;
  return {
    rule: name,
    gte,
    before: points.length,
    after: await countAlerts(entry.correlation, points, settings),
    hcl: hclOf(entry, name, pack),
  };
}

function hclOf(entry: object, name: string, pack: string | null): string {
  const instead =
    pack === null
      ? `# instead of the rule ${hclValue(name)} in rules`
      : `# add to disabled_rules: ${hclValue(name)}\n# add to rules:`;
  const attributes = Object.entries(entry).filter(([, value]) => value !== null && value !== '');
  return [instead, '{', ...hclAttributes(attributes, '  '), '},'].join('\n');
}

function unusedName(wanted: string, settings: Settings): string {
  const names = new Set(rulesOf(settings).map(({ name }) => name));
  let name = wanted;
  for (let serial = 2; names.has(name); serial++) name = `${wanted}-${serial}`;
  return name;
}

// The lowest threshold that few clock hours of a caller reach, but some do: a rule that never alerts is better turned off. What the
// threshold leaves exactly is counted afterwards.
function thresholdFor(points: readonly AlertPoint[]): number | null {
  const hours = new Map<string, number>();
  for (const { timeMs, caller } of points) {
    const hour = `${Math.floor(timeMs / HOUR_MS)} ${caller}`;
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  const counts = [...hours.values()];
  const few = SHARE_LEFT * points.length;
  const reaching = (gte: number): number => counts.filter((count) => count >= gte).length;
  const gte = THRESHOLDS.find((threshold) => reaching(threshold) <= few) ?? null;
  return gte === null || reaching(gte) === 0 ? null : gte;
}

async function countAlerts(
  correlation: NonNullable<Parameters<typeof toRule>[0]['correlation']>,
  points: readonly AlertPoint[],
  settings: Settings,
): Promise<number> {
  const rule = toRule({ name: 'often', expression: 'exists(eventID)', correlation }, 'often');
  const ruleSet = createRuleSet({
    rules: [rule],
    ignoreRules: [],
    eventsToTrack: [],
    lists: {},
    countAccessDenied: false,
  });
  const { alerts } = await runHistory(batchesOf(points), ruleSet, settings);
  return alerts.length;
}

function* batchesOf(points: readonly AlertPoint[]): Generator<readonly CloudTrailRecord[]> {
  const ordered = points.toSorted((one, other) => one.timeMs - other.timeMs);
  for (let from = 0; from < ordered.length; from += BATCH) {
    yield ordered.slice(from, from + BATCH).map(({ timeMs, caller }, index) => ({
      eventID: String(from + index),
      eventTime: new Date(timeMs).toISOString(),
      userIdentity: { arn: caller },
    }));
  }
}
