// Derives conditions on one field from a test in a rule. In: a comparison or a call. Out: conditions of which at least one is
// true whenever the test is, none if the test is never true, null if nothing is known.

import type { Expression, Node } from './ast.ts';
import { textsOf } from './functions/language-function.ts';
import type { LanguageEnvironment, NecessaryCondition } from './rule-expression.ts';
import { constantValue, leafPath } from './static-meaning.ts';
import { areEqual, isList, type Value } from './values.ts';

type Test = Exclude<NecessaryCondition['test'], 'exists'>;
type Conditions = readonly NecessaryCondition[] | null;

/** Returns the conditions for a comparison (`==`, `in`) or a call of a string function. */
export function testConditions(expression: Node<'compare' | 'call'>, environment: LanguageEnvironment): Conditions {
  if (expression.type === 'call') return callConditions(expression, environment);
  const { operator, left, right } = expression;
  if (operator === '==') return equalityConditions(left, right, environment);
  return operator === 'in' ? membershipConditions(left, right, environment) : null;
}

function equalityConditions(left: Expression, right: Expression, environment: LanguageEnvironment): Conditions {
  const [a, b] = [constantValue(left, environment), constantValue(right, environment)];
  if (a !== undefined && b !== undefined) return a === b ? null : [];
  if (b !== undefined) return equalsOneOf(left, [b]);
  return a === undefined ? null : equalsOneOf(right, [a]);
}

function membershipConditions(left: Expression, right: Expression, environment: LanguageEnvironment): Conditions {
  const list = constantValue(right, environment);
  if (isList(list)) return equalsOneOf(left, list);
  const part = constantValue(left, environment);
  return typeof part === 'string' ? textConditions(right, 'contains', [part]) : null;
}

function equalsOneOf(field: Expression, given: readonly Value[]): Conditions {
  if (given.every((value) => typeof value === 'string')) return textConditions(field, 'equals', given as string[]);
  // A subscript of a missing field is an error, which is reported only where the conditions hold.
  if (field.type === 'subscript' || !given.every(isScalar)) return null;
  return fieldConditions(field, 'exists', [''], (value) => given.some((one) => areEqual(one, value)));
}

function isScalar(value: Value): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
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

function callConditions({ name, args }: Node<'call'>, environment: LanguageEnvironment): Conditions {
  const [field, second] = args;
  const constant = second === undefined ? undefined : constantValue(second, environment);
  if (field === undefined || constant === undefined) return null;
  if (name === 'glob') return globConditions(field, textsOf(constant), 'exact');
  if (name === 'iglob') return globConditions(field, textsOf(constant), 'ignoring case');
  const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
  // `contains` with anything but a string looks for an element of a list.
  const isTest = test !== undefined && (typeof constant === 'string' || name !== 'contains');
  return isTest ? textConditions(field, test, textsOf(constant)) : null;
}

const IGNORING_CASE = {
  equals: 'iequals',
  startsWith: 'istartsWith',
  endsWith: 'iendsWith',
  contains: 'icontains',
} as const;

// The whole patterns if none has a wildcard, otherwise one part of each that a text must have.
function globConditions(field: Expression, patterns: readonly string[], mode: 'exact' | 'ignoring case'): Conditions {
  const parts = patterns.every((pattern) => !/[*?]/.test(pattern))
    ? patterns.map((text) => ({ test: 'equals', text }) as const)
    : patterns.map(partOf);
  const tests = [...new Set(parts.map(({ test }) => test))];
  const conditions = tests.map((test) => {
    const texts = parts.filter((part) => part.test === test).map(({ text }) => text);
    return textConditions(field, mode === 'exact' ? test : IGNORING_CASE[test], texts);
  });
  return conditions.includes(null) ? null : conditions.flatMap((all) => all ?? []);
}

// The start of a pattern, otherwise its end, otherwise its longest part without wildcards.
function partOf(pattern: string): { readonly test: keyof typeof IGNORING_CASE; readonly text: string } {
  const pieces = pattern.split(/[*?]/);
  const [start = '', end = ''] = [pieces[0], pieces.at(-1)];
  if (start !== '') return { test: 'startsWith', text: start };
  if (end !== '') return { test: 'endsWith', text: end };
  return {
    test: 'contains',
    text: pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest)),
  };
}

function textConditions(field: Expression, test: Test, given: readonly string[]): Conditions {
  if (field.type === 'call' && field.name === 'lower') return loweredConditions(field.args[0], test, given);
  const values = isIgnoringCase(test) ? given.map((value) => value.toLowerCase()) : given;
  return fieldConditions(field, test, values, (value) => passes(value, test, values));
}

/** The condition on the field that an expression reads; null if the test can pass although the field is missing. */
function fieldConditions(
  field: Expression,
  test: NecessaryCondition['test'],
  values: readonly string[],
  isPassedBy: (value: Value) => boolean,
): Conditions {
  if (values.length === 0) return [];
  if (field.type === 'subscript') return [{ path: field.path, test, values }];
  if (field.type === 'get')
    return fallbackPasses(field.fallback, isPassedBy) ? null : [{ path: field.path, test, values }];
  const path = leafPath(field);
  return path === null ? null : [{ path, test, values }];
}

// `lower(x) == "abc"` is `iequals(x, "abc")`, except that a value with an upper-case letter is never equal.
function loweredConditions(field: Expression | undefined, test: Test, given: readonly string[]): Conditions {
  if (field === undefined) return null;
  const ignoringCase = isIgnoringCase(test) ? test : IGNORING_CASE[test];
  const values = isIgnoringCase(test) ? given : given.filter((value) => value === value.toLowerCase());
  return textConditions(field, ignoringCase, values);
}

function isIgnoringCase(test: Test): test is (typeof IGNORING_CASE)[keyof typeof IGNORING_CASE] {
  return test.startsWith('i');
}

function fallbackPasses(fallback: Expression | null, isPassedBy: (value: Value) => boolean): boolean {
  if (fallback === null) return false;
  return fallback.type !== 'literal' || isPassedBy(fallback.value);
}

// Whether a value is a string that passes a test.
function passes(value: Value, test: Test, values: readonly string[]): boolean {
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
