// Compiles comparisons. In: a checked comparison. Out: a closure that returns true, false or a failure, with fast paths
// for the most common comparisons: a field with a literal or a list of literals.

import type { ComparisonOperator, Expression } from './ast.ts';
import { compilePath, type Evaluate, type Surroundings } from './compile-path.ts';
import { constantValue, isLenient } from './static-meaning.ts';
import { areEqual, describe, Failure, isIn, isList, type Outcome, order, type Value } from './values.ts';

type Comparison = Extract<Expression, { type: 'compare' }>;

/** Compiles a comparison. */
export function compileComparison(expression: Comparison, around: Surroundings): Evaluate {
  const { operator, right } = expression;
  const left = around.compile(expression.left, around);
  if (operator === 'in' || operator === 'not in') return compileMembership(expression, left, around);
  if (right.type === 'literal' && isEquality(operator))
    return compileEquality(left, right.value, !isNegative(operator));
  const evaluate = around.compile(right, around);
  return (event, it) => {
    const a = left(event, it);
    if (a instanceof Failure) return a;
    const b = evaluate(event, it);
    return b instanceof Failure ? b : compareValues(expression, a, b);
  };
}

/** Compares two values. */
export function compareValues(expression: Comparison, a: Value, b: Value): Outcome {
  const { operator, left, right, range } = expression;
  if (isEquality(operator)) return areEqual(a, b) !== isNegative(operator);
  const isMembership = operator === 'in' || operator === 'not in';
  const answer = isMembership ? isIn(a, b) : isOrdered(operator, order(a, b));
  if (answer !== undefined) return answer !== isNegative(operator);
  if (isLenient(left) || isLenient(right)) return isNegative(operator);
  return new Failure('type_mismatch', `\`${operator}\` cannot compare ${describe(a)} with ${describe(b)}`, range);
}

function isEquality(operator: ComparisonOperator): boolean {
  return operator === '==' || operator === '!=' || operator === 'is' || operator === 'is not';
}

function isNegative(operator: ComparisonOperator): boolean {
  return operator === '!=' || operator === 'not in' || operator === 'is not';
}

function isOrdered(operator: ComparisonOperator, difference: number | undefined): boolean | undefined {
  if (difference === undefined) return undefined;
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

function compileEquality(left: Evaluate, wanted: Value, positive: boolean): Evaluate {
  return (event, it) => {
    const value = left(event, it);
    if (value === wanted) return positive;
    return value instanceof Failure ? value : !positive;
  };
}

function compileMembership(expression: Comparison, left: Evaluate, around: Surroundings): Evaluate {
  const { right, operator } = expression;
  const list = constantValue(right, around.environment);
  if (isList(list)) return compileSet(left, new Set(list), operator === 'in');
  const isElementData = right.type === 'path' && right.root !== 'event';
  const whole = isElementData ? compilePath(right, around, true) : around.compile(right, around);
  return (event, it) => {
    const a = left(event, it);
    if (a instanceof Failure) return a;
    const b = whole(event, it);
    return b instanceof Failure ? b : compareValues(expression, a, b);
  };
}

function compileSet(left: Evaluate, values: ReadonlySet<Value>, positive: boolean): Evaluate {
  return (event, it) => {
    const value = left(event, it);
    return value instanceof Failure ? value : values.has(value) === positive;
  };
}
