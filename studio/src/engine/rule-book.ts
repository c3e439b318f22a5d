// The rules of the document, checked and compiled as the function and `check` do it. In: a document. Out: the rule set, or the
// problems of the settings, and the problems of every rule.

import { checkExpression } from '../../../lambda/src/cli/check/check-expression.ts';
import { findingsOf } from '../../../lambda/src/cli/check/findings.ts';
import { slownessOf } from '../../../lambda/src/cli/check/slowness.ts';
import type { KnownEvents } from '../../../lambda/src/cli/event-names/known-events.ts';
import { compileRule } from '../../../lambda/src/core/language/compile-rule.ts';
import type { LanguageEnvironment } from '../../../lambda/src/core/language/rule-expression.ts';
import { leastDefinitionsOf } from '../../../lambda/src/core/rules/catalogue/packs.ts';
import { packLists } from '../../../lambda/src/core/rules/pack-lists.ts';
import type { RuleDefinition } from '../../../lambda/src/core/rules/rule.ts';
import { ruleEnvironment } from '../../../lambda/src/core/rules/rule-environment.ts';
import type { RuleSet } from '../../../lambda/src/core/rules/rule-set.ts';
import { compileRules, nameProblems } from '../../../lambda/src/setup/compose-rules.ts';
import { parseSettings, type Settings, SettingsError } from '../../../lambda/src/setup/settings.ts';
import type { CheckedRules, RuleDocument, RuleProblem, RuleRef } from '../protocol.ts';
import { definitionProblems } from './definition-problems.ts';

export interface RuleBook {
  readonly settings: Settings;
  readonly ruleSet: RuleSet;
  readonly environment: LanguageEnvironment;
  /** The definition of a rule of the document. */
  find(ref: RuleRef): RuleDefinition | undefined;
}

/** The variables of a document, as settings JSON contains them. */
export function variablesOf({ others, ...document }: RuleDocument): object {
  return { ...others, ...document };
}

/** Checks and compiles a document. `book` is null while the settings have problems. */
export function readRules(
  document: RuleDocument,
  events: KnownEvents,
): { readonly book: RuleBook | null; readonly checked: CheckedRules } {
  try {
    const settings = parseSettings(variablesOf(document));
    const book = bookOf(settings);
    const definitions = definitionProblems(document, book.environment, nameProblems(settings), events);
    return { book, checked: { ...problemsOf(book, events), ...definitions, isInUse: true } };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { book: null, checked: problemsWithout(document, error.problems, events) };
  }
}

// Settings with problems are no settings, but the rules can be checked one by one.
function problemsWithout(document: RuleDocument, settings: readonly string[], events: KnownEvents): CheckedRules {
  const environment = ruleEnvironment(document.lists, document.predicates);
  const checkEach = (rules: RuleDocument['rules']) =>
    rules.map(({ expression }) => expressionProblems(expression ?? '', environment, events));
  return {
    rules: checkEach(document.rules),
    ignore_rules: checkEach(document.ignore_rules),
    ...definitionProblems(document, environment, settings, events),
    warnings: [],
    isInUse: false,
  };
}

function bookOf(settings: Settings): RuleBook {
  return {
    settings,
    ruleSet: compileRules(settings),
    environment: ruleEnvironment({ ...settings.lists, ...packLists(settings) }, settings.predicates),
    find: ({ list, index }) => (list === 'rules' ? settings.rules : settings.ignoreRules)[index],
  };
}

function expressionProblems(expression: string, environment: LanguageEnvironment, events: KnownEvents): RuleProblem[] {
  if (expression.trim() === '') return [];
  return checkExpression(expression, environment, events).problems.map(
    ({ level, code, message, hint, range }): RuleProblem => ({ level, code, message, hint, range }),
  );
}

function problemsOf(
  { settings, environment }: RuleBook,
  events: KnownEvents,
): Pick<CheckedRules, 'rules' | 'ignore_rules' | 'warnings'> {
  const packRules = leastDefinitionsOf(settings.rulePacks, settings.disabledRules);
  const sourceOf = (rule: RuleDefinition, ignoreRule: boolean) => ({
    ...{ rule, ignoreRule, environment, packRules },
    file: null,
  });
  const sources = [
    ...settings.rules.map((rule) => sourceOf(rule, false)),
    ...settings.ignoreRules.map((rule) => sourceOf(rule, true)),
  ];
  const tracked = [{ file: 'settings', names: settings.eventsToTrack }];
  const found = findingsOf({ rules: sources, predicates: [], problems: [], tracked }, events);
  const remarks = (rule: RuleDefinition, ignoreRule: boolean): RuleProblem[] =>
    found
      .filter((one) => one.rule === rule.name && one.ignoreRule === ignoreRule && one.line === null)
      .map(({ level, code, message, hint }) => ({ level, code, message, hint, range: null }));
  const all = (rules: readonly RuleDefinition[], ignoreRule: boolean) =>
    rules.map((rule) => [
      ...expressionProblems(rule.expression, environment, events),
      ...slowProblems(rule, ignoreRule, environment),
      ...remarks(rule, ignoreRule),
    ]);
  const warnings = found.filter(({ rule }) => rule === null).map(({ message }) => message);
  return { rules: all(settings.rules, false), ignore_rules: all(settings.ignoreRules, true), warnings };
}

// Ignore rules are evaluated only on records that a rule has matched, so they are never slow.
function slowProblems(rule: RuleDefinition, ignoreRule: boolean, environment: LanguageEnvironment): RuleProblem[] {
  const compiled = ignoreRule || rule.expression === '' ? null : compileRule(rule.expression, environment).rule;
  const slowness = compiled && slownessOf(compiled, environment);
  if (!slowness) return [];
  const { level, code, message, hint, range } = slowness;
  return [{ level, code, message, hint, range }];
}
