// Facts about an expression that need no event: its type, its constant value, its dependencies.
// In: a tree. Out: facts that the checker, compiler and interpreter share. Never evaluates on an event.

import type { Expression, PathRoot } from './ast.ts';
import { findFunction } from './functions/function-table.ts';
import type { Parameter } from './functions/language-function.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import type { Value } from './values.ts';

export type StaticType = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'unknown';

/** The type of every value the expression can have, or `unknown`. */
export function staticType(expression: Expression): StaticType {
  switch (expression.type) {
    case 'literal':
      if (expression.value === null) return 'null';
      return typeof expression.value === 'string' ? 'text' : (typeof expression.value as 'number' | 'boolean');
    case 'list':
    case 'named-list':
      return 'list';
    case 'path':
      return hasEach(expression) ? 'list' : 'unknown';
    case 'has':
    case 'not':
    case 'compare':
      return 'boolean';
    case 'quantifier':
      return expression.name === 'count' ? 'number' : 'boolean';
    case 'and':
    case 'or':
      return commonType(expression.operands);
    case 'concat':
      return isLenient(expression) ? 'unknown' : 'text';
    case 'call':
      return returnType(expression.name, expression.args[0]);
    default:
      return 'unknown';
  }
}

function commonType(operands: readonly Expression[]): StaticType {
  const types = new Set(operands.map(staticType));
  return types.size === 1 ? ([...types][0] as StaticType) : 'unknown';
}

// For a missing path, a value is null and a test is false.
function returnType(name: string, first: Expression | undefined): StaticType {
  const returns = findFunction(name)?.returns;
  if (returns === 'boolean') return 'boolean';
  if (returns !== 'text' && returns !== 'number') return 'unknown';
  return first !== undefined && isLenient(first) ? 'unknown' : returns;
}

/** Whether a path returns a list: it contains `[*]`, `keys(..)` or `entries(..)`. */
export function hasEach(expression: Expression): boolean {
  return expression.type === 'path' && expression.steps.some((step) => step.kind !== 'key');
}

/** The dotted path of the one leaf of the event that a bare path reads; null for any other expression. */
export function leafPath(expression: Expression): string | null {
  if (expression.type !== 'path' || expression.root !== 'event' || hasEach(expression)) return null;
  return expression.steps.map((step) => (step.kind === 'key' ? step.name : '')).join('.');
}

/**
 * Whether the value comes from a bare path. A missing value or another type is then not an error: a test is false, and a
 * value derived from it is null.
 */
export function isLenient(expression: Expression): boolean {
  if (expression.type === 'path') return true;
  if (expression.type === 'negate') return isLenient(expression.operand);
  if (expression.type === 'list') return expression.items.some(isLenient);
  if (expression.type === 'concat') return expression.operands.some(isLenient);
  if (expression.type !== 'call' || findFunction(expression.name)?.returns === 'boolean') return false;
  return expression.args[0] !== undefined && isLenient(expression.args[0]);
}

/**
 * The value of a literal, of literals joined with `+`, of a list of literals or of a named list; undefined for every
 * expression that needs an event.
 */
export function constantValue(expression: Expression, environment: LanguageEnvironment): Value | undefined {
  if (expression.type === 'literal') return expression.value;
  if (expression.type === 'concat') return joinedConstants(expression.operands, environment);
  if (expression.type === 'named-list') return namedList(expression.name, environment);
  if (expression.type !== 'list') return undefined;
  const values = expression.items.map((item) => (item.type === 'literal' ? item.value : undefined));
  return values.includes(undefined) ? undefined : (values as Value[]);
}

function joinedConstants(operands: readonly Expression[], environment: LanguageEnvironment): string | undefined {
  const values = operands.map((operand) => constantValue(operand, environment));
  return values.every((value) => typeof value === 'string') ? values.join('') : undefined;
}

/** Returns a named list of the environment. */
export function namedList(name: string, environment: LanguageEnvironment): readonly string[] | undefined {
  return Object.hasOwn(environment.lists, name) ? environment.lists[name] : undefined;
}

/** Whether a path as an argument may return objects and lists. Paths from `json(..)` and `it` can. */
export function reachesContainers(parameter: Parameter | undefined, root: PathRoot): boolean {
  if (parameter?.type === 'anything') return true;
  return parameter?.type === 'text or list' && root !== 'event';
}

/** The direct sub-expressions of an expression, in source order. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'list':
      return expression.items;
    case 'path':
      return typeof expression.root === 'object' ? [expression.root.json] : [];
    case 'get':
      return expression.fallback === null ? [] : [expression.fallback];
    case 'not':
    case 'negate':
      return [expression.operand];
    case 'and':
    case 'or':
    case 'concat':
      return expression.operands;
    case 'compare':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    case 'quantifier':
      return expression.condition === null ? [expression.items] : [expression.items, expression.condition];
    default:
      return [];
  }
}

/** Whether the value depends on the element of the enclosing condition. */
export function dependsOnElement(expression: Expression): boolean {
  if (expression.type === 'path' && expression.root === 'it') return true;
  // The condition of an inner quantifier has its own `it`.
  if (expression.type === 'quantifier') return dependsOnElement(expression.items);
  return childrenOf(expression).some(dependsOnElement);
}

/** Whether the value depends on the event outside of the element. */
export function dependsOnEvent(expression: Expression): boolean {
  if (expression.type === 'path' && expression.root === 'event') return true;
  if (['subscript', 'get', 'has', 'predicate'].includes(expression.type)) return true;
  return childrenOf(expression).some(dependsOnEvent);
}
