// The lists of published rules in scripts/coverage, and the default rules that they name, for the tests of what the lists state.

import { definitionOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import type { RuleSet } from '../../src/core/rules/rule-set.ts';
import { readJson } from '../repository.ts';

export interface ListedRule {
  readonly name: string;
  readonly file: string;
  readonly rules?: readonly string[];
  readonly partly?: boolean;
}

/** The published rules of a list, by the name of its file in scripts/coverage. */
export function listedRules(list: string): readonly ListedRule[] {
  return readJson(`scripts/coverage/${list}.json`).rules;
}

/** The default rules with these names, each as a rule for its event: without what it counts or what came before. */
export function ruleSetOf(names: readonly string[]): RuleSet {
  const rules = PACKS.flatMap((pack) => pack.rules.map((rule) => definitionOf(pack, rule)))
    .filter(({ name }) => names.includes(name))
    .map(({ correlation: _, ...ofOneRecord }) => ofOneRecord);
  const lists = packLists({ functionName: 'f' });
  return createRuleSet({ rules, ignoreRules: [], eventsToTrack: [], lists, countAccessDenied: false });
}
