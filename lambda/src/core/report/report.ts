// Adds up alerts and ignored records. In: their facts, one at a time. Out: a report as plain data. Memory and report are bounded,
// whatever the number of alerts, rules and different values.

import { type Severity, severityRank } from '../rules/rule.ts';
import { type AlertFacts, DIMENSIONS, type Dimension, type IgnoredFacts, type RecordFacts } from './facts.ts';
import { createTimeline, type TimelineData } from './timeline.ts';
import { createValueCounts, type TopValues, type ValueCounts } from './value-counts.ts';

/** What a report distinguishes at most. */
export const REPORT_LIMITS = {
  /** Intervals of the timeline. */
  intervals: 500,
  /** Rules with a separate row. Alerts of further rules are counted together, in `furtherRules`. */
  rules: 300,
  /** Values of a dimension over all alerts, and over the alerts of one rule. */
  values: 20_000,
  valuesOfRule: 500,
  /** Values that are shown. */
  top: 20,
  topOfRule: 5,
} as const;

/** The most frequent values of each dimension. */
export type Dimensions = Readonly<Record<Dimension, TopValues>>;

/** The alerts that a rule matches. */
export interface RuleRow {
  readonly name: string;
  /** The most severe, if several rules have the name. */
  readonly severity: Severity;
  /** Alerts that the rule matches, whichever rule names them. */
  readonly alerts: number;
  /** Alerts that it names. Over all rows and `furtherRules`, these add up to the alerts. */
  readonly named: number;
  readonly dimensions: Dimensions;
}

/** The records that an ignore rule matched and that a rule matched, too. */
export interface IgnoreRow {
  readonly ignoreRule: number;
  readonly records: number;
  readonly rules: TopValues;
  readonly dimensions: Dimensions;
}

export interface ReportData {
  readonly alerts: number;
  readonly ignored: number;
  /** Every alert has one severity, so these add up to `alerts`. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly dimensions: Dimensions;
  /** Alerts by the rule that names them; the series are the places of the rules in `series`. */
  readonly timeline: TimelineData;
  readonly series: readonly { readonly rule: string; readonly severity: Severity }[];
  /** Alerts without a valid time; they are in no interval. */
  readonly withoutTime: number;
  /** The rule with the most alerts first. */
  readonly rules: readonly RuleRow[];
  readonly furtherRules: { readonly rules: number; readonly named: number };
  /** By the place of the ignore rule in its list. */
  readonly ignoreRules: readonly IgnoreRow[];
}

export interface Report {
  addAlert(facts: AlertFacts): void;
  addIgnored(facts: IgnoredFacts): void;
  data(): ReportData;
}

/** Creates an empty report. */
export function createReport(): Report {
  const totals = { alerts: 0, ignored: 0, withoutTime: 0 };
  const bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  const dimensions = createDimensions(REPORT_LIMITS.values);
  const rules = createRuleTable();
  const timeline = createTimeline(REPORT_LIMITS.intervals);
  const series = new Map<string, { readonly rule: string; readonly severity: Severity; readonly place: number }>();
  const ignoreRules = new Map<number, IgnoreEntry>();
  const placeOf = (rule: string, severity: Severity): number => {
    // Names of further rules share a series for each severity.
    const name = rules.has(rule) ? rule : FURTHER;
    const key = JSON.stringify([name, severity]);
    const { place } = series.get(key) ?? { place: series.size };
    if (!series.has(key)) series.set(key, { rule: name, severity, place });
    return place;
  };
  return {
    addAlert(facts) {
      const [named] = facts.rules;
      if (named === undefined) throw new RangeError('an alert has at least one rule');
      totals.alerts++;
      bySeverity[named.severity]++;
      addTo(dimensions, facts);
      rules.add(facts);
      if (facts.timeMs === null) totals.withoutTime++;
      else timeline.add(facts.timeMs, placeOf(named.name, named.severity));
    },
    addIgnored(facts) {
      totals.ignored++;
      const entry = ignoreRules.get(facts.ignoreRule) ?? createIgnoreEntry();
      ignoreRules.set(facts.ignoreRule, entry);
      entry.records++;
      addTo(entry.dimensions, facts);
      for (const rule of facts.rules) entry.rules.add(rule);
    },
    data: () => ({
      ...totals,
      bySeverity,
      dimensions: topOf(dimensions, REPORT_LIMITS.top),
      timeline: timeline.data(),
      series: [...series.values()].map(({ rule, severity }) => ({ rule, severity })),
      ...rules.rows(),
      ignoreRules: [...ignoreRules]
        .sort(([a], [b]) => a - b)
        .map(([ignoreRule, entry]) => ignoreRow(ignoreRule, entry)),
    }),
  };
}

