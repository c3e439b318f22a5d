// What a rule implies about a value in the events that it matches. In: the value, and the compiled rule. Out: whether it is
// always null, or which texts it can have. Sound: what the text of the rule does not show is unknown.

import { compileRule } from '../../core/language/compile-rule.ts';
import { implies, toCondition } from '../../core/language/implies.ts';
import type { CompiledRule, CompiledValue, LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { constantValue, staticType } from '../../core/language/static-meaning.ts';

/** Whether the value is null for every event that the rule matches. */
export function isNullWhere(
  value: CompiledValue,
  rule: CompiledRule | null,
  environment: LanguageEnvironment,
): boolean {
  if (rule === null || value.expression.type !== 'path') return false;
  const matches = toCondition(rule.expression, environment);
  return [`${value.source} == null`, `not exists(${value.source})`].some((source) => {
    const { rule: isNull } = compileRule(source, environment);
    return isNull !== null && implies(matches, toCondition(isNull.expression, environment));
  });
}

/** Every text that the value can have in an event that the rule matches; null if there is no such list. */
export function valuesWhere(
  value: CompiledValue,
  rule: CompiledRule | null,
  environment: LanguageEnvironment,
): readonly string[] | null {
  const constant = constantValue(value.expression, environment);
  if (constant !== undefined) return constant === null || typeof constant === 'object' ? [] : [String(constant)];
  if (staticType(value.expression) === 'boolean') return ['true', 'false'];
  const { expression } = value;
  if (rule?.necessary == null || expression.type !== 'path' || expression.root !== 'event') return null;
  const path = expression.steps.map((step) => (step.kind === 'key' ? step.name : '')).join('.');
  const lists = rule.necessary.map((all) => all.find((one) => one.path === path && one.test === 'equals')?.values);
  return lists.every((values) => values !== undefined) ? lists.flat() : null;
}
