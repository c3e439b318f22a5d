// Compares the alerts of two rule sets on the same log files. In: the alerts of both sides, file by file. Out: every alert that differs.
// Alerts of single events are compared file by file, so that few are in memory; alerts of correlations at the end, because two
// correlations can find the same thing in different files.

import type { Severity } from '../rules/rule.ts';

export type ComparedSide = 'before' | 'after';

/** How an alert differs. Only `new` and `gone` exclude the others. */
export const CHANGE_KINDS = ['new', 'gone', 'renamed', 'severity', 'destination', 'collected', 'posted'] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What is compared. */
export interface AlertTraits {
  /** The name of the rule that names the alert. */
  readonly rule: string;
  readonly severity: Severity;
  /** The names of all matching rules. */
  readonly rules: readonly string[];
  /** Ids of destinations. */
  readonly destinations: readonly string[];
  /** Those of them that only count it in a scheduled summary. */
  readonly collected: readonly string[];
}

/** The group and the interval of an alert of a correlation, in milliseconds since the epoch. */
interface ComparedInterval {
  readonly group: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
}

export interface ComparedAlert<Details> extends AlertTraits {
  /** The id of its notice. */
  readonly id: string;
  readonly correlation: ComparedInterval | null;
  /** Called only for alerts that differ, and for all of correlations. */
  describe(): Details;
}

/** A difference. `details` are those of `after`, or of `before` if the alert is gone. */
export interface Change<Details> {
  readonly kinds: readonly ChangeKind[];
  readonly before: AlertTraits | null;
  readonly after: AlertTraits | null;
  /** The ignore rule because of which the other side has no alert; null if no rule of it matches. */
  readonly ignoreRule: string | null;
  readonly details: Details;
}

export interface Comparison<Details> {
  add(side: ComparedSide, alert: ComparedAlert<Details>): void;
  /** An alert that a side ignores and the other one delivers, by the id of its notice. */
  silence(side: ComparedSide, id: string, ignoreRule: string): void;
  /** Compares the alerts of single events. Both sides have delivered everything in a file. */
  endFile(): void;
  /** Compares the alerts of correlations. Returns how many were not compared, because there are too many. */
  finish(): number;
}

/** How many alerts of correlations a side can have in memory. */
export const CORRELATION_ALERTS_MAX = 100_000;

/** Creates a comparison. `onChange` receives the changes in the order of the files, those of correlations last. */
export function createComparison<Details>(onChange: (change: Change<Details>) => void): Comparison<Details> {
  const single = {
    before: new Map<string, ComparedAlert<Details>>(),
    after: new Map<string, ComparedAlert<Details>>(),
  };
  const silenced = { before: new Map<string, string>(), after: new Map<string, string>() };
  const correlated: Record<ComparedSide, ComparedAlert<Details>[]> = { before: [], after: [] };
  let notCompared = 0;
  const compare = (before: ComparedAlert<Details> | null, after: ComparedAlert<Details> | null): void => {
    const kinds = kindsOf(before, after);
    const alert = after ?? before;
    if (kinds.length === 0 || alert === null) return;
    const other = after === null ? silenced.after : silenced.before;
    const ignoreRule = before !== null && after !== null ? null : (other.get(alert.id) ?? null);
    onChange({
      kinds,
      before: before && traitsOf(before),
      after: after && traitsOf(after),
      ignoreRule,
      details: alert.describe(),
    });
  };
  return {
    add(side, alert) {
      if (alert.correlation === null) single[side].set(alert.id, alert);
      else if (correlated[side].length === CORRELATION_ALERTS_MAX) notCompared++;
      else correlated[side].push(described(alert));
    },
    silence: (side, id, ignoreRule) => void silenced[side].set(id, ignoreRule),
    endFile() {
      for (const [id, before] of single.before) compare(before, single.after.get(id) ?? null);
      for (const [id, after] of single.after) if (!single.before.has(id)) compare(null, after);
      for (const map of [single.before, single.after, silenced.before, silenced.after]) map.clear();
    },
    finish() {
      for (const [before, after] of pairsOf(correlated.before, correlated.after)) compare(before, after);
      return notCompared;
    },
  };
}

function traitsOf({ rule, severity, rules, destinations, collected }: AlertTraits): AlertTraits {
  return { rule, severity, rules, destinations, collected };
}

// The record of the alert is not kept until the end.
function described<Details>(alert: ComparedAlert<Details>): ComparedAlert<Details> {
  const details = alert.describe();
  return { ...alert, describe: () => details };
}

function kindsOf(before: AlertTraits | null, after: AlertTraits | null): readonly ChangeKind[] {
  if (before === null) return ['new'];
  if (after === null) return ['gone'];
  const differs: [ChangeKind, boolean][] = [
    ['renamed', before.rule !== after.rule],
    ['severity', before.severity !== after.severity],
    ['destination', before.destinations.toSorted().join('\n') !== after.destinations.toSorted().join('\n')],
    ['collected', stopsPosting(before, after)],
    ['posted', stopsPosting(after, before)],
  ];
  return differs.filter(([, does]) => does).map(([kind]) => kind);
}

function stopsPosting(before: AlertTraits, after: AlertTraits): boolean {
  return after.collected.some((id) => before.destinations.includes(id) && !before.collected.includes(id));
}

type Pair<Details> = readonly [ComparedAlert<Details> | null, ComparedAlert<Details> | null];

/**
 * Pairs alerts of correlations: those of the same name and group whose intervals overlap. On one side, intervals of a group do not
 * overlap, so each alert is in one pair.
 */
function pairsOf<Details>(
  before: readonly ComparedAlert<Details>[],
  after: readonly ComparedAlert<Details>[],
): Pair<Details>[] {
  const groups = new Map<string, [ComparedAlert<Details>[], ComparedAlert<Details>[]]>();
  for (const [side, alerts] of [before, after].entries()) {
    for (const alert of alerts) {
      const key = JSON.stringify([alert.rule, alert.correlation?.group]);
      const group = groups.get(key) ?? [[], []];
      groups.set(key, group);
      group[side as 0 | 1].push(alert);
    }
  }
  return [...groups.values()].flatMap(([ofBefore, ofAfter]) => pairsOfGroup(byTime(ofBefore), byTime(ofAfter)));
}

function byTime<Details>(alerts: ComparedAlert<Details>[]): ComparedAlert<Details>[] {
  return alerts.sort((one, other) => startOf(one) - startOf(other));
}

function pairsOfGroup<Details>(before: ComparedAlert<Details>[], after: ComparedAlert<Details>[]): Pair<Details>[] {
  const pairs: Pair<Details>[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const one = before[i] ?? null;
    const other = after[j] ?? null;
    const overlap = one !== null && other !== null && overlaps(one, other);
    const isFirst = other === null || (one !== null && endOf(one) <= endOf(other));
    const takesOne = overlap || (one !== null && isFirst);
    const takesOther = overlap || !takesOne;
    pairs.push([takesOne ? one : null, takesOther ? other : null]);
    if (takesOne) i++;
    if (takesOther) j++;
  }
  return pairs;
}

// Intervals exclude their end, and the interval of one event has no length.
function overlaps<Details>(one: ComparedAlert<Details>, other: ComparedAlert<Details>): boolean {
  const [first, second] = startOf(one) <= startOf(other) ? [one, other] : [other, one];
  return startOf(second) < endOf(first) || startOf(first) === startOf(second);
}

function startOf<Details>({ correlation }: ComparedAlert<Details>): number {
  return correlation?.startMs ?? 0;
}

function endOf<Details>({ correlation }: ComparedAlert<Details>): number {
  return correlation?.endMs ?? 0;
}
