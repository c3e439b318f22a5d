// Creates the rule set of some settings: the rules of the packs, then the user's rules, then tracked events. Both the
// function and the command line use it, so that a rule tested locally is the rule that runs.

import { loadPatternEngine, mayNeedPatterns } from '../core/language/functions/pattern-engine.ts';
import { catalogueProblems, definitionsOf } from '../core/rules/catalogue/packs.ts';
import { createRuleSet } from '../core/rules/create-rule-set.ts';
import { packListProblems, packLists } from '../core/rules/pack-lists.ts';
import type { RuleDefinition } from '../core/rules/rule.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import type { Settings } from './settings.ts';

/** Compiles the rule set of some settings. Rules that do not compile are in its `failures`. */
export async function composeRules(settings: Settings): Promise<RuleSet> {
  const rules = [...rulesOf(settings), ...settings.ignoreRules];
  if (rules.some(({ expression }) => mayNeedPatterns(expression))) await loadPatternEngine();
  return compileRules(settings);
}

/** The rules that settings turn on: those of the packs, then the user's. */
export function rulesOf(settings: Settings): RuleDefinition[] {
  return [...definitionsOf(settings.rulePacks, settings.disabledRules), ...settings.rules];
}

/** Synchronous `composeRules`. The caller must have awaited `loadPatternEngine`. */
export function compileRules(settings: Settings): RuleSet {
  return createRuleSet({
    rules: rulesOf(settings),
    ignoreRules: settings.ignoreRules,
    eventsToTrack: settings.eventsToTrack,
    lists: { ...settings.lists, ...packLists(settings) },
    countAccessDenied: settings.pushAccessDeniedMetrics,
  });
}

/** Problems of settings that are valid but not usable in a deployed function: unknown names, or no destination. */
export function settingsProblems(settings: Settings): string[] {
  const missing =
    settings.routeTables.length === 0 ? ['destinations: none is configured, so no alert is delivered'] : [];
  return [...nameProblems(settings), ...missing];
}

/** Problems with names: unknown packs and default rules, and lists whose names are reserved. */
export function nameProblems({ rulePacks, disabledRules, lists }: Settings): string[] {
  return [...catalogueProblems(rulePacks, disabledRules), ...packListProblems(lists)];
}
