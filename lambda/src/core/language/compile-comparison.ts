// Compiles comparisons. In: a checked comparison. Out: a closure that returns true, false or a failure, with fast paths
// for the most common comparisons: a field with a literal or a list of literals.

import type { Node } from './ast.ts';
import { compilePath, type Evaluate, type Surroundings } from './compile-path.ts';
import { compareValues, isEquality, isMembership, isNegative } from './operators.ts';
import { constantValue } from './static-meaning.ts';
import { Failure, isList, type Value } from './values.ts';

/** Compiles a comparison. */
export function compileComparison(expression: Node<'compare'>, around: Surroundings): Evaluate {
  const { operator, right } = expression;
  const left = around.compile(expression.left, around);
  const positive = !isNegative(operator);
  const list = isMembership(operator) ? constantValue(right, around.environment) : undefined;
  if (isList(list)) return compileSet(left, new Set(list), positive);
  if (right.type === 'literal' && isEquality(operator)) return compileEquality(left, right.value, positive);
  const reaches = isMembership(operator) && right.type === 'path' && right.root !== 'event';
  const evaluate = reaches ? compilePath(right, around, true) : around.compile(right, around);
  return (event, it) => {
    const a = left(event, it);
    if (a instanceof Failure) return a;
    const b = evaluate(event, it);
    return b instanceof Failure ? b : compareValues(expression, a, b);
  };
}

function compileEquality(left: Evaluate, wanted: Value, positive: boolean): Evaluate {
  return (event, it) => {
    const value = left(event, it);
    if (value === wanted) return positive;
    return value instanceof Failure ? value : !positive;
  };
}

function compileSet(left: Evaluate, values: ReadonlySet<Value>, positive: boolean): Evaluate {
  return (event, it) => {
    const value = left(event, it);
    return value instanceof Failure ? value : values.has(value) === positive;
  };
}
