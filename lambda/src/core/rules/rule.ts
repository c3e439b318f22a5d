// Rules as data: what a user writes, what the catalogue contains, and what a decision reports about a record.

import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** Every severity, the most severe first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** A rule as written, before its expression is compiled. */
export interface RuleDefinition {
  /** Unique in its set; kebab-case for catalogue rules, `rule 3` for user rules without one. */
  readonly name: string;
  readonly expression: string;
  readonly severity: Severity;
  readonly description: string;
  /** The catalogue pack that contains the rule; null for the user's own rules. */
  readonly pack: string | null;
  readonly runbookUrl: string | null;
}

/** The decision on one record. */
export interface Decision {
  readonly outcome: 'alert' | 'ignored' | 'unmatched';
  /** The first matching rule in order; null if none matches. Also set for ignored records. */
  readonly rule: RuleDefinition | null;
  readonly ignoreRule: RuleDefinition | null;
  readonly accessDenied: boolean;
  /** Rules that could not be evaluated on this record; each counts as not matching. */
  readonly failures: readonly RuleFailure[];
}

/** A rule that does not work: it does not compile, or it failed on one record. */
export interface RuleFailure {
  readonly ruleName: string;
  readonly expression: string;
  readonly ignoreRule: boolean;
  readonly code: string;
  readonly message: string;
}

/** A record that a rule matched and no ignore rule did. */
export interface Alert {
  readonly record: CloudTrailRecord;
  readonly rule: RuleDefinition;
  /** Null if the payload itself contained the record. */
  readonly origin: RecordOrigin | null;
}
