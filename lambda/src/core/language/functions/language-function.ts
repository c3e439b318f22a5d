// The entries of the function table. The checker, the compiler, the interpreter, the documentation and the `functions`
// command read the same entry. In: values whose types are checked. Out: a value. The code of an entry never throws.

import type { ErrorCode } from '../rule-expression.ts';
import type { Value } from '../values.ts';

/**
 * - `text` (a string), `number`, `scalar` (string, number, boolean or null)
 * - `texts`: a string or a list of strings
 * - `text or list`, `anything` (string, list or object): a path as an argument may return objects and lists
 * - `path`: a bare path, which is inspected instead of evaluated
 * - `list`: a wildcard path or a list; `condition`: an expression about `it`
 */
export type ParameterType =
  | 'text'
  | 'texts'
  | 'number'
  | 'scalar'
  | 'text or list'
  | 'anything'
  | 'path'
  | 'list'
  | 'condition';

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly optional?: boolean;
  /** Must be known when the rule is loaded: a literal, a list of literals or `lists.NAME`. */
  readonly constant?: boolean;
}

/** A prepared call. Omitted arguments are null; returns `undefined` if there is no value for these arguments. */
export type Run = (first: Value, second: Value, third: Value) => Value | undefined;

/** The error in a constant argument. */
export interface Unusable {
  readonly code: ErrorCode;
  /** Index of the argument. */
  readonly argument: number;
  readonly message: string;
  readonly hint: string | null;
}

export interface LanguageFunction {
  readonly name: string;
  /** Other spellings, including the one of Python. */
  readonly aliases?: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returns: 'boolean' | 'text' | 'number' | 'scalar' | 'data';
  /** One line for the documentation. */
  readonly summary: string;
  /** A rule that calls the function. */
  readonly example: string;
  /**
   * Prepares a call once per rule. `constants[i]` is the value of the i-th argument where it is known at load. Absent if the
   * arguments are not simply evaluated.
   */
  prepare?(constants: readonly (Value | undefined)[]): Run | Unusable;
}

/** The names of parameter types in messages and documents. */
export const typeNames: Readonly<Record<ParameterType, string>> = {
  text: 'a string',
  texts: 'a string or a list of strings',
  number: 'a number',
  scalar: 'a string, a number, a boolean or null',
  'text or list': 'a string or a list',
  anything: 'a string, a list or an object',
  path: 'a bare path',
  list: 'a list',
  condition: 'a condition',
};

/** The minimum and maximum number of arguments. */
export function arity(entry: LanguageFunction): { readonly min: number; readonly max: number } {
  return { min: entry.parameters.filter((parameter) => !parameter.optional).length, max: entry.parameters.length };
}

/** The parameter at an index. A `count` with a condition is a quantifier; as a call, `count` counts substrings. */
export function parameterOf(entry: LanguageFunction, index: number): Parameter | undefined {
  return entry.name === 'count' ? { name: index === 0 ? 'text' : 'part', type: 'text' } : entry.parameters[index];
}

/** `hour(time, zone?)`. */
export function signature(entry: LanguageFunction): string {
  const names = entry.parameters.map(({ name, optional }) => (optional ? `${name}?` : name));
  return `${entry.name}(${names.join(', ')})`;
}

/** Whether a parameter type accepts a value. */
export function accepts(type: ParameterType, value: Value): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'scalar':
      return value === null || typeof value !== 'object';
    case 'texts':
    case 'text or list':
      return typeof value === 'string' || Array.isArray(value);
    case 'anything':
      return typeof value === 'string' || (typeof value === 'object' && value !== null);
    default:
      return true;
  }
}

/** A value of type `texts` as a list. */
export function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
