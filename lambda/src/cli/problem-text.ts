// Prints a problem of a rule for a terminal. In: the text of a rule and a problem in it. Out: escaped lines.

import { renderProblem } from '../core/language/problem.ts';
import type { Problem } from '../core/language/rule-expression.ts';
import { escaped } from './escaped.ts';

/** The lines of a problem. Its message and hint may quote the rule, which may come from an untrusted file. */
export function problemText(expression: string, problem: Problem): string {
  const { message, hint } = problem;
  return renderProblem(expression, { ...problem, message: escaped`${message}`, hint: hint && escaped`${hint}` });
}
