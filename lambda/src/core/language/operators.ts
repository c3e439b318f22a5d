// The meaning of operators whose outcome depends on whether an operand is a bare path: then a missing value or another type is no
// error. In: a node and the values of its operands. Out: a value or a failure. The compiler and the interpreter share it.

import type { ComparisonOperator, Node } from './ast.ts';
import { limits } from './limits.ts';
import { isLenient } from './static-meaning.ts';
import { areEqual, describe, Failure, isIn, type Outcome, order, type Value } from './values.ts';

/** Compares two values. */
export function compareValues(expression: Node<'compare'>, a: Value, b: Value): Outcome {
  const { operator, left, right, range } = expression;
  if (isEquality(operator)) return areEqual(a, b) !== isNegative(operator);
  const answer = isMembership(operator) ? isIn(a, b) : isOrdered(operator, order(a, b));
  if (answer !== undefined) return answer !== isNegative(operator);
  if (isLenient(left) || isLenient(right)) return isNegative(operator);
  return new Failure('type_mismatch', `\`${operator}\` cannot compare ${describe(a)} with ${describe(b)}`, range);
}

export function isEquality(operator: ComparisonOperator): boolean {
  return operator === '==' || operator === '!=' || operator === 'is' || operator === 'is not';
}

export function isMembership(operator: ComparisonOperator): boolean {
  return operator === 'in' || operator === 'not in';
}

/** Whether an operator is the opposite of another one. */
export function isNegative(operator: ComparisonOperator): boolean {
  return operator === '!=' || operator === 'not in' || operator === 'is not';
}

function isOrdered(operator: ComparisonOperator, difference: number | undefined): boolean | undefined {
  if (difference === undefined) return undefined;
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

/** Joins the values of `+` to a string of limited length. Like Python, it never converts a value to a string. */
export function concatValues(expression: Node<'concat'>, values: readonly Value[]): Outcome {
  const other = values.find((value) => typeof value !== 'string');
  if (other === undefined) {
    const length = (values as readonly string[]).reduce((sum, value) => sum + value.length, 0);
    if (length <= limits.textLength) return values.join('');
  }
  if (isLenient(expression)) return null;
  const message =
    other === undefined
      ? `\`+\` cannot return more than ${limits.textLength} characters`
      : `\`+\` joins strings only, got ${describe(other)}`;
  return new Failure('type_mismatch', message, expression.range);
}

/** Negates the value of `-`. */
export function negateValue({ operand, range }: Node<'negate'>, value: Value): Outcome {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  if (isLenient(operand)) return null;
  return new Failure('type_mismatch', `\`-\` needs a number, got ${describe(value)}`, range);
}
