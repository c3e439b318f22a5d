// The necessary conditions for a record to match any rule. The rule set creates the filter, the log file reader applies it.
// A filter may pass too many records, never too few.

/** A condition on the string at one path: it satisfies the test for at least one of the values. */
export interface FieldCondition {
  /** Dotted path of a leaf, such as `eventName` or `userIdentity.type`. */
  readonly path: string;
  /** The tests with an `i` convert the text to lower case first; their values are in lower case. */
  readonly test:
    | 'equals'
    | 'startsWith'
    | 'endsWith'
    | 'contains'
    | 'iequals'
    | 'istartsWith'
    | 'iendsWith'
    | 'icontains';
  readonly values: readonly string[];
}

/** A record passes if every condition of at least one alternative holds. `null` alternatives: every record passes. */
export interface RecordFilter {
  readonly alternatives: readonly (readonly FieldCondition[])[] | null;
}

/** Every record passes. */
export const EVERY_RECORD: RecordFilter = { alternatives: null };
