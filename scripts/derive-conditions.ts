// Derives the necessary conditions of the catalogue's expressions for the bundles. In: the catalogue. Out: a table.

import { loadPatternEngine } from '../lambda/src/core/language/functions/pattern-engine.ts';
import type { DerivedConditions } from '../lambda/src/core/rules/catalogue/derived-conditions.ts';
import { definitionsOfRule, PACKS } from '../lambda/src/core/rules/catalogue/packs.ts';
import { compileRules } from '../lambda/src/core/rules/compile-rules.ts';
import { ruleEnvironment } from '../lambda/src/core/rules/rule-environment.ts';

/** The table for all packs. An expression that refers to a list has no entry, because settings fill the lists. */
export async function deriveConditions(): Promise<DerivedConditions> {
  await loadPatternEngine();
  const environment = ruleEnvironment({});
  const places = new Map<string, number>();
  const ofRules = PACKS.flatMap((pack) =>
    pack.rules
      .filter(({ expression }) => expression !== '')
      .map((rule) => [rule.name, definitionsOfRule(pack, rule).map(({ expression }) => placeOf(expression))] as const),
  );
  return { conditions: [...places.keys()].map((text) => JSON.parse(text)), ofRules: Object.fromEntries(ofRules) };

  // Without lists and predicates of the user: an expression that compiles here means the same with all settings.
  function placeOf(expression: string): number | null {
    const [rule] = compileRules([{ ...PLAIN, expression }], environment, false).rules;
    if (rule === undefined) return null;
    const text = JSON.stringify(rule.alternatives);
    places.set(text, places.get(text) ?? places.size);
    return places.get(text) as number;
  }
}

const PLAIN = { name: 'rule', severity: 'info', description: '', pack: null, runbookUrl: null } as const;
