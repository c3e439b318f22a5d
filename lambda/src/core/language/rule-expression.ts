// The contract of the rule language. In: the source of a rule. Out: a compiled rule, or every problem in the source.
// Knows nothing about CloudTrail; everything specific to a kind of record comes from the environment.

import type { Expression, Range } from './ast.ts';

/** Parsed JSON, read-only. Same shape as in the record model; the language imports no other room. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** Everything besides its event that a rule can refer to. */
export interface LanguageEnvironment {
  /** Named lists: `lists.NAME`. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Named predicates, called as `name()`. Each is an expression of this language about the same event, without `it`. */
  readonly predicates: Readonly<Record<string, string>>;
  /** Dotted field names, for suggestions and the warning `unknown_field`. Every path below a name that ends in `.*` is known. */
  readonly knownFields: readonly string[];
  /** The types of fields that always have the same type, for the warning `never_equal`. */
  readonly fieldTypes?: Readonly<Record<string, 'text' | 'number' | 'boolean'>>;
}

export type ErrorCode =
  | 'syntax_error'
  | 'unsupported_syntax'
  | 'unknown_function'
  | 'unknown_list'
  | 'wrong_arity'
  | 'wrong_type'
  | 'invalid_pattern'
  | 'limit_exceeded'
  | 'always_null';
export type WarningCode = 'unknown_field' | 'not_boolean' | 'never_true' | 'never_equal' | 'substring_test';

/** An error or a warning about the source of a rule. Lines and columns count from 1. */
export interface Problem {
  readonly level: 'error' | 'warning';
  readonly code: ErrorCode | WarningCode;
  readonly message: string;
  /** What to write instead; null if there is no suggestion. */
  readonly hint: string | null;
  readonly range: Range;
  readonly line: number;
  readonly column: number;
}

/** The reason why an accepted rule could not be evaluated on an event. */
export interface EvaluationError {
  readonly code: 'missing_field' | 'type_mismatch';
  readonly message: string;
  readonly range: Range;
}

/** Tests of a leaf. All but `exists` are of a string; `exists` passes for every leaf but null, and has the value `''`. */
export type LeafTest =
  | 'exists'
  | 'equals'
  | 'startsWith'
  | 'endsWith'
  | 'contains'
  | 'iequals'
  | 'istartsWith'
  | 'iendsWith'
  | 'icontains';

/** A condition that is true for every event that the rule matches: the leaf at `path` passes `test` for one of the values. */
export interface NecessaryCondition {
  readonly path: string;
  /** The tests with an `i` convert the leaf to lower case first; their values are in lower case. */
  readonly test: LeafTest;
  readonly values: readonly string[];
}

export interface CompiledRule {
  readonly source: string;
  readonly expression: Expression;
  /**
   * Returns true if the rule matches (its value is exactly `true`), false if not, or the reason why it could not be
   * evaluated. Never throws; linear in the rule and the event.
   */
  evaluate(event: Data): boolean | EvaluationError;
  /**
   * All alternatives under which the rule can match, each a list of conditions that are all true then; null if nothing
   * is known. Sound: the rule does not match an event for which no alternative is true.
   */
  readonly necessary: readonly (readonly NecessaryCondition[])[] | null;
}

/** Errors and warnings in source order. `rule` is null if and only if a problem is an error. */
export interface CompileResult {
  readonly rule: CompiledRule | null;
  readonly problems: readonly Problem[];
}

/** An expression that is used for its value, not as a condition. */
export interface CompiledValue {
  readonly source: string;
  readonly expression: Expression;
  /**
   * Returns the value as text, spelled as by `asText`, null if there is none, or the reason why it could not be evaluated.
   * Never throws; linear in the expression and the event.
   */
  evaluate(event: Data): string | null | EvaluationError;
}

/** Errors and warnings in source order. `value` is null if and only if a problem is an error. */
export interface ValueResult {
  readonly value: CompiledValue | null;
  readonly problems: readonly Problem[];
}
