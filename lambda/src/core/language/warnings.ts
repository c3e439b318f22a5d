// Warnings about a valid rule: unknown fields, a value that is not a boolean, a condition that is never true.
// In: a checked tree. Out: warnings. A rule with warnings still works.

import type { Expression } from './ast.ts';
import { comparisonWarnings, fieldType } from './comparison-warnings.ts';
import { findFunction } from './functions/function-table.ts';
import { necessaryConditions } from './necessary.ts';
import { type Finding, warning } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, staticType } from './static-meaning.ts';
import { fieldName, unknownFieldHint } from './unknown-fields.ts';

/** Finds every warning about a checked tree. */
export function findWarnings(expression: Expression, environment: LanguageEnvironment, source: string): Finding[] {
  return [
    ...findValueWarnings(expression, environment, source),
    ...notBoolean(expression, environment),
    ...neverTrue(expression, environment),
  ];
}

/** The warnings about a checked tree whose value does not have to be a boolean. */
export function findValueWarnings(expression: Expression, environment: LanguageEnvironment, source: string): Finding[] {
  return [...unknownFields(expression, environment), ...comparisonWarnings(expression, environment, source)];
}

function unknownFields(expression: Expression, environment: LanguageEnvironment): Finding[] {
  const unknown = unknownField(expression, environment);
  const here =
    unknown === null
      ? []
      : [warning('unknown_field', expression.range, `the field \`${unknown.name}\` is unknown`, unknown.hint)];
  return [...here, ...childrenOf(expression).flatMap((child) => unknownFields(child, environment))];
}

/** The field that a path or a lookup reads, if it is unknown, with a hint; otherwise null. */
export function unknownField(
  expression: Expression,
  environment: LanguageEnvironment,
): { readonly name: string; readonly hint: string | null } | null {
  const name = nameOf(expression);
  const unknown = name === null ? null : unknownFieldHint(name, environment);
  return name === null || unknown === null ? null : { name, hint: unknown.hint };
}

function nameOf(expression: Expression): string | null {
  if (expression.type === 'path') return expression.root === 'event' ? fieldName(expression.steps) || null : null;
  const isField = expression.type === 'subscript' || expression.type === 'get' || expression.type === 'has';
  return isField ? expression.path : null;
}

const typeNames: Readonly<Record<string, string>> = { text: 'a string', number: 'a number', list: 'a list' };

function notBoolean(expression: Expression, environment: LanguageEnvironment): Finding[] {
  const returned = expression.type === 'call' ? findFunction(expression.name)?.returns : staticType(expression);
  const type = fieldType(expression, environment) ?? returned;
  if (type === undefined || type === 'boolean' || type === 'unknown') return [];
  const example = type === 'text' ? 'eventName == "StopLogging"' : 'len(eventName) > 20';
  const hint = `compare it with a value, for example \`${example}\`: a rule matches only if its value is true`;
  return [
    warning('not_boolean', expression.range, `the value of this rule is ${typeNames[type] ?? type}, never true`, hint),
  ];
}

function neverTrue(expression: Expression, environment: LanguageEnvironment): Finding[] {
  const necessary = necessaryConditions(expression, environment);
  if (necessary?.length !== 0) return [];
  return [
    warning(
      'never_true',
      expression.range,
      'no event can match this rule',
      'join conditions that exclude each other with `or`',
    ),
  ];
}
