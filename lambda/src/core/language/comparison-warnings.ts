// Warnings about comparisons that do not mean what they seem to: `in` before one string in parentheses, and `==` between
// values that are never equal. In: a checked tree and its source. Out: warnings. Reports only what is certain.

import type { Expression, Node, Range } from './ast.ts';
import { findFunction } from './functions/function-table.ts';
import { isEquality, isMembership } from './operators.ts';
import { type Finding, warning } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, constantValue, leafPath, staticType } from './static-meaning.ts';
import { isList, type Value } from './values.ts';

/** Finds comparisons with a surprising meaning. */
export function comparisonWarnings(
  expression: Expression,
  environment: LanguageEnvironment,
  source: string,
): Finding[] {
  const here =
    expression.type === 'compare'
      ? [...substringTest(expression, source), ...neverEqual(expression, environment)].slice(0, 1)
      : [];
  const below = childrenOf(expression).flatMap((child) => comparisonWarnings(child, environment, source));
  return [...here, ...below];
}

// As in Python, parentheses without a comma do not make a tuple.
function substringTest({ operator, right }: Node<'compare'>, source: string): Finding[] {
  const isText = right.type === 'literal' && typeof right.value === 'string';
  if (!isMembership(operator) || !isText || source[right.range.start] !== '(') return [];
  const written = source.slice(right.range.start, right.range.end).replace(/^\(\s*|\s*\)$/g, '');
  return [
    warning(
      'substring_test',
      right.range,
      `parentheses without a comma are not a tuple, so \`${operator}\` looks for a substring of ${written}`,
      `write \`(${written},)\` for a tuple, or \`${operator === 'in' ? '==' : '!='} ${written}\``,
    ),
  ];
}

function neverEqual({ operator, left, right, range }: Node<'compare'>, environment: LanguageEnvironment): Finding[] {
  if (isMembership(operator)) {
    const values = constantValue(right, environment);
    return isList(values) ? neverEqualToAny(left, right, values, environment) : [];
  }
  if (!isEquality(operator)) return [];
  const byLeft = caseReason(left, constantValue(right, environment));
  if (byLeft !== null) return warned(right.range, byLeft);
  const byRight = caseReason(right, constantValue(left, environment));
  if (byRight !== null) return warned(left.range, byRight);
  const [one, other] = [typeOf(left, environment), typeOf(right, environment)];
  return warned(range, typeReason(one, other, left) ?? typeReason(other, one, right));
}

// An element of another type next to one of the right type is intended: `readOnly in (true, "true")`.
function neverEqualToAny(
  left: Expression,
  right: Expression,
  values: readonly Value[],
  environment: LanguageEnvironment,
): Finding[] {
  const byCase = values.map((value) => caseReason(left, value)).find((reason) => reason !== null);
  if (byCase !== undefined) return warned(right.range, byCase);
  const byType = values.map((value) => typeReason(typeOf(left, environment), typeOfValue(value), left));
  return byType.includes(null) ? [] : warned(right.range, byType[0] ?? null);
}

interface Reason {
  readonly message: string;
  readonly hint: string;
}

function warned(range: Range, reason: Reason | null): Finding[] {
  return reason === null ? [] : [warning('never_equal', range, reason.message, reason.hint)];
}

function caseReason(expression: Expression, value: Value | undefined): Reason | null {
  if (typeof value !== 'string' || expression.type !== 'call') return null;
  const { name } = expression;
  if (name !== 'lower' && name !== 'upper') return null;
  const returned = name === 'lower' ? value.toLowerCase() : value.toUpperCase();
  if (returned === value) return null;
  const message = `\`${name}\` returns ${name} case, which never equals ${JSON.stringify(value)}`;
  return { message, hint: `write ${JSON.stringify(returned)}` };
}

const TYPES = { text: 'a string', number: 'a number', boolean: 'a boolean' } as const;
type Type = keyof typeof TYPES;

function typeReason(type: Type | null, other: Type | null, subject: Expression): Reason | null {
  if (type === null || other === null || type === other) return null;
  const isField = nameOf(subject) !== null;
  const hints: Record<Type, string> = {
    boolean: isField
      ? `write \`${nameOf(subject)} == true\` or \`${nameOf(subject)} == false\``
      : 'write the condition without a comparison, or compare it with true or false',
    number: 'write the number without quotes, or convert the value with `str(..)`',
    text: 'write the value in quotes, or convert the string with `int(..)`',
  };
  const what = isField ? `the field \`${nameOf(subject)}\`` : 'one side';
  return { message: `${what} is ${TYPES[type]}, which never equals ${TYPES[other]}`, hint: hints[type] };
}

/** The type of every value of an expression that is not null; null if it is not known. Null equals no value of a type. */
function typeOf(expression: Expression, environment: LanguageEnvironment): Type | null {
  if (nameOf(expression) !== null) return fieldType(expression, environment);
  if (expression.type === 'concat') return 'text';
  const type = expression.type === 'call' ? findFunction(expression.name)?.returns : staticType(expression);
  return type !== undefined && Object.hasOwn(TYPES, type) ? (type as Type) : null;
}

/** The type that a field always has; null if this is not known, or the expression is not a field. */
export function fieldType(expression: Expression, { fieldTypes = {} }: LanguageEnvironment): Type | null {
  const name = nameOf(expression);
  return name !== null && Object.hasOwn(fieldTypes, name) ? (fieldTypes[name] as Type) : null;
}

function nameOf(expression: Expression): string | null {
  if (expression.type === 'subscript') return expression.path;
  if (expression.type === 'get') return expression.fallback === null ? expression.path : null;
  return leafPath(expression);
}

function typeOfValue(value: Value): Type | null {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : null;
}
