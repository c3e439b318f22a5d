// What an entry of the function table says. Checker, compiler, interpreter, the documents and the `functions` command
// all read the same entry. An entry's code gets values whose types have been checked and never throws.

import type { ErrorCode } from '../rule-expression.ts';
import type { Value } from '../values.ts';

/**
 * - `text`, `number`, `scalar` (text, number, boolean or null)
 * - `texts`: a text or a list of texts
 * - `text or list`, `anything`: what the names say; a path there may reach objects and lists
 * - `path`: a bare path, looked at instead of evaluated
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

/** The prepared call; arguments left out are null, `undefined` says that it has no value for these arguments. */
export type Run = (first: Value, second: Value, third: Value) => Value | undefined;

/** Why a constant argument cannot be used. */
export interface Unusable {
  readonly code: ErrorCode;
  /** Index of the argument. */
  readonly argument: number;
  readonly message: string;
  readonly hint: string | null;
}

export interface LanguageFunction {
  readonly name: string;
  /** Other spellings, Python's among them. */
  readonly aliases: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returns: 'boolean' | 'text' | 'number' | 'scalar' | 'data';
  /** One line for people. */
  readonly summary: string;
  /** A rule that uses it. */
  readonly example: string;
  /** Prepares a call once per rule. `constants[i]` is the value of the i-th argument where it is known at load. */
  prepare(constants: readonly (Value | undefined)[]): Run | Unusable;
}

/** How messages and documents name a parameter's type. */
export const typeNames: Readonly<Record<ParameterType, string>> = {
  text: 'a text',
  texts: 'a text or a list of texts',
  number: 'a number',
  scalar: 'a text, a number, a boolean or null',
  'text or list': 'a text or a list',
  anything: 'a text, a list or an object',
  path: 'a bare path',
  list: 'a list',
  condition: 'a condition',
};

/** The least and the greatest number of arguments. */
export function arity(entry: LanguageFunction): { readonly min: number; readonly max: number } {
  return { min: entry.parameters.filter((parameter) => !parameter.optional).length, max: entry.parameters.length };
}

/** `hour(time, zone?)`. */
export function signature(entry: LanguageFunction): string {
  const names = entry.parameters.map(({ name, optional }) => (optional ? `${name}?` : name));
  return `${entry.name}(${names.join(', ')})`;
}

/** Whether a value can stand for a parameter of a type. */
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

/** A prepared constant of type `texts` as a list. */
export function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
