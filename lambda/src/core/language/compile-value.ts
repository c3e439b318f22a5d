// Compiles the source of a value: an expression whose value matters, not whether it is true. In: source and environment.
// Out: a compiled value, or every problem in the source. Never throws, whatever the source.

import type { Expression } from './ast.ts';
import { checkParsed, compileChecked } from './compile-rule.ts';
import { parseRule } from './parse.ts';
import { error, type Finding, locateProblems } from './problem.ts';
import type { CompiledValue, EvaluationError, LanguageEnvironment, ValueResult } from './rule-expression.ts';
import { staticType } from './static-meaning.ts';
import { Failure, isLeaf, type Outcome } from './values.ts';
import { findValueWarnings, unknownField } from './warnings.ts';

/** Compiles one value. Returns all problems, in source order; warnings only if there is no error. */
export function compileValue(source: string, environment: LanguageEnvironment): ValueResult {
  const { expression, findings } = parseRule(source);
  if (expression === null) return { value: null, problems: locateProblems(source, findings) };
  const refused = [...findings, ...checkParsed(expression, findings, environment)];
  const errors = refused.length > 0 ? refused : valueErrors(expression, environment);
  if (errors.length > 0) return { value: null, problems: locateProblems(source, errors) };
  const warnings = findValueWarnings(expression, environment, source);
  return { value: createValue(source, expression, environment), problems: locateProblems(source, warnings) };
}

function createValue(source: string, expression: Expression, environment: LanguageEnvironment): CompiledValue {
  const evaluate = compileChecked(expression, environment);
  return { source, expression, evaluate: (event) => toText(evaluate(event, null)) };
}

// As `asText` spells it. An object or a list has no spelling.
function toText(outcome: Outcome): string | null | EvaluationError {
  if (outcome instanceof Failure) return outcome;
  return outcome === null || !isLeaf(outcome) ? null : String(outcome);
}

function valueErrors(expression: Expression, environment: LanguageEnvironment): Finding[] {
  if (staticType(expression) === 'list') {
    const hint = 'choose one element, such as `requestParameters.items.0.id`';
    return [error('wrong_type', expression.range, 'the value is a list, and a list is not one value', hint)];
  }
  const reason = alwaysNull(expression, environment);
  return reason === null ? [] : [error('always_null', expression.range, reason.message, reason.hint)];
}

type Reason = Pick<Finding, 'message' | 'hint'>;

// Null unless it is certain.
function alwaysNull(expression: Expression, environment: LanguageEnvironment): Reason | null {
  if (expression.type === 'literal' && expression.value === null) {
    return { message: 'the value is always null', hint: 'write a field, such as `userIdentity.arn`' };
  }
  if (expression.type === 'get' && expression.fallback !== null) {
    return alwaysNull(expression.fallback, environment) && unknownReason(expression, environment);
  }
  return expression.type === 'path' || expression.type === 'get' ? unknownReason(expression, environment) : null;
}

function unknownReason(expression: Expression, environment: LanguageEnvironment): Reason | null {
  const unknown = unknownField(expression, environment);
  if (unknown === null) return null;
  const otherwise = `write \`event.get("${unknown.name}", "")\` for a field that CloudTrail does not document`;
  return {
    message: `the field \`${unknown.name}\` is unknown, so the value is always null`,
    hint: unknown.hint ?? otherwise,
  };
}
