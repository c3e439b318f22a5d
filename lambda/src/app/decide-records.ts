// Decides on the records of a log file. In: records and the rule set. Out: the alerts, the observations, the rule failures, and
// the numbers of observed and ignored records; the other records are unmatched. Pure.

import type { Observation } from '../core/correlation/observation.ts';
import { routingAccountsOf } from '../core/records/account.ts';
import type { CloudTrailRecord, RecordOrigin } from '../core/records/record.ts';
import { recordIdOf } from '../core/records/record-id.ts';
import type { Alert, Decision, RuleFailure } from '../core/rules/rule.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';

/** A rule failure and the event that it occurred on. */
export interface FailureOnRecord {
  readonly failure: RuleFailure;
  readonly origin: RecordOrigin | null;
  readonly eventId: string | null;
  readonly accountIds: readonly string[];
}

/** An observation and its record. */
export interface ObservedRecord {
  readonly observation: Observation;
  readonly record: CloudTrailRecord;
  readonly origin: RecordOrigin | null;
}

export interface Decisions {
  readonly alerts: readonly Alert[];
  /** In the order of the records; several for a record that feeds several correlations. */
  readonly observations: readonly ObservedRecord[];
  readonly failures: readonly FailureOnRecord[];
  /** Records that only feed correlations. */
  readonly observed: number;
  /** Observations that are missing because a record has no value for a group or field, or no time. */
  readonly withoutGroup: number;
  readonly ignored: number;
  readonly accessDenied: number;
  readonly accessDeniedIgnored: number;
}

/** Decides on each record. `origin` is the origin of all of them. */
export function decideRecords(
  records: readonly CloudTrailRecord[],
  origin: RecordOrigin | null,
  ruleSet: RuleSet,
): Decisions {
  const alerts: Alert[] = [];
  const observations: ObservedRecord[] = [];
  const failures: FailureOnRecord[] = [];
  const counts = { observed: 0, withoutGroup: 0, ignored: 0, accessDenied: 0, accessDeniedIgnored: 0 };
  for (const record of records) {
    const decision = ruleSet.decide(record);
    count(counts, decision);
    const { rule, rules } = decision;
    if (decision.outcome === 'alert' && rule) alerts.push({ record, rule, rules, origin });
    for (const observation of decision.observations) observations.push({ observation, record, origin });
    for (const failure of decision.failures) failures.push(failureOn(record, origin, failure));
  }
  return { alerts, observations, failures, ...counts };
}

type Counts = Record<'observed' | 'withoutGroup' | 'ignored' | 'accessDenied' | 'accessDeniedIgnored', number>;

function count(counts: Counts, { outcome, accessDenied, withoutGroup }: Decision): void {
  counts.withoutGroup += withoutGroup;
  if (outcome === 'observed') counts.observed++;
  if (outcome === 'ignored') counts.ignored++;
  if (accessDenied) counts.accessDenied++;
  if (accessDenied && outcome === 'ignored') counts.accessDeniedIgnored++;
}

function failureOn(record: CloudTrailRecord, origin: RecordOrigin | null, failure: RuleFailure): FailureOnRecord {
  return { failure, origin, eventId: recordIdOf(record) ?? null, accountIds: routingAccountsOf(record, origin) };
}
