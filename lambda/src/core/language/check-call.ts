// Checks the arguments of a call against the function's entry. In: a call with the right number of arguments. Out: a
// finding for each wrong argument, including constants that the entry rejects (patterns, networks, time zones).

import type { Expression, Node } from './ast.ts';
import {
  accepts,
  type LanguageFunction,
  type Parameter,
  parameterOf,
  typeNames,
} from './functions/language-function.ts';
import { error, type Finding } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { constantValue, staticType } from './static-meaning.ts';
import { describe, isList, type Value } from './values.ts';

/** Finds the errors in the arguments of a call. */
export function checkArguments(
  call: Node<'call'>,
  entry: LanguageFunction,
  environment: LanguageEnvironment,
): Finding[] {
  const constants = call.args.map((argument) => constantValue(argument, environment));
  const findings = call.args.flatMap((argument, index) => {
    const parameter = parameterOf(entry, index);
    const message = parameter === undefined ? null : complaint(parameter, argument, constants[index]);
    return message === null ? [] : [error('wrong_type', argument.range, `\`${entry.name}\` ${message}`, entry.example)];
  });
  if (findings.length > 0) return findings;
  const prepared = entry.prepare?.(constants);
  if (prepared === undefined || typeof prepared === 'function') return [];
  const place = call.args[prepared.argument] ?? call;
  return [error(prepared.code, place.range, prepared.message, prepared.hint)];
}

function complaint(parameter: Parameter, argument: Expression, constant: Value | undefined): string | null {
  if (parameter.type === 'path')
    return argument.type === 'path' ? null : `needs ${typeNames.path} as ${parameter.name}`;
  if (parameter.constant && constant === undefined)
    return `needs a constant as ${parameter.name}: a literal, a list of literals or a named list`;
  if (constant !== undefined) return complaintAboutConstant(parameter, constant);
  return fits(parameter, argument) ? null : `needs ${typeNames[parameter.type]} as ${parameter.name}`;
}

function complaintAboutConstant(parameter: Parameter, constant: Value): string | null {
  if (!accepts(parameter.type, constant))
    return `needs ${typeNames[parameter.type]} as ${parameter.name}, got ${describe(constant)}`;
  const isTexts = parameter.type !== 'texts' || !isList(constant) || constant.every((item) => typeof item === 'string');
  return isTexts ? null : `needs a list that contains only strings as ${parameter.name}`;
}

const acceptable: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  texts: ['text', 'list'],
  number: ['number'],
  scalar: ['text', 'number', 'boolean', 'null'],
  'text or list': ['text', 'list'],
  anything: ['text', 'list'],
};

function fits(parameter: Parameter, argument: Expression): boolean {
  const type = staticType(argument);
  return type === 'unknown' || (acceptable[parameter.type]?.includes(type) ?? true);
}
