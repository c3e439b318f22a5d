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

// What a call of a function with a constant implies about its first argument.
const TESTS: Readonly<Record<string, Test>> = {
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  contains: 'contains',
  containsAny: 'contains',
  iequals: 'iequals',
  istartsWith: 'istartsWith',
  iendsWith: 'iendsWith',
  icontains: 'icontains',
};

function callCondition(
  { name, args }: Extract<Expression, { type: 'call' }>,
  environment: LanguageEnvironment,
): Condition {
  const [field, second] = args;
  const constant = second === undefined ? undefined : constantValue(second, environment);
  if (field === undefined || constant === undefined) return null;
  if (name === 'glob') return globCondition(field, textsOf(constant), 'exact');
  if (name === 'iglob') return globCondition(field, textsOf(constant), 'ignoring case');
  const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
  // `contains` with anything but a string looks for an element of a list.
  const isTest = test !== undefined && (typeof constant === 'string' || name !== 'contains');
  return isTest ? fieldCondition(field, test, textsOf(constant)) : null;
}

const IGNORING_CASE = {
  equals: 'iequals',
  startsWith: 'istartsWith',
  endsWith: 'iendsWith',
  contains: 'icontains',
} as const;

// The whole pattern if it has no wildcard, otherwise its start, its end or its longest part without wildcards.
function globCondition(field: Expression, patterns: readonly string[], mode: 'exact' | 'ignoring case'): Condition {
  const pieces = patterns.map((pattern) => pattern.split(/[*?]/));
  const tests = {
    equals: pieces.every(({ length }) => length === 1) ? patterns : [''],
    startsWith: pieces.map((all) => all[0] as string),
    endsWith: pieces.map((all) => all.at(-1) as string),
    contains: pieces.map((all) => all.reduce((longest, piece) => (piece.length > longest.length ? piece : longest))),
  };
  const names = Object.keys(tests) as (keyof typeof tests)[];
  const test = names.find((name) => tests[name].every((value) => value !== '')) ?? 'contains';
  return fieldCondition(field, mode === 'exact' ? test : IGNORING_CASE[test], tests[test]);
}

/** The condition on the field that an expression reads; null if the test can pass although the field is missing. */
function fieldCondition(field: Expression, test: Test, given: readonly string[]): Condition {
  if (given.length === 0) return 'never';
  if (field.type === 'call' && field.name === 'lower') return loweredCondition(field.args[0], test, given);
  const values = isIgnoringCase(test) ? given.map((value) => value.toLowerCase()) : given;
  if (field.type === 'subscript') return { path: field.path, test, values };
  if (field.type === 'get')
    return fallbackPasses(field.fallback, test, values) ? null : { path: field.path, test, values };
  if (field.type !== 'path' || field.root !== 'event' || hasEach(field)) return null;
  const path = field.steps.map((step) => (step.kind === 'key' ? step.name : '')).join('.');
  return { path, test, values };
}

// `lower(x) == "abc"` is `iequals(x, "abc")`, except that a value with an upper-case letter is never equal.
function loweredCondition(field: Expression | undefined, test: Test, given: readonly string[]): Condition {
  if (field === undefined) return null;
  const ignoringCase = isIgnoringCase(test) ? test : IGNORING_CASE[test];
  const values = isIgnoringCase(test) ? given : given.filter((value) => value === value.toLowerCase());
  return fieldCondition(field, ignoringCase, values);
}

function isIgnoringCase(test: Test): test is (typeof IGNORING_CASE)[keyof typeof IGNORING_CASE] {
  return test.startsWith('i');
}

function fallbackPasses(fallback: Expression | null, test: Test, values: readonly string[]): boolean {
  if (fallback === null) return false;
  return fallback.type !== 'literal' || passes(fallback.value, test, values);
}

/** Whether a value is a string that passes a test. */
export function passes(value: Value | undefined, test: Test, values: readonly string[]): boolean {
  if (typeof value !== 'string') return false;
  const text = isIgnoringCase(test) ? value.toLowerCase() : value;
  switch (test) {
    case 'equals':
    case 'iequals':
      return values.includes(text);
    case 'startsWith':
    case 'istartsWith':
      return values.some((one) => text.startsWith(one));
    case 'endsWith':
    case 'iendsWith':
      return values.some((one) => text.endsWith(one));
    case 'contains':
    case 'icontains':
      return values.some((one) => text.includes(one));
  }
}
