// Puts the rule set together that settings ask for: catalogue packs, then the user's rules, then tracked events.
// Both composition roots use it, so that a rule tried on a laptop is the rule that runs.

import { definitionsOf } from './core/rules/catalogue/packs.ts';
import { createRuleSet } from './core/rules/create-rule-set.ts';
import { packLists } from './core/rules/pack-lists.ts';
import type { RuleSet } from './core/rules/rule-set.ts';
import type { Settings } from './settings.ts';

/** Compiles the rule set of some settings; what does not compile is in its `failures`. */
export function composeRules(settings: Settings): RuleSet {
  return createRuleSet({
    rules: [...definitionsOf(settings.rulePacks, settings.disabledRules), ...settings.rules],
    ignoreRules: settings.ignoreRules,
    eventsToTrack: settings.eventsToTrack,
    lists: { ...settings.lists, ...packLists(settings) },
    countAccessDenied: settings.pushAccessDeniedMetrics,
  });
}
