// The problems of lists, predicates and disabled rules. In: a document, and the problems of its settings as sentences. Out: the problems by
// what they are about, so that the page can show each where it can be corrected, and the sentences that are about something else.

import { checkExpression } from '../../../lambda/src/cli/check/check-expression.ts';
import type { KnownEvents } from '../../../lambda/src/cli/event-names/known-events.ts';
import type { LanguageEnvironment } from '../../../lambda/src/core/language/rule-expression.ts';
import type { CheckedRules, RuleDocument, RuleProblem } from '../protocol.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The problems of lists, predicates and disabled rules, and the other `settings`. */
export function definitionProblems(
  { lists, predicates }: RuleDocument,
  environment: LanguageEnvironment,
  settings: readonly string[],
  events: KnownEvents,
): Pick<CheckedRules, 'lists' | 'predicates' | 'disabled_rules' | 'settings'> {
  const left = new Set(settings);
  const about = (start: string): RuleProblem[] =>
    settings.flatMap((problem) => {
      if (!problem.startsWith(`${start}: `)) return [];
      left.delete(problem);
      return [settingProblem(problem.slice(start.length + 2))];
    });
  return {
    lists: withProblems(lists, (name) => [...about(`lists.${name}`), ...listNameProblems(name)]),
    predicates: withProblems(predicates, (name, expression) => [
      ...about(`predicates.${name}`),
      ...predicateProblems(expression, environment, events),
    ]),
    disabled_rules: about('disabled_rules'),
    settings: [...left],
  };
}

function withProblems<T>(
  given: Readonly<Record<string, T>>,
  problemsOf: (name: string, value: T) => RuleProblem[],
): Record<string, RuleProblem[]> {
  const all = Object.entries(given).map(([name, value]): [string, RuleProblem[]] => [name, problemsOf(name, value)]);
  return Object.fromEntries(all.filter(([, problems]) => problems.length > 0));
}

function settingProblem(message: string): RuleProblem {
  return { level: 'error', code: 'invalid_setting', message, hint: null, range: null };
}

// Terraform refuses other names, because rules cannot refer to them.
function listNameProblems(name: string): RuleProblem[] {
  const message = 'rules cannot refer to this name; use letters, digits and underscores, and no digit at the start';
  return NAME.test(name) ? [] : [settingProblem(message)];
}

// As `check` does it: the value of a predicate does not have to be a boolean.
function predicateProblems(expression: string, environment: LanguageEnvironment, events: KnownEvents): RuleProblem[] {
  return checkExpression(expression, environment, events)
    .problems.filter(({ code }) => code !== 'not_boolean')
    .map(toRuleProblem);
}

/** What the page shows of a problem in an expression. */
export function toRuleProblem({ level, code, message, hint, range }: RuleProblem): RuleProblem {
  return { level, code, message, hint, range };
}
