// Compiles calls of functions in the table. In: a checked call. Out: a closure that checks the types of the values, so
// that the entries in the table do not have to.

import type { Expression, Node } from './ast.ts';
import { compilePath, compileRoot, type Evaluate, type Surroundings } from './compile-path.ts';
import { findFunction } from './functions/function-table.ts';
import {
  accepts,
  type LanguageFunction,
  type Parameter,
  type ParameterType,
  parameterOf,
  type Run,
  typeNames,
} from './functions/language-function.ts';
import { elementsReader, valueReader } from './path-reader.ts';
import { constantValue, hasEach, isLenient, reachesContainers } from './static-meaning.ts';
import { describe, Failure, type Outcome, type Value } from './values.ts';

/** Compiles a call. */
export function compileCall(call: Node<'call'>, around: Surroundings): Evaluate {
  if (call.name === 'exists') return compileExists(call, around);
  const applier = prepareCall(call, around.environment);
  const [first, second, third] = call.args.map((argument, index) => compileArgument(call, argument, index, around));
  if (first === undefined) return () => null;
  return (event, it) => {
    const a = first(event, it);
    if (a instanceof Failure) return a;
    const b = second === undefined ? null : second(event, it);
    if (b instanceof Failure) return b;
    const c = third === undefined ? null : third(event, it);
    return c instanceof Failure ? c : applier(a, b, c);
  };
}

/** Applies a function to values: checks types, and returns a failure (null or false for a bare path) if there is no value. */
export type Applier = (first: Value, second: Value, third: Value) => Outcome;

/** Prepares a checked call; reads its constants once. */
export function prepareCall(call: Node<'call'>, environment: Surroundings['environment']): Applier {
  const entry = findFunction(call.name) as LanguageFunction;
  const run = entry.prepare?.(call.args.map((argument) => constantValue(argument, environment))) as Run;
  const nothing = entry.returns === 'boolean' ? false : null;
  const lenient = call.args.map(isLenient);
  const given = call.args.length;
  const refuse = (index: number, value: Value) => (lenient[index] ? nothing : mismatch(call, entry, index, value));
  const types = call.args.map((_, index) => parameterOf(entry, index)?.type ?? 'scalar');
  const takes = (index: number, value: Value) => index >= given || accepts(types[index] as ParameterType, value);
  return (a, b, c) => {
    if (!takes(0, a)) return refuse(0, a);
    if (!takes(1, b)) return refuse(1, b);
    if (!takes(2, c)) return refuse(2, c);
    const value = run(a, b, c);
    return value === undefined ? noValue(call, lenient.includes(true), nothing, a) : value;
  };
}

function mismatch(call: Node<'call'>, entry: LanguageFunction, index: number, value: Value): Failure {
  const { name, type } = parameterOf(entry, index) as Parameter;
  const message = `\`${call.name}\` needs ${typeNames[type]} as ${name}, got ${describe(value)}`;
  return new Failure('type_mismatch', message, call.range);
}

function noValue(call: Node<'call'>, isLenientCall: boolean, nothing: Value, value: Value): Outcome {
  if (isLenientCall) return nothing;
  return new Failure(
    'type_mismatch',
    `\`${call.name}\` cannot convert this ${describe(value).replace(/^an? /, '')}`,
    call.range,
  );
}

function compileArgument(call: Node<'call'>, argument: Expression, index: number, around: Surroundings): Evaluate {
  const parameter = findFunction(call.name)?.parameters[index];
  if (argument.type !== 'path') return around.compile(argument, around);
  return compilePath(argument, around, reachesContainers(parameter, argument.root));
}

function compileExists(call: Node<'call'>, around: Surroundings): Evaluate {
  const path = call.args[0] as Node<'path'>;
  const root = compileRoot(path.root, around);
  const isThere = presence(path);
  return (event, it) => {
    const data = root(event, it);
    return data instanceof Failure ? data : isThere(data);
  };
}

function presence(path: Node<'path'>): (data: Value) => boolean {
  if (hasEach(path)) {
    const read = elementsReader(path.steps);
    return (data) => read(data).length > 0;
  }
  const read = valueReader(path.steps, true);
  // `json(..)` returns null for anything that is not JSON.
  if (path.steps.length === 0) return (data) => data !== null;
  return (data) => read(data) !== undefined;
}
