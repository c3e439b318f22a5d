// Compiles rule definitions. In: definitions and the environment that they may refer to. Out: the rules that compile,
// ready to evaluate, and a failure for each rule that does not compile. One bad rule never stops the others. Rules of packs
// compile late: most of them never concern a record of the instance.

import { compileUnwarned } from '../language/compile-rule.ts';
import { renderProblem } from '../language/problem.ts';
import type { CompiledRule, EvaluationError, LanguageEnvironment, Problem } from '../language/rule-expression.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { type Alternatives, testOf } from './necessary-conditions.ts';
import type { RuleDefinition, RuleFailure } from './rule.ts';
import type { KnownConditions } from './rule-set.ts';

/** A compiled rule that can be evaluated on a record. */
export interface ReadyRule {
  readonly definition: RuleDefinition;
  readonly ignoreRule: boolean;
  readonly alternatives: Alternatives;
  /** Returns whether the record meets the necessary conditions. Call `evaluate` only if it does. */
  isConcernedBy(record: CloudTrailRecord): boolean;
  evaluate(record: CloudTrailRecord): boolean | EvaluationError;
}

export interface CompiledRules {
  readonly rules: readonly ReadyRule[];
  readonly failures: readonly RuleFailure[];
}

/** Compiles definitions, in order. Those whose conditions are known compile when a record first meets the conditions. */
export function compileRules(
  definitions: readonly RuleDefinition[],
  environment: LanguageEnvironment,
  ignoreRule: boolean,
  conditions: KnownConditions = NOTHING_KNOWN,
): CompiledRules {
  const rules: ReadyRule[] = [];
  const failures: RuleFailure[] = [];
  for (const definition of definitions) {
    const { expression } = definition;
    const known = conditions.get(expression);
    if (known !== undefined) {
      // Its conditions are known only because it compiles.
      const compiled = () => compileUnwarned(expression, environment).rule as CompiledRule;
      rules.push(ready(definition, ignoreRule, known, compiled));
      continue;
    }
    const { rule, problems } = compileUnwarned(expression, environment);
    if (rule === null) failures.push(...compileFailures(definition, expression, ignoreRule, problems));
    else rules.push(ready(definition, ignoreRule, rule.necessary, () => rule));
  }
  return { rules, failures };
}

const NOTHING_KNOWN: KnownConditions = new Map();

function ready(
  definition: RuleDefinition,
  ignoreRule: boolean,
  alternatives: Alternatives,
  compiled: () => CompiledRule,
): ReadyRule {
  let rule: CompiledRule | null = null;
  return {
    definition,
    ignoreRule,
    alternatives,
    isConcernedBy: testOf(alternatives),
    evaluate(record) {
      rule ??= compiled();
      return rule.evaluate(record);
    },
  };
}

/** Returns the failure that reports an evaluation error on one record. */
export function evaluationFailure(rule: ReadyRule, error: EvaluationError): RuleFailure {
  const { definition, ignoreRule } = rule;
  const { name: ruleName, expression } = definition;
  return { ruleName, expression, ignoreRule, code: error.code, message: error.message };
}

/** The failure of an expression that does not compile; none if it has no error. */
export function compileFailures(
  { name: ruleName }: RuleDefinition,
  expression: string,
  ignoreRule: boolean,
  problems: readonly Problem[],
): readonly RuleFailure[] {
  const errors = problems.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (first === undefined) return [];
  const message = errors.map((problem) => renderProblem(expression, problem)).join('\n');
  return [{ ruleName, expression, ignoreRule, code: first.code, message }];
}
