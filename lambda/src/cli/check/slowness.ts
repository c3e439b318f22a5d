// Which rules slow the reading of log files down. In: a rule that compiles. Out: the part of it because of which every
// record has to be parsed, and how to write it better.

import type { Expression } from '../../core/language/ast.ts';
import { compileRule } from '../../core/language/compile-rule.ts';
import type { CompiledRule, LanguageEnvironment, Problem } from '../../core/language/rule-expression.ts';

export type Slowness = Omit<Problem, 'code'> & { readonly code: 'slow_rule' };

const HINT =
  "join a condition on a text to it with `and`: eventName == '..', eventName in ['..', '..'], eventSource == '..'," +
  " userIdentity.type == '..', errorCode.startsWith('..'), or the like";

/** The first part of a rule without a necessary condition; null if the rule has one, and so costs nothing elsewhere. */
export function slownessOf(rule: CompiledRule, environment: LanguageEnvironment): Slowness | null {
  if (rule.necessary !== null) return null;
  const part = openPart(rule, environment);
  const what = part === rule.expression ? 'the rule' : 'this side of `or`';
  return {
    level: 'warning',
    code: 'slow_rule',
    message: `${what} asks for no text that a record must hold, so every record is parsed for it`,
    hint: HINT,
    range: part.range,
    ...positionOf(rule.source, part.range.start),
  };
}

// An `or` is as good as its worst side.
function openPart({ source, expression }: CompiledRule, environment: LanguageEnvironment): Expression {
  if (expression.type !== 'or') return expression;
  const open = expression.operands.find(({ range }) => {
    const side = compileRule(source.slice(range.start, range.end), environment).rule;
    return side?.necessary === null;
  });
  return open ?? expression;
}

function positionOf(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
