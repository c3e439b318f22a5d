// Compiles a checked tree into closures. In: a tree without errors. Out: a function from an event to a value or a
// failure. It never throws, allocates nothing while a condition is false, and reads only own keys of the data.

import type { Expression, Node } from './ast.ts';
import { compileCall } from './compile-call.ts';
import { compileComparison } from './compile-comparison.ts';
import { compilePath, type Evaluate, type Surroundings } from './compile-path.ts';
import { compileQuantifier } from './compile-quantifier.ts';
import { sharedLeafLookup } from './field-lookup.ts';
import { concatValues, negateValue } from './operators.ts';
import type { Data, LanguageEnvironment } from './rule-expression.ts';
import { dependsOnElement, namedList } from './static-meaning.ts';
import { Failure, isTruthy, missingField, type Outcome, type Value } from './values.ts';

// Nodes that can be slow. Fields are cached anyway.
const kept = new Set<Expression['type']>(['call', 'compare', 'concat', 'quantifier']);

/** Compiles one expression; `predicate` returns the compiled predicates that it calls. */
export function compileExpression(
  expression: Expression,
  environment: LanguageEnvironment,
  predicate: Surroundings['predicate'],
): Evaluate {
  return compile(expression, { environment, predicate, compile });
}

// In the condition of a quantifier, parts that do not depend on the element run once per event.
function compile(expression: Expression, around: Surroundings): Evaluate {
  const evaluate = compileNode(expression, around);
  const isKept = around.isPerElement && kept.has(expression.type) && !dependsOnElement(expression);
  return isKept ? oncePerEvent(evaluate) : evaluate;
}

function compileNode(expression: Expression, around: Surroundings): Evaluate {
  switch (expression.type) {
    case 'literal':
      return constant(expression.value);
    case 'list':
      return compileList(compileAll(expression.items, around));
    case 'named-list':
      return constant(namedList(expression.name, around.environment) ?? []);
    case 'path':
      return compilePath(expression, around, false);
    case 'subscript':
      return compileSubscript(expression, around);
    case 'get':
      return compileGet(expression, around);
    case 'has':
      return compileHas(expression, around);
    case 'not':
      return mapped(compile(expression.operand, around), (value) => !isTruthy(value));
    case 'negate':
      return mapped(compile(expression.operand, around), (value) => negateValue(expression, value));
    case 'and':
    case 'or':
      return compileJoint(compileAll(expression.operands, around), expression.type === 'or');
    case 'concat':
      return mapped(compileList(compileAll(expression.operands, around)), (values) =>
        concatValues(expression, values as readonly Value[]),
      );
    case 'compare':
      return compileComparison(expression, around);
    case 'call':
      return compileCall(expression, around);
    case 'predicate':
      return around.predicate(expression.name);
    case 'quantifier':
      return compileQuantifier(expression, around);
  }
}

/** Caches the value for the current event, so that the expression runs once per event. Events are read-only. */
export function oncePerEvent(evaluate: Evaluate): Evaluate {
  let lastEvent: Data | undefined;
  let last: Outcome = null;
  return (event, it) => {
    if (event !== lastEvent) [lastEvent, last] = [event, evaluate(event, it)];
    return last;
  };
}

function constant(value: Data): Evaluate {
  return () => value;
}

function compileAll(expressions: readonly Expression[], around: Surroundings): readonly Evaluate[] {
  return expressions.map((expression) => compile(expression, around));
}

function mapped(evaluate: Evaluate, map: (value: Value) => Outcome): Evaluate {
  return (event, it) => {
    const value = evaluate(event, it);
    return value instanceof Failure ? value : map(value);
  };
}

function compileList(items: readonly Evaluate[]): Evaluate {
  return (event, it) => {
    const values: Data[] = [];
    for (const item of items) {
      const value = item(event, it);
      if (value instanceof Failure) return value;
      values.push(value);
    }
    return values;
  };
}

function compileSubscript({ path, range }: Node<'subscript'>, around: Surroundings): Evaluate {
  const read = sharedLeafLookup(path, around.environment);
  const missing = new Failure('missing_field', missingField(path), range);
  return (event) => {
    const found = read(event);
    return found === undefined ? missing : found;
  };
}

function compileGet({ path, fallback }: Node<'get'>, around: Surroundings): Evaluate {
  const read = sharedLeafLookup(path, around.environment);
  const otherwise = fallback === null ? constant(null) : compile(fallback, around);
  return (event, it) => {
    // As in Python, the fallback is evaluated first. Its failure is the outcome even if the field exists.
    const other = otherwise(event, it);
    if (other instanceof Failure) return other;
    const found = read(event);
    return found === undefined ? other : found;
  };
}

function compileHas({ path }: Node<'has'>, around: Surroundings): Evaluate {
  const read = sharedLeafLookup(path, around.environment);
  return (event) => read(event) !== undefined;
}

// As in Python, the result is the value of the deciding operand, not a boolean.
function compileJoint(operands: readonly Evaluate[], decides: boolean): Evaluate {
  return (event, it) => {
    let value: Outcome = null;
    for (const operand of operands) {
      value = operand(event, it);
      if (value instanceof Failure || isTruthy(value) === decides) return value;
    }
    return value;
  };
}
