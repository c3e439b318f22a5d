// The front door of the rule language: a rule's text in, a compiled rule or every problem with it out.
// Knows nothing of CloudTrail; what is particular to a kind of record comes in through the environment.

import type { Expression, Range } from './ast.ts';

/** Parsed JSON, read-only. The same shape as the record model's; the language imports nothing of ours. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** What a rule may refer to besides its event. */
export interface LanguageEnvironment {
  /** Named lists, reached as `lists.NAME`. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Named predicates, called as `name()`: each is itself an expression of this language over the same event. */
  readonly predicates: Readonly<Record<string, string>>;
  /** Dotted field names to suggest and to warn about (`unknown_field`); paths below a name that ends in `.*` are free. */
  readonly knownFields: readonly string[];
}

export type ErrorCode =
  | 'syntax_error'
  | 'unsupported_syntax'
  | 'unknown_function'
  | 'unknown_list'
  | 'wrong_arity'
  | 'wrong_type'
  | 'invalid_pattern'
  | 'limit_exceeded';
export type WarningCode = 'unknown_field' | 'not_boolean' | 'never_true';

/** Something wrong with, or doubtful about, a rule's text. Lines and columns count from 1. */
export interface Problem {
  readonly level: 'error' | 'warning';
  readonly code: ErrorCode | WarningCode;
  readonly message: string;
  /** What to write instead; null where there is nothing to suggest. */
  readonly hint: string | null;
  readonly range: Range;
  readonly line: number;
  readonly column: number;
}

/** Why an accepted rule could not be evaluated on one event. */
export interface EvaluationError {
  readonly code: 'missing_field' | 'type_mismatch';
  readonly message: string;
  readonly range: Range;
}

/** A text condition that must hold wherever the rule matches: the leaf at `path` is a string that passes `test`. */
export interface NecessaryCondition {
  readonly path: string;
  readonly test: 'equals' | 'startsWith' | 'endsWith' | 'contains';
  readonly values: readonly string[];
}

export interface CompiledRule {
  readonly source: string;
  readonly expression: Expression;
  /**
   * True if the rule matches (its value is exactly `true`), false if not, or why it could not be evaluated. Never throws;
   * time is linear in the rule and the event.
   */
  evaluate(event: Data): boolean | EvaluationError;
  /**
   * Every alternative under which the rule can match, each a list of conditions that all hold then; null if nothing
   * can be said. Sound: an event for which no alternative holds does not match, whatever else the rule says.
   */
  readonly necessary: readonly (readonly NecessaryCondition[])[] | null;
}

/** Errors and warnings in the order of the text. `rule` is null exactly if some problem is an error. */
export interface CompileResult {
  readonly rule: CompiledRule | null;
  readonly problems: readonly Problem[];
}
