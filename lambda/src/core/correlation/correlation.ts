// The definition of a correlation: a rule that fires on several events together. Words are those of Sigma; `first_seen` is
// what Elastic calls new terms.
// https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md

/** The types, in the order of the documentation. */
export const CORRELATION_TYPES = ['event_count', 'value_count', 'first_seen', 'temporal', 'temporal_ordered'] as const;

export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** What a rule records and when it fires, as the user wrote it, with durations in milliseconds. */
export interface Correlation {
  readonly type: CorrelationType;
  /** The feeding rules by name; null if the events are those that the rule's own expression matches. */
  readonly rules: readonly string[] | null;
  /** Expressions, or names of `aliases`. Events with the same values form a group; empty makes one group of all events. */
  readonly groupBy: readonly string[];
  /** The expression, or alias, whose distinct values `value_count` counts; null for the other types. */
  readonly field: string | null;
  /** By alias, then by feeding rule: the expression that the alias represents in events of that rule. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly timespanMs: number;
  /** How many events or values; for the temporal types the number of feeding rules; 1 for `first_seen`. */
  readonly gte: number;
  /** `first_seen` only records for this long after its first event; 0 for the other types. */
  readonly learnMs: number;
}