/** The name of the series in which rules beyond the limit are counted. No rule can have it: names are trimmed. */
export const FURTHER = ' further rules';

type DimensionCounts = Readonly<Record<Dimension, ValueCounts>>;

function createDimensions(limit: number): DimensionCounts {
  return Object.fromEntries(DIMENSIONS.map((name) => [name, createValueCounts(limit)])) as Record<
    Dimension,
    ValueCounts
  >;
}

function addTo(counts: DimensionCounts, facts: RecordFacts): void {
  for (const name of DIMENSIONS) counts[name].add(facts[name]);
}

function topOf(counts: DimensionCounts, length: number): Dimensions {
  return Object.fromEntries(DIMENSIONS.map((name) => [name, counts[name].top(length)])) as Record<Dimension, TopValues>;
}

interface RuleEntry {
  severity: Severity;
  alerts: number;
  named: number;
  readonly dimensions: DimensionCounts;
}

function createRuleTable() {
  const entries = new Map<string, RuleEntry>();
  const further = new Set<string>();
  let furtherNamed = 0;
  const entryOf = (name: string, severity: Severity): RuleEntry | null => {
    const entry = entries.get(name);
    if (entry !== undefined) return entry;
    if (entries.size === REPORT_LIMITS.rules) return null;
    const dimensions = createDimensions(REPORT_LIMITS.valuesOfRule);
    const added = { severity, alerts: 0, named: 0, dimensions };
    entries.set(name, added);
    return added;
  };
  return {
    has: (name: string) => entries.has(name),
    add(facts: AlertFacts): void {
      // Rules may share a name; an alert counts once for it.
      const seen = new Set<string>();
      for (const [place, { name, severity }] of facts.rules.entries()) {
        const entry = entryOf(name, severity);
        if (entry === null) further.add(name);
        if (place === 0 && entry === null) furtherNamed++;
        if (entry === null || seen.has(name)) continue;
        seen.add(name);
        if (place === 0) entry.named++;
        entry.alerts++;
        if (severityRank(severity) < severityRank(entry.severity)) entry.severity = severity;
        addTo(entry.dimensions, facts);
      }
    },
    rows: () => ({
      rules: [...entries]
        .sort(([one, a], [other, b]) => b.alerts - a.alerts || (one < other ? -1 : 1))
        .map(([name, { dimensions, ...entry }]) => ({
          name,
          ...entry,
          dimensions: topOf(dimensions, REPORT_LIMITS.topOfRule),
        })),
      furtherRules: { rules: further.size, named: furtherNamed },
    }),
  };
}

interface IgnoreEntry {
  records: number;
  readonly rules: ValueCounts;
  readonly dimensions: DimensionCounts;
}

function createIgnoreEntry(): IgnoreEntry {
  const limit = REPORT_LIMITS.valuesOfRule;
  return { records: 0, rules: createValueCounts(limit), dimensions: createDimensions(limit) };
}

function ignoreRow(ignoreRule: number, { records, rules, dimensions }: IgnoreEntry): IgnoreRow {
  const { topOfRule } = REPORT_LIMITS;
  return { ignoreRule, records, rules: rules.top(topOfRule), dimensions: topOf(dimensions, topOfRule) };
}
