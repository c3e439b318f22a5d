// Checks one expression. In: its text. Out: the compiled rule, and every problem that the text shows: those of the language, and misspelled
// events.

import { compileRule } from '../../core/language/compile-rule.ts';
import type { CompiledRule, LanguageEnvironment, Problem } from '../../core/language/rule-expression.ts';
import type { KnownEvents } from '../event-names/known-events.ts';
import { type MisspelledEvent, misspelledEvents } from '../event-names/misspelled-events.ts';

export interface CheckedExpression {
  /** Null if and only if a problem is an error. */
  readonly compiled: CompiledRule | null;
  /** In the order of their positions. */
  readonly problems: readonly (Problem | MisspelledEvent)[];
}

/** Compiles an expression, and finds its problems. */
export function checkExpression(
  expression: string,
  environment: LanguageEnvironment,
  events: KnownEvents,
): CheckedExpression {
  const { rule: compiled, problems } = compileRule(expression, environment);
  const misspelled = compiled === null ? [] : misspelledEvents(compiled, environment, events);
  return { compiled, problems: [...problems, ...misspelled].sort((a, b) => a.range.start - b.range.start) };
}
