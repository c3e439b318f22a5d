// Rules as data: what a user writes, what the catalogue holds, and what a decision says about a record.

import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** Every severity, the most severe first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** A rule as it is written, before its expression has been compiled. */
export interface RuleDefinition {
  /** Unique in its set; kebab-case for catalogue rules, `rule 3` for user rules without one. */
  readonly name: string;
  readonly expression: string;
  readonly severity: Severity;
  readonly description: string;
  /** Catalogue pack that brought it; null for the user's own rules. */
  readonly pack: string | null;
  readonly runbookUrl: string | null;
}

/** What became of one record. */
export interface Decision {
  readonly outcome: 'alert' | 'ignored' | 'unmatched';
  /** The first matching rule in order; null where none matched. Also set for ignored records. */
  readonly rule: RuleDefinition | null;
  readonly ignoreRule: RuleDefinition | null;
  readonly accessDenied: boolean;
  /** Rules that could not be evaluated on this record; each counted as not matching. */
  readonly failures: readonly RuleFailure[];
}

/** A rule that does not work: it does not compile (no `eventId`), or it failed on one record. */
export interface RuleFailure {
  readonly ruleName: string;
  readonly expression: string;
  readonly ignoreRule: boolean;
  readonly code: string;
  readonly message: string;
}

/** A record that somebody has to be told about. */
export interface Alert {
  readonly record: CloudTrailRecord;
  readonly rule: RuleDefinition;
  /** Null where the record came in the payload itself. */
  readonly origin: RecordOrigin | null;
}
