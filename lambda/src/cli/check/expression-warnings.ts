// Warnings about expressions, for commands that use rules and are not about their problems. In: expressions, and what to call each. Out: a
// text for each warning. Loads the names of events only if there are expressions.

import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { loadKnownEvents } from '../event-names/known-events.ts';
import { problemText } from '../problem-text.ts';
import { checkExpression } from './check-expression.ts';

export interface NamedExpression {
  /** What messages call it. It is printed as it is. */
  readonly what: string;
  readonly expression: string;
}

/** The warnings about expressions, each a text of several lines. Errors are not among them. The pattern engine must be loaded. */
export async function expressionWarnings(
  expressions: readonly NamedExpression[],
  environment: LanguageEnvironment,
): Promise<readonly string[]> {
  if (expressions.length === 0) return [];
  const events = await loadKnownEvents();
  return expressions.flatMap(({ what, expression }) =>
    checkExpression(expression, environment, events)
      .problems.filter(({ level }) => level === 'warning')
      .map((problem) => `${what} may have a mistake:\n${problemText(expression, problem)}`.replaceAll('\n', '\n  ')),
  );
}
