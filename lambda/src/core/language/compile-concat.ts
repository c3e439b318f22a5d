// Compiles strings joined with `+`. In: a checked concatenation. Out: a closure that returns a string of limited length, a
// failure, or null for a bare path. Like Python, it never converts a value to a string.

import type { Expression } from './ast.ts';
import type { Evaluate, Surroundings } from './compile-path.ts';
import { limits } from './limits.ts';
import { isLenient } from './static-meaning.ts';
import { describe, Failure, type Outcome, type Value } from './values.ts';

type Concat = Extract<Expression, { type: 'concat' }>;

/** Compiles a concatenation. */
export function compileConcat(expression: Concat, around: Surroundings): Evaluate {
  const operands = expression.operands.map((operand) => around.compile(operand, around));
  return (event, it) => {
    const values: Value[] = [];
    for (const operand of operands) {
      const value = operand(event, it);
      if (value instanceof Failure) return value;
      values.push(value);
    }
    return concatValues(expression, values);
  };
}

/** Joins the values of the operands. */
export function concatValues(expression: Concat, values: readonly Value[]): Outcome {
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
