// Compiles paths. In: a checked path and its context. Out: a closure that reads the path from an event or an element. Also
// the types that all files of the compiler share.

import type { Expression, Node } from './ast.ts';
import { sharedLeafLookup } from './field-lookup.ts';
import { readJson } from './json-text.ts';
import { elementsReader, valueReader } from './path-reader.ts';
import type { Data, LanguageEnvironment } from './rule-expression.ts';
import { hasEach, leafPath } from './static-meaning.ts';
import { Failure, type Outcome } from './values.ts';

/** A compiled expression; `it` is the element of the innermost condition. */
export type Evaluate = (event: Data, it: Data) => Outcome;

/** The context in which an expression is compiled. */
export interface Surroundings {
  readonly environment: LanguageEnvironment;
  /** Returns the compiled predicate with this name. */
  readonly predicate: (name: string) => Evaluate;
  /** Compiles a sub-expression. Passed in, so that the files for calls, comparisons and quantifiers form a tree. */
  readonly compile: (expression: Expression, around: Surroundings) => Evaluate;
  /** Set in the condition of a quantifier: parts that do not depend on the element are evaluated once per event. */
  readonly isPerElement?: boolean;
}

/** Compiles a path; `reachesContainers` says whether it may return objects and lists. */
export function compilePath(path: Node<'path'>, around: Surroundings, reachesContainers: boolean): Evaluate {
  const leaf = reachesContainers ? null : leafPath(path);
  if (leaf !== null) return compileLeaf(leaf, around);
  const root = compileRoot(path.root, around);
  const read = hasEach(path) ? elementsReader(path.steps) : valueReader(path.steps, reachesContainers);
  return (event, it) => {
    const data = root(event, it);
    if (data instanceof Failure) return data;
    const found = read(data);
    return found === undefined ? null : found;
  };
}

function compileLeaf(path: string, around: Surroundings): Evaluate {
  const read = sharedLeafLookup(path, around.environment);
  return (event) => {
    const found = read(event);
    return found === undefined ? null : found;
  };
}

/** Compiles the root of a path. */
export function compileRoot(root: Node<'path'>['root'], around: Surroundings): Evaluate {
  if (root === 'event') return (event) => event;
  if (root === 'it') return (_event, it) => it;
  const source = root.json.type === 'path' ? compilePath(root.json, around, true) : around.compile(root.json, around);
  let [lastValue, lastData]: [Data, Data] = [null, null];
  return (event, it) => {
    const value = source(event, it);
    if (value instanceof Failure) return value;
    if (value !== lastValue) [lastValue, lastData] = [value, readJson(value)];
    return lastData;
  };
}
