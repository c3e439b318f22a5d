// Derives text conditions on one field from a test in a rule. In: a comparison or a call. Out: a condition that is true
// whenever the test is, `never` if the test is never true, null if nothing is known.

import type { Expression } from './ast.ts';
import { textsOf } from './functions/language-function.ts';
import type { LanguageEnvironment, NecessaryCondition } from './rule-expression.ts';
import { constantValue, hasEach } from './static-meaning.ts';
import { isList, type Value } from './values.ts';

type Test = NecessaryCondition['test'];
type Condition = NecessaryCondition | 'never' | null;

/** Returns the condition for a comparison (`==`, `in`) or a call of a string function. */
export function testCondition(
  expression: Extract<Expression, { type: 'compare' | 'call' }>,
  environment: LanguageEnvironment,
): Condition {
  if (expression.type === 'call') return callCondition(expression, environment);
  const { operator, left, right } = expression;
  if (operator === '==') return equalityCondition(left, right, environment);
  return operator === 'in' ? membershipCondition(left, right, environment) : null;
}

function equalityCondition(left: Expression, right: Expression, environment: LanguageEnvironment): Condition {
  const [a, b] = [constantValue(left, environment), constantValue(right, environment)];
  if (a !== undefined && b !== undefined) return a === b ? null : 'never';
  if (typeof b === 'string') return fieldCondition(left, 'equals', [b]);
  return typeof a === 'string' ? fieldCondition(right, 'equals', [a]) : null;
}

function membershipCondition(left: Expression, right: Expression, environment: LanguageEnvironment): Condition {
  const list = constantValue(right, environment);
  if (isList(list))
    return list.every((item) => typeof item === 'string') ? fieldCondition(left, 'equals', list as string[]) : null;
  const part = constantValue(left, environment);
  return typeof part === 'string' ? fieldCondition(right, 'contains', [part]) : null;
}

function callCondition(
  { name, args }: Extract<Expression, { type: 'call' }>,
  environment: LanguageEnvironment,
): Condition {
  const [field, second] = args;
  const constant = second === undefined ? undefined : constantValue(second, environment);
  if (field === undefined || constant === undefined) return null;
  if (name === 'startsWith' || name === 'endsWith') return fieldCondition(field, name, textsOf(constant));
  if (name === 'contains') return typeof constant === 'string' ? fieldCondition(field, 'contains', [constant]) : null;
  return name === 'glob' ? globCondition(field, textsOf(constant)) : null;
}

function globCondition(field: Expression, patterns: readonly string[]): Condition {
  if (patterns.every((pattern) => !/[*?]/.test(pattern))) return fieldCondition(field, 'equals', patterns);
  return fieldCondition(
    field,
    'startsWith',
    patterns.map((pattern) => pattern.replace(/[*?].*$/s, '')),
  );
}

/** The condition on the field that an expression reads; null if the test can pass although the field is missing. */
function fieldCondition(expression: Expression, test: Test, values: readonly string[]): Condition {
  if (values.length === 0) return 'never';
  if (expression.type === 'subscript') return { path: expression.path, test, values };
  if (expression.type === 'get')
    return fallbackPasses(expression.fallback, test, values) ? null : { path: expression.path, test, values };
  if (expression.type !== 'path' || expression.root !== 'event' || hasEach(expression)) return null;
  const path = expression.steps.map((step) => (step.kind === 'key' ? step.name : '')).join('.');
  return { path, test, values };
}

function fallbackPasses(fallback: Expression | null, test: Test, values: readonly string[]): boolean {
  if (fallback === null) return false;
  return fallback.type !== 'literal' || passes(fallback.value, test, values);
}

/** Whether a value is a string that passes a test. */
export function passes(value: Value | undefined, test: Test, values: readonly string[]): boolean {
  if (typeof value !== 'string') return false;
  if (test === 'equals') return values.includes(value);
  if (test === 'startsWith') return values.some((one) => value.startsWith(one));
  return values.some((one) => (test === 'endsWith' ? value.endsWith(one) : value.includes(one)));
}
