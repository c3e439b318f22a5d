// The rules of the document, checked and compiled as the function and `check` do it. In: a document. Out: the rule set, or the
// problems of the settings, and the problems of every rule.

import { checkExpression } from '../../../lambda/src/cli/check/check-expression.ts';
import type { Remark } from '../../../lambda/src/cli/check/correlation-remarks.ts';
import { remarksOn } from '../../../lambda/src/cli/check/findings.ts';
import type { RuleSource } from '../../../lambda/src/cli/check/rule-sources.ts';
import type { KnownEvents } from '../../../lambda/src/cli/event-names/known-events.ts';
import { misspelledNamesIn } from '../../../lambda/src/cli/event-names/misspelled-events.ts';
import type { LanguageEnvironment } from '../../../lambda/src/core/language/rule-expression.ts';
import { leastDefinitionsOf } from '../../../lambda/src/core/rules/catalogue/packs.ts';
import type { RuleDefinition } from '../../../lambda/src/core/rules/rule.ts';
import { ruleEnvironment } from '../../../lambda/src/core/rules/rule-environment.ts';
import type { RuleSet } from '../../../lambda/src/core/rules/rule-set.ts';
import { compileRules, environmentOf, nameProblems } from '../../../lambda/src/setup/compose-rules.ts';
import { parseSettings, type Settings, SettingsError } from '../../../lambda/src/setup/settings.ts';
import type { CheckedRules, RuleDocument, RuleProblem, RuleRef } from '../protocol.ts';
import { definitionProblems, toRuleProblem } from './definition-problems.ts';

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
    environment: environmentOf(settings),
    find: ({ list, index }) => (list === 'rules' ? settings.rules : settings.ignoreRules)[index],
  };
}

function expressionProblems(expression: string, environment: LanguageEnvironment, events: KnownEvents): RuleProblem[] {
  if (expression.trim() === '') return [];
  return checkExpression(expression, environment, events).problems.map(toRuleProblem);
}

function problemsOf(
  { settings, environment }: RuleBook,
  events: KnownEvents,
): Pick<CheckedRules, 'rules' | 'ignore_rules' | 'warnings'> {
  const packRules = leastDefinitionsOf(settings.rulePacks, settings.disabledRules);
  const sourcesOf = (rules: readonly RuleDefinition[], ignoreRule: boolean): RuleSource[] =>
    rules.map((rule) => ({ rule, ignoreRule, file: null, environment, packRules }));
  const [rules, ignoreRules] = [sourcesOf(settings.rules, false), sourcesOf(settings.ignoreRules, true)];
  const remarks = remarksOn([...rules, ...ignoreRules], events);
  const problemsOn = (source: RuleSource) =>
    (remarks.get(source) ?? []).flatMap((remark) => toProblem(remark, source.rule.expression));
  const warnings = misspelledNamesIn(settings.eventsToTrack, events).map((message) => `events_to_track: ${message}`);
  return { rules: rules.map(problemsOn), ignore_rules: ignoreRules.map(problemsOn), warnings };
}

// The editor shows only the expression of the rule. A rule that is being written has none yet.
function toProblem({ place, ...remark }: Remark, expression: string): RuleProblem[] {
  if (place?.expression.trim() === '') return [];
  return [{ ...remark, range: place?.expression === expression ? place.problem.range : null }];
}
