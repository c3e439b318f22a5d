// Prints a problem of a rule for a terminal. In: the text of a rule and a problem in it. Out: escaped lines.

import { type Printable, renderProblem } from '../core/language/problem.ts';
import { escaped } from './escaped.ts';

/** The lines of a problem. Its message and hint may quote the rule, which may come from an untrusted file. */
export function problemText(expression: string, problem: Printable): string {
  const { message, hint } = problem;
  return renderProblem(expression, { ...problem, message: escaped`${message}`, hint: hint && escaped`${hint}` });
}
