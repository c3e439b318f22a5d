// Finds what the build has derived from the expressions of packs. In: the definitions of packs and the tables of the build.
// Out: the conditions by expression, as `RuleSetDefinition.conditions` takes them.

import type { Alternatives } from '../necessary-conditions.ts';
import type { RuleDefinition } from '../rule.ts';
import type { KnownConditions } from '../rule-set.ts';
import { type DerivedConditions, derivedConditionsOf } from './derived-conditions.ts';

/** The conditions of definitions that `definitionsOf` returned, all of them and in that order; empty without a build. */
export function knownConditions(
  definitions: readonly RuleDefinition[],
  tableOf: (pack: string) => DerivedConditions | null = derivedConditionsOf,
): KnownConditions {
  const known = new Map<string, Alternatives>();
  const counts = new Map<string, number>();
  for (const { name, pack, expression } of definitions) {
    const index = counts.get(name) ?? 0;
    counts.set(name, index + 1);
    const table = tableOf(pack ?? '');
    const place = table?.ofRules[name]?.[index] ?? null;
    const conditions = place === null ? undefined : table?.conditions[place];
    if (conditions !== undefined) known.set(expression, conditions);
  }
  return known;
}
