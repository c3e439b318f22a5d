// Finds rules that slow down the reading of log files. In: a compiled rule. Out: the part of it that makes the function
// parse every record, and how to rewrite it.

import type { Expression } from '../../core/language/ast.ts';
import { compileRule } from '../../core/language/compile-rule.ts';
import { positionOf } from '../../core/language/problem.ts';
import type { CompiledRule, LanguageEnvironment, Problem } from '../../core/language/rule-expression.ts';
import { isMetByMostRecords } from '../../core/records/record-filter.ts';

export type Slowness = Omit<Problem, 'code'> & { readonly code: 'slow_rule' };

const HINT =
  "add a condition on a string with `and`: eventName == '..', eventName in ['..', '..'], eventSource == '..'," +
  " userIdentity.type == '..', errorCode.startsWith('..'), or similar";

/** The first part of a rule that has no necessary condition; null if the rule as a whole has one. */
export function slownessOf(rule: CompiledRule, environment: LanguageEnvironment): Slowness | null {
  if (!isOpen(rule.necessary)) return null;
  const part = openPart(rule, environment);
  const what = part === rule.expression ? 'the rule' : 'this side of `or`';
  return {
    level: 'warning',
    code: 'slow_rule',
    message: `${what} requires no string that a record must contain, so the function parses every record`,
    hint: HINT,
    range: part.range,
    ...positionOf(rule.source, part.range.start),
  };
}

function isOpen(necessary: CompiledRule['necessary']): boolean {
  return necessary === null || necessary.some((conditions) => conditions.every(isMetByMostRecords));
}

// An `or` needs a necessary condition on every side.
function openPart({ source, expression }: CompiledRule, environment: LanguageEnvironment): Expression {
  if (expression.type !== 'or') return expression;
  const open = expression.operands.find(({ range }) => {
    const side = compileRule(source.slice(range.start, range.end), environment).rule;
    return side !== null && isOpen(side.necessary);
  });
  return open ?? expression;
}
