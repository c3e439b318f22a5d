// Creates the rule set of some settings: the rules of the packs, then the user's rules, then tracked events. Both the
// function and the command line use it, so that a rule tested locally is the rule that runs.

import { compileRule } from '../core/language/compile-rule.ts';
import { loadPatternEngine, mayNeedPatterns } from '../core/language/functions/pattern-engine.ts';
import { renderProblem } from '../core/language/problem.ts';
import type { LanguageEnvironment } from '../core/language/rule-expression.ts';
import { knownConditions } from '../core/rules/catalogue/known-conditions.ts';
import { catalogueProblems, definitionsOf } from '../core/rules/catalogue/packs.ts';
import { writtenValues } from '../core/rules/compile-correlations.ts';
import { createRuleSet } from '../core/rules/create-rule-set.ts';
import { packListProblems, packLists } from '../core/rules/pack-lists.ts';
import type { RuleDefinition } from '../core/rules/rule.ts';
import { ruleEnvironment } from '../core/rules/rule-environment.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import { predicateNameProblems } from '../core/rules/user-predicates.ts';
import type { Settings } from './settings.ts';

/** Compiles the rule set of some settings. Rules that do not compile are in its `failures`. */
export async function composeRules(settings: Settings): Promise<RuleSet> {
  const rules = [...rulesOf(settings), ...settings.ignoreRules].flatMap(expressionsOf);
  if ([...rules, ...Object.values(settings.predicates)].some(mayNeedPatterns)) await loadPatternEngine();
  return compileRules(settings);
}

/** Every expression of a rule: its own, and those of its correlation. */
function expressionsOf({ expression, correlation }: RuleDefinition): string[] {
  if (correlation === undefined) return [expression];
  const aliased = Object.values(correlation.aliases).flatMap((byRule) => Object.values(byRule));
  return [expression, ...writtenValues(correlation), ...aliased];
}

/** The rules that settings turn on: those of the packs, then the user's. */
export function rulesOf(settings: Settings): RuleDefinition[] {
  return [...definitionsOf(settings.rulePacks, settings.disabledRules), ...settings.rules];
}

/** Synchronous `composeRules`. The caller must have awaited `loadPatternEngine`. */
export function compileRules(settings: Settings): RuleSet {
  const ofPacks = definitionsOf(settings.rulePacks, settings.disabledRules);
  return createRuleSet({
    rules: [...ofPacks, ...settings.rules],
    conditions: knownConditions(ofPacks),
    ignoreRules: settings.ignoreRules,
    eventsToTrack: settings.eventsToTrack,
    lists: { ...settings.lists, ...packLists(settings) },
    predicates: settings.predicates,
    countAccessDenied: settings.pushAccessDeniedMetrics,
  });
}

/** What the rules of some settings can use: the user's lists and predicates, and those of the packs. */
export function environmentOf(settings: Settings): LanguageEnvironment {
  return ruleEnvironment({ ...settings.lists, ...packLists(settings) }, settings.predicates);
}

/**
 * Problems of settings that are valid but not usable in a deployed function: unknown names, predicates with errors, or no
 * destination. The caller must have awaited `composeRules`.
 */
export function settingsProblems(settings: Settings): string[] {
  const missing =
    settings.routeTables.length === 0 ? ['destinations: none is configured, so no alert is delivered'] : [];
  const queueless =
    settings.verifyLogFiles && settings.recoveryQueueUrl === null
      ? ['verify_log_files: recovery_queue_url is missing, so a log file that was never read cannot be read later']
      : [];
  return [...nameProblems(settings), ...predicateProblems(settings), ...missing, ...queueless];
}

/** Problems with names: unknown packs and default rules, and lists and predicates whose names are reserved. */
export function nameProblems({ rulePacks, disabledRules, lists, predicates }: Settings): string[] {
  const reserved = [...packListProblems(lists), ...predicateNameProblems(predicates)];
  return [...catalogueProblems(rulePacks, disabledRules), ...reserved];
}

function predicateProblems(settings: Settings): string[] {
  const environment = environmentOf(settings);
  return Object.entries(settings.predicates).flatMap(([name, expression]) =>
    compileRule(expression, environment)
      .problems.filter(({ level }) => level === 'error')
      .map((problem) => `predicates.${name}: ${renderProblem(expression, problem)}`),
  );
}
