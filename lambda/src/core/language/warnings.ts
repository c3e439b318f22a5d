// Doubts about a sound rule: fields nobody knows, a value that is no boolean, a condition that can never hold.
// In: a checked tree. Out: warnings. A rule with doubts still works.

import type { Expression } from './ast.ts';
import { findFunction } from './functions/function-table.ts';
import { fieldName, unknownFieldHint } from './known-fields.ts';
import { necessaryConditions } from './necessary.ts';
import { type Finding, warning } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, staticType } from './static-meaning.ts';

/** Everything doubtful about a checked tree. */
export function findWarnings(expression: Expression, environment: LanguageEnvironment): Finding[] {
  return [...unknownFields(expression, environment), ...notBoolean(expression), ...neverTrue(expression, environment)];
}

function unknownFields(expression: Expression, environment: LanguageEnvironment): Finding[] {
  const name = nameOf(expression);
  const unknown = name === null ? null : unknownFieldHint(name, environment);
  const here =
    unknown === null
      ? []
      : [warning('unknown_field', expression.range, `no known event has the field \`${name}\``, unknown.hint)];
  return [...here, ...childrenOf(expression).flatMap((child) => unknownFields(child, environment))];
}

function nameOf(expression: Expression): string | null {
  if (expression.type === 'path') return expression.root === 'event' ? fieldName(expression.steps) : null;
  const isField = expression.type === 'subscript' || expression.type === 'get' || expression.type === 'has';
  return isField ? expression.path : null;
}

function notBoolean(expression: Expression): Finding[] {
  const type = expression.type === 'call' ? findFunction(expression.name)?.returns : staticType(expression);
  if (type === undefined || type === 'boolean' || type === 'unknown') return [];
  const hint = 'a rule matches only where its value is true: compare it with something';
  return [warning('not_boolean', expression.range, `the value of this rule is ${type}, never true`, hint)];
}

function neverTrue(expression: Expression, environment: LanguageEnvironment): Finding[] {
  const necessary = necessaryConditions(expression, environment);
  if (necessary?.length !== 0) return [];
  return [
    warning(
      'never_true',
      expression.range,
      'no event can meet this rule',
      'conditions that exclude one another are joined by `or`',
    ),
  ];
}
