// The necessary conditions for a record to match any rule. The rule set creates the filter, the log file reader applies it.
// A filter may pass too many records, never too few.

/**
 * A condition on the leaf at one path: it satisfies the test for at least one of the values. All tests but `exists` are of a
 * string; every leaf but null satisfies `exists`, whose only value is `''`.
 */
export interface FieldCondition {
  /** Dotted path of a leaf, such as `eventName` or `userIdentity.type`. */
  readonly path: string;
  /** The tests with an `i` convert the text to lower case first; their values are in lower case. */
  readonly test:
    | 'exists'
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

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const IN_MOST_RECORDS = ['readOnly', 'managementEvent', 'userIdentity.sessionContext.attributes.mfaAuthenticated'];

/** Whether a condition excludes hardly any record, because nearly all have the field. */
export function isMetByMostRecords({ path, test }: FieldCondition): boolean {
  return test === 'exists' && IN_MOST_RECORDS.includes(path);
}

/** Every record passes. */
export const EVERY_RECORD: RecordFilter = { alternatives: null };

/** Compiles the test that a condition has for strings. It does not change the case of the values. */
export function textTest(test: FieldCondition['test'], values: readonly string[]): (text: string) => boolean {
  switch (test) {
    case 'exists':
      return () => true;
    case 'equals': {
      const set = new Set(values);
      return (text) => set.has(text);
    }
    case 'startsWith':
      return (text) => values.some((value) => text.startsWith(value));
    case 'endsWith':
      return (text) => values.some((value) => text.endsWith(value));
    case 'contains':
      return (text) => values.some((value) => text.includes(value));
    case 'iequals':
      return ignoringCase(textTest('equals', values));
    case 'istartsWith':
      return ignoringCase(textTest('startsWith', values));
    case 'iendsWith':
      return ignoringCase(textTest('endsWith', values));
    case 'icontains':
      return ignoringCase(textTest('contains', values));
  }
}

function ignoringCase(test: (text: string) => boolean): (text: string) => boolean {
  return (text) => test(text.toLowerCase());
}
