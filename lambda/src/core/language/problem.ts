// Problems in the source of a rule: locates them and prints them.
// In: a finding with offsets. Out: a problem with line and column, and its printed lines. Never throws.

import type { Range } from './ast.ts';
import type { ErrorCode, Problem, WarningCode } from './rule-expression.ts';

/** A problem with offsets only, before its line and column are known. */
export interface Finding {
  readonly level: 'error' | 'warning';
  readonly code: ErrorCode | WarningCode;
  readonly message: string;
  readonly hint: string | null;
  readonly range: Range;
}

/** Creates an error; `hint` says what to write instead. */
export function error(code: ErrorCode, range: Range, message: string, hint: string | null = null): Finding {
  return { level: 'error', code, message, hint, range };
}

/** Creates a warning. */
export function warning(code: WarningCode, range: Range, message: string, hint: string | null = null): Finding {
  return { level: 'warning', code, message, hint, range };
}

/** A problem of the language, or one that only `check` finds. */
export type Printable = Omit<Problem, 'code'> & { readonly code: string };

/** Converts findings to problems in source order, without duplicates: a chained comparison checks its middle twice. */
export function locateProblems(source: string, findings: readonly Finding[]): Problem[] {
  const distinct = new Map(
    findings.map((one) => [`${one.range.start}-${one.range.end} ${one.code} ${one.message}`, one]),
  );
  return [...distinct.values()]
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
    .map((finding) => ({ ...finding, ...positionOf(source, finding.range.start) }));
}

/**
 * Prints a problem: position and message, the line of the rule with carets, and the hint.
 *
 *     error unknown_function at 1:1: the function `starts` does not exist
 *       starts(eventName, "a")
 *       ^^^^^^
 *       hint: did you mean `startsWith`?
 */
export function renderProblem(source: string, problem: Printable): string {
  const lines = [`${problem.level} ${problem.code} at ${problem.line}:${problem.column}: ${problem.message}`];
  lines.push(...caretLines(source, problem));
  if (problem.hint !== null) lines.push(`  hint: ${problem.hint}`);
  return lines.join('\n');
}

// A line can have thousands of characters: the window shows the part around the problem.
const windowBefore = 60;
const windowWidth = 120;

function caretLines(source: string, problem: Printable): string[] {
  const line = source.split(/\r\n|\r|\n/)[problem.line - 1] ?? '';
  const column = problem.column - 1;
  const from = Math.max(0, Math.min(column - windowBefore, line.length - windowWidth));
  const shown = Array.from(line.slice(from, from + windowWidth), visible).join('');
  const width = Math.max(
    1,
    Math.min(problem.range.end - problem.range.start, from + windowWidth - column, line.length - column),
  );
  return [`  ${shown}`, `  ${' '.repeat(column - from)}${'^'.repeat(width)}`];
}

function visible(character: string): string {
  return /[\p{Cc}\p{Cf}]/u.test(character) ? ' ' : character;
}

/** The line and the column of an offset; both count from 1. */
export function positionOf(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
