// Compiles `any`, `all` and `count`. In: a checked quantifier. Out: a closure that visits each element once.

import type { Node } from './ast.ts';
import { compileRoot, type Evaluate, type Surroundings } from './compile-path.ts';
import { elementsReader } from './path-reader.ts';
import type { Data } from './rule-expression.ts';
import { describe, Failure, isList, isTruthy } from './values.ts';

type Elements = (event: Data, it: Data) => readonly Data[] | Failure;

/** Compiles a quantifier. */
export function compileQuantifier(quantifier: Node<'quantifier'>, around: Surroundings): Evaluate {
  const elements = compileElements(quantifier, around);
  const within = { ...around, isPerElement: true };
  const condition: Evaluate =
    quantifier.condition === null ? (_event, it) => it : around.compile(quantifier.condition, within);
  const { name } = quantifier;
  return (event, it) => {
    const items = elements(event, it);
    if (items instanceof Failure) return items;
    let count = 0;
    for (const item of items) {
      const value = condition(event, item);
      if (value instanceof Failure) return value;
      const holds = isTruthy(value);
      if (name === 'count') count += holds ? 1 : 0;
      else if (holds === (name === 'any')) return holds;
    }
    return name === 'count' ? count : name === 'all';
  };
}

function compileElements({ items, name }: Node<'quantifier'>, around: Surroundings): Elements {
  if (items.type === 'path') {
    const root = compileRoot(items.root, around);
    const read = elementsReader(items.steps);
    return (event, it) => {
      const data = root(event, it);
      return data instanceof Failure ? data : read(data);
    };
  }
  const evaluate = around.compile(items, around);
  return (event, it) => {
    const value = evaluate(event, it);
    if (value instanceof Failure || isList(value)) return value;
    return new Failure('type_mismatch', `\`${name}\` needs a list, got ${describe(value)}`, items.range);
  };
}
