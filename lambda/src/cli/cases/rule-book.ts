// Rules as cases and commands name them. In: the name of a rule, the user's or one of the catalogue, or an expression.
// Out: the compiled rule, or what is wrong with its text; and rule sets to decide with.

import { compileRule } from '../../core/language/compile-rule.ts';
import { renderProblem } from '../../core/language/problem.ts';
import type { CompiledRule, LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { definitionsOf, PACKS } from '../../core/rules/catalogue/packs.ts';
import type { RuleSet } from '../../core/rules/rule-set.ts';
import { compileRules } from '../../setup/compose-rules.ts';
import { type Settings, toRule } from '../../setup/settings.ts';
import { environmentOf } from '../settings/rule-environment.ts';

/** A rule that was looked up; `compiled` is null exactly if there are errors, each as lines of text. */
export interface FoundRule {
  readonly compiled: CompiledRule | null;
  readonly errors: readonly string[];
}

export interface RuleBook {
  readonly environment: LanguageEnvironment;
  find(nameOrExpression: string): FoundRule;
  /** The whole rule set, or one rule alone with the ignore rules beside it. */
  ruleSet(nameOrExpression: string | null): RuleSet;
}

const LIKE_A_NAME = /^[a-z0-9]+(-[a-z0-9]+)+$/;

/** Makes the book of some settings, with every rule of the catalogue, also those of packs that are off. */
export function createRuleBook(settings: Settings): RuleBook {
  const environment = environmentOf(settings);
  const named = [
    ...definitionsOf(
      PACKS.map(({ name }) => name),
      [],
    ),
    ...settings.rules,
    ...settings.ignoreRules,
  ];
  const byName = new Map(named.map((rule) => [rule.name, rule]));
  const lookUp = (text: string) => byName.get(text) ?? toRule({ expression: text }, 'rule 1');
  const whole = compileRules(settings);
  return {
    environment,
    find(text) {
      if (LIKE_A_NAME.test(text) && !byName.has(text)) {
        return { compiled: null, errors: [`there is no rule of the name "${text}"`] };
      }
      const { expression } = lookUp(text);
      const { rule, problems } = compileRule(expression, environment);
      const errors = problems.filter(({ level }) => level === 'error');
      return { compiled: rule, errors: errors.map((problem) => renderProblem(expression, problem)) };
    },
    ruleSet(text) {
      if (text === null) return whole;
      return compileRules({ ...settings, rulePacks: [], eventsToTrack: [], rules: [lookUp(text)] });
    },
  };
}
