// A Sigma rule as data, and its closed syntax tree: detections, matches and conditions. Types only.

/** What every kind of rule says about itself. Texts are as written. */
export interface SigmaMeta {
  readonly line: number;
  readonly title: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly description: string;
  readonly level: SigmaLevel;
  readonly status: string | null;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly tags: readonly string[];
}

/** A rule about single events, as read from one document. */
export interface SigmaRule extends SigmaMeta {
  readonly detections: ReadonlyMap<string, Detection>;
  /** Joined with `or`. */
  readonly conditions: readonly { readonly condition: Condition; readonly line: number }[];
}

export const SIGMA_CORRELATION_TYPES = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;

/** A text and the line where it is. */
export interface Located {
  readonly text: string;
  readonly line: number;
}

/** A correlation rule, as read from one document. */
export interface SigmaCorrelation extends SigmaMeta {
  readonly type: (typeof SIGMA_CORRELATION_TYPES)[number];
  /** The rules that feed it, by id, name or title. */
  readonly rules: readonly Located[];
  /** Fields, or names of aliases. */
  readonly groupBy: readonly Located[];
  /** For `value_count`. */
  readonly field: Located | null;
  /** By alias, then by the rule as `rules` names it. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, Located>>;
  readonly timespan: string;
  /** How many events, values or rules; null if a temporal correlation has no condition. */
  readonly gte: number | null;
}

export type SigmaLevel = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** A search identifier: tests of fields, or keywords, joined with `and` (a map) or `or` (a list). */
export type Detection = { readonly type: 'and' | 'or'; readonly operands: readonly Detection[] } | FieldTest;

/** One key of a map, or one list of keywords. */
export interface FieldTest {
  readonly type: 'test';
  /** Null for keywords, which are searched in the whole record. */
  readonly field: string | null;
  readonly matches: readonly Match[];
  /** How the matches are joined: `and` with the modifier `all`. */
  readonly joint: 'and' | 'or';
  /** Set by the modifier `neq`. */
  readonly negated: boolean;
  readonly line: number;
}

export type CompareOperator = '<' | '<=' | '>' | '>=';
export type Position = 'equals' | 'startswith' | 'endswith' | 'contains';
export type TimePart = 'minute' | 'hour' | 'day' | 'month' | 'year';

/** What a value must be. */
export type Match =
  | { readonly type: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly type: 'null' }
  | { readonly type: 'exists'; readonly expected: boolean }
  | { readonly type: 're'; readonly pattern: string; readonly flags: string }
  | { readonly type: 'cidr'; readonly network: string }
  | { readonly type: 'compare'; readonly operator: CompareOperator; readonly number: number }
  | { readonly type: 'fieldref'; readonly field: string; readonly position: Position }
  | {
      readonly type: 'time';
      readonly part: TimePart;
      readonly operator: CompareOperator | '==';
      readonly number: number;
    };

/** Literal strings and wildcards: `*` any characters, `?` one. No two literals are neighbors, and none is empty. */
export type Pattern = readonly PatternPart[];
export type PatternPart = { readonly literal: string } | '*' | '?';

export type Condition =
  | { readonly type: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly type: 'not'; readonly operand: Condition }
  | { readonly type: 'identifier'; readonly name: string }
  /** `1 of pattern`, `all of pattern`; the pattern of `them` is `*`. */
  | { readonly type: 'selector'; readonly quantifier: 'any' | 'all'; readonly pattern: string };
