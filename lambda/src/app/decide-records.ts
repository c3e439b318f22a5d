// Decides on the records of a log file. In: records and the rule set. Out: the alerts, the rule failures, and the number
// of ignored records; the other records are unmatched. Pure.

import { routingAccountsOf } from '../core/records/account.ts';
import { textAt } from '../core/records/field-path.ts';
import type { CloudTrailRecord, RecordOrigin } from '../core/records/record.ts';
import type { Alert, Decision, RuleFailure } from '../core/rules/rule.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';

/** A rule failure and the event that it occurred on. */
export interface FailureOnRecord {
  readonly failure: RuleFailure;
  readonly origin: RecordOrigin | null;
  readonly eventId: string | null;
  readonly accountIds: readonly string[];
}

export interface Decisions {
  readonly alerts: readonly Alert[];
  readonly failures: readonly FailureOnRecord[];
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
  const failures: FailureOnRecord[] = [];
  const counts = { ignored: 0, accessDenied: 0, accessDeniedIgnored: 0 };
  for (const record of records) {
    const decision = ruleSet.decide(record);
    count(counts, decision);
    const { rule, rules } = decision;
    if (decision.outcome === 'alert' && rule) alerts.push({ record, rule, rules, origin });
    for (const failure of decision.failures) failures.push(failureOn(record, origin, failure));
  }
  return { alerts, failures, ...counts };
}

type Counts = { ignored: number; accessDenied: number; accessDeniedIgnored: number };

function count(counts: Counts, { outcome, accessDenied }: Decision): void {
  if (outcome === 'ignored') counts.ignored++;
  if (accessDenied) counts.accessDenied++;
  if (accessDenied && outcome === 'ignored') counts.accessDeniedIgnored++;
}

function failureOn(record: CloudTrailRecord, origin: RecordOrigin | null, failure: RuleFailure): FailureOnRecord {
  return { failure, origin, eventId: textAt(record, 'eventID') ?? null, accountIds: routingAccountsOf(record, origin) };
}
