// Derives the necessary conditions of the catalogue's expressions for the bundles. In: the catalogue. Out: a table for each pack.

import { compileUnwarned } from '../lambda/src/core/language/compile-rule.ts';
import { loadPatternEngine } from '../lambda/src/core/language/functions/pattern-engine.ts';
import { necessaryConditions } from '../lambda/src/core/language/necessary.ts';
import type { Pack } from '../lambda/src/core/rules/catalogue/catalogue-rule.ts';
import type { DerivedConditions } from '../lambda/src/core/rules/catalogue/derived-conditions.ts';
import { definitionsOfRule, PACKS } from '../lambda/src/core/rules/catalogue/packs.ts';
import type { Alternatives } from '../lambda/src/core/rules/necessary-conditions.ts';
import { packLists } from '../lambda/src/core/rules/pack-lists.ts';
import { ruleEnvironment } from '../lambda/src/core/rules/rule-environment.ts';

/**
 * The tables by name of the pack: conditions that hold with all settings. An expression that refers to a list has an entry only if its
 * conditions are narrow whatever the list contains; otherwise the rule is indexed by what its list contains.
 */
export async function deriveConditions(): Promise<Readonly<Record<string, DerivedConditions>>> {
  await loadPatternEngine();
  return Object.fromEntries(PACKS.map((pack) => [pack.name, tableOf(pack)]));
}

function tableOf(pack: Pack): DerivedConditions {
  const places = new Map<string, number>();
  const ofRules = pack.rules
    .filter(({ expression }) => expression !== '')
    .map((rule) => [rule.name, definitionsOfRule(pack, rule).map(({ expression }) => placeOf(expression))] as const);
  return { conditions: [...places.keys()].map((text) => JSON.parse(text)), ofRules: Object.fromEntries(ofRules) };

  function placeOf(expression: string): number | null {
    const alternatives = conditionsOf(expression);
    if (refersToList(expression) && !isNarrow(alternatives)) return null;
    const text = JSON.stringify(alternatives);
    places.set(text, places.get(text) ?? places.size);
    return places.get(text) as number;
  }
}

const WITH_LISTS = ruleEnvironment(packLists({ functionName: 'any' }));
// Nothing is derived from a list that is not there, so what is derived holds for all contents.
const WITHOUT_LISTS = ruleEnvironment({});

function conditionsOf(expression: string): Alternatives {
  const { rule, problems } = compileUnwarned(expression, WITH_LISTS);
  if (rule === null) throw new Error(`${expression}: ${problems.map(({ message }) => message).join('; ')}`);
  return necessaryConditions(rule.expression, WITHOUT_LISTS);
}

const refersToList = (expression: string): boolean => /\blists\./.test(expression);

// Few records have one of the names or errors that a rule names.
const NARROW = new Set(['eventName', 'errorCode']);

function isNarrow(alternatives: Alternatives): boolean {
  return alternatives?.every((all) => all.some(({ path }) => NARROW.has(path))) ?? false;
}
