// Puts the rule set together that settings ask for: catalogue packs, then the user's rules, then tracked events.
// Both composition roots use it, so that a rule tried on a laptop is the rule that runs.

import { loadPatternEngine, mayNeedPatterns } from '../core/language/functions/pattern-engine.ts';
import { catalogueProblems, definitionsOf } from '../core/rules/catalogue/packs.ts';
import { createRuleSet } from '../core/rules/create-rule-set.ts';
import { packListProblems, packLists } from '../core/rules/pack-lists.ts';
import type { RuleDefinition } from '../core/rules/rule.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import type { Settings } from './settings.ts';

/** Compiles the rule set of some settings; what does not compile is in its `failures`. */
export async function composeRules(settings: Settings): Promise<RuleSet> {
  const rules = [...rulesOf(settings), ...settings.ignoreRules];
  if (rules.some(({ expression }) => mayNeedPatterns(expression))) await loadPatternEngine();
  return compileRules(settings);
}

/** The rules that settings turn on: those of the catalogue, then the user's own. */
export function rulesOf(settings: Settings): RuleDefinition[] {
  return [...definitionsOf(settings.rulePacks, settings.disabledRules), ...settings.rules];
}

/** The same at once, for whoever has awaited `loadPatternEngine`. */
export function compileRules(settings: Settings): RuleSet {
  return createRuleSet({
    rules: rulesOf(settings),
    ignoreRules: settings.ignoreRules,
    eventsToTrack: settings.eventsToTrack,
    lists: { ...settings.lists, ...packLists(settings) },
    countAccessDenied: settings.pushAccessDeniedMetrics,
  });
}

/** What parses but cannot be meant by a function that is deployed: unusable names, and nobody to tell. */
export function settingsProblems(settings: Settings): string[] {
  const nobody = settings.routeTables.length === 0 ? ['destinations: there are none, so nobody would be told'] : [];
  return [...nameProblems(settings), ...nobody];
}

/** Names in settings that the catalogue does not know, or keeps for itself. */
export function nameProblems({ rulePacks, disabledRules, lists }: Settings): string[] {
  return [...catalogueProblems(rulePacks, disabledRules), ...packListProblems(lists)];
}
