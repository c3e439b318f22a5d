// What rules can use, as in the function: the user's lists and predicates, and those of the packs.

import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { packLists } from '../../core/rules/pack-lists.ts';
import { ruleEnvironment } from '../../core/rules/rule-environment.ts';
import type { Settings } from '../../setup/settings.ts';

/** The environment of the rules of some settings. */
export function environmentOf(settings: Settings): LanguageEnvironment {
  return ruleEnvironment({ ...settings.lists, ...packLists(settings) }, settings.predicates);
}
