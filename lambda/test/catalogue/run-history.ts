// Runs a history of events through a pack. In: rules and records. Out: the names of the correlations that opened an alert. It reads
// and commits without conflicts; what happens with conflicts is tested with the correlations themselves.

import { decideUnit } from '../../src/core/correlation/decide-unit.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { keysOf, planUnits } from '../../src/core/correlation/unit.ts';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import type { CorrelationRule, RuleSet } from '../../src/core/rules/rule-set.ts';

/** The correlations that alert, once for each alert, whether or not they also alert alone. */
export function alertsOf(ruleSet: RuleSet, records: readonly CloudTrailRecord[]): string[] {
  return alertsOfObservations(
    ruleSet,
    records.flatMap((record) => ruleSet.decide(record).observations),
  );
}

/** The same for what the records are observed to be. */
export function alertsOfObservations(ruleSet: RuleSet, observations: readonly Observation[]): string[] {
  const stored = new Map<string, string>();
  const waiting = [...observations];
  const alerts: string[] = [];
  for (const rule of ruleSet.correlations) {
    const own = waiting.filter(({ definition }) => definition === rule.definition);
    for (const finding of findingsOf(rule, own, stored)) {
      if (finding.kind === 'opened') alerts.push(rule.rule.name);
      waiting.push(...ruleSet.observeFinding(finding));
    }
  }
  return alerts;
}

function findingsOf(
  { definition, correlation }: CorrelationRule,
  own: readonly Observation[],
  stored: Map<string, string>,
) {
  return planUnits(own, new Map([[definition, correlation]])).flatMap((unit) => {
    const known = new Map(keysOf(unit).flatMap((key) => (stored.has(key) ? [[key, stored.get(key) as string]] : [])));
    const { findings, writes } = decideUnit(unit, known, 0);
    for (const { key, value } of writes) stored.set(key, value);
    return findings;
  });
}
