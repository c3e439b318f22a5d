// Rules as data: what a user writes, what the catalogue contains, and what a decision reports about a record.

import type { Correlation } from '../correlation/correlation.ts';
import type { CorrelationFacts } from '../correlation/finding.ts';
import type { Observation } from '../correlation/observation.ts';
import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** Every severity, the most severe first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** The place of a severity in that order: 0 is the most severe. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** A rule as written, before its expression is compiled. */
export interface RuleDefinition {
  /** Unique in its set; kebab-case for catalogue rules, `rule 3` for user rules without one. */
  readonly name: string;
  /** Empty for a correlation of other rules. */
  readonly expression: string;
  readonly severity: Severity;
  readonly description: string;
  /** The catalogue pack that contains the rule; null for the user's own rules. */
  readonly pack: string | null;
  readonly runbookUrl: string | null;
  /** What the rule correlates; it then alerts only when the correlation fires. */
  readonly correlation?: Correlation;
  /** False for a rule that only feeds correlations and never alerts alone. */
  readonly generate?: false;
}

/** A matching rule, as routes and messages refer to it. */
export type MatchingRule = Pick<RuleDefinition, 'name' | 'severity' | 'pack'>;

/** The decision on one record. */
export interface Decision {
  /** `observed`: the record only feeds correlations. An `alert` can feed them too. */
  readonly outcome: 'alert' | 'observed' | 'ignored' | 'unmatched';
  /** The rule that names the alert: the first of `rules`; null if none matches. Also set for ignored records. */
  readonly rule: RuleDefinition | null;
  /**
   * Every matching rule that alerts on a single event, in order of precedence: see `comparePrecedence`. A tracked event comes
   * after all rules.
   */
  readonly rules: readonly RuleDefinition[];
  readonly ignoreRule: RuleDefinition | null;
  readonly accessDenied: boolean;
  /** What the record feeds. An ignored record feeds nothing. */
  readonly observations: readonly Observation[];
  /** How many observations are missing because the record has no value for a group or field, or no time. */
  readonly withoutGroup: number;
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
  /** The rule that names the alert. */
  readonly rule: RuleDefinition;
  /** Every matching rule, in order of precedence; `rule` is the first. */
  readonly rules: readonly MatchingRule[];
  /** How many more rules match, which `rules` does not contain. Only in the note of a thread, which has a size limit. */
  readonly moreRules?: number;
  /** Null if the payload itself contained the record. */
  readonly origin: RecordOrigin | null;
  /** What a correlation found; absent from the alert of a single event. `record` is then one of its events. */
  readonly correlation?: CorrelationFacts;
  /** Set if the event only adds to the count of an alert that does not cite it. */
  readonly continued?: true;
  /** Set if the log file was read because a digest file lists it, not after its notification. */
  readonly readLate?: true;
}
