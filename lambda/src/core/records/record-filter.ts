// What a record must hold to be of interest: necessary conditions, made by the rule set, used by the log file reader.
// A filter may let too much through, never too little.

/** A condition on the text at one path, of which at least one alternative holds. */
export interface FieldCondition {
  /** Dotted path of a leaf, such as `eventName` or `userIdentity.type`. */
  readonly path: string;
  readonly test: 'equals' | 'startsWith' | 'endsWith' | 'contains';
  readonly values: readonly string[];
}

/** A record is of interest if every condition of at least one alternative holds. `null` alternatives: any record may be. */
export interface RecordFilter {
  readonly alternatives: readonly (readonly FieldCondition[])[] | null;
}

/** Lets every record through. */
export const EVERY_RECORD: RecordFilter = { alternatives: null };
