// Compiles the source of a rule. In: source and environment. Out: a compiled rule, or every problem in the source. Never
// throws, whatever the source.

import type { Expression } from './ast.ts';
import { checkExpression } from './check.ts';
import { compileExpression } from './compile.ts';
import type { Evaluate } from './compile-path.ts';
import { necessaryConditions } from './necessary.ts';
import { parseRule } from './parse.ts';
import { callError, heightError, type Predicate, predicatesOf } from './predicates.ts';
import { type Finding, locateProblems } from './problem.ts';
import type { CompiledRule, CompileResult, LanguageEnvironment } from './rule-expression.ts';
import { Failure } from './values.ts';
import { findWarnings } from './warnings.ts';

/** Compiles one rule. Returns all problems, in source order; warnings only if there is no error. */
export function compileRule(source: string, environment: LanguageEnvironment): CompileResult {
  const { rule, problems } = compileUnwarned(source, environment);
  if (rule === null) return { rule, problems };
  return { rule, problems: locateProblems(source, findWarnings(rule.expression, environment, source)) };
}

/** Compiles one rule as `compileRule` does, but finds only errors: warnings take a fifth of the time. */
export function compileUnwarned(source: string, environment: LanguageEnvironment): CompileResult {
  const { expression, findings } = parseRule(source);
  if (expression === null) return { rule: null, problems: locateProblems(source, findings) };
  const errors = [...findings, ...checkParsed(expression, findings, environment)];
  if (errors.length > 0) return { rule: null, problems: locateProblems(source, errors) };
  return { rule: createRule(source, expression, environment), problems: [] };
}

/**
 * The errors of a parsed tree that the parser has not `refused` already: an error of the checker inside a refused part only
 * follows from the refusal.
 */
export function checkParsed(
  expression: Expression,
  refused: readonly Finding[],
  environment: LanguageEnvironment,
): Finding[] {
  const predicates = predicatesOf(environment);
  const found = checkExpression(expression, environment, (name, range) => callError(predicates.get(name), name, range));
  const tooHigh = refused.length + found.length === 0 ? heightError(expression, predicates) : null;
  return [...found, ...(tooHigh === null ? [] : [tooHigh])].filter(
    ({ range }) => !refused.some((other) => other.range.start < range.end && range.start < other.range.end),
  );
}

function createRule(source: string, expression: Expression, environment: LanguageEnvironment): CompiledRule {
  // A function that has just started evaluates few of its rules before it answers.
  let evaluate: Evaluate | null = null;
  return {
    source,
    expression,
    necessary: necessaryConditions(expression, environment),
    evaluate(event) {
      evaluate ??= compileChecked(expression, environment);
      const outcome = evaluate(event, null);
      return outcome instanceof Failure ? outcome : outcome === true;
    },
  };
}

/** Compiles a tree without errors. */
export function compileChecked(expression: Expression, environment: LanguageEnvironment): Evaluate {
  const predicates = predicatesOf(environment);
  return compileExpression(expression, environment, (name) => (predicates.get(name) as Predicate).evaluate);
}
