// The decision on a record as a JSON object, as `replay --decisions` prints it and a backtest stores it. Scripts and tables depend on the
// fields: keep them stable.

import type { CloudTrailRecord } from '../records/record.ts';
import { recordIdOf } from '../records/record-id.ts';
import type { Decision } from '../rules/rule.ts';
import { ruleFields } from './matching-rules.ts';

/** The decision on a record. `rule` of an ignored record is null if it was only counted as AccessDenied. */
export function decisionLine(record: CloudTrailRecord, decision: Decision): object {
  return {
    eventID: recordIdOf(record) ?? null,
    outcome: decision.outcome === 'unmatched' ? 'none' : decision.outcome,
    rule: decision.rule?.name ?? null,
    ...ruleFields(decision, 'rulesLeftOut'),
    ignoreRule: decision.ignoreRule?.name ?? null,
    observations: decision.observations.map(({ correlation, feeder, group, value }) => ({
      ...{ correlation, rule: feeder, group, value },
    })),
    errors: decision.failures.map(({ ruleName, code, message }) => ({ rule: ruleName, code, message })),
  };
}
