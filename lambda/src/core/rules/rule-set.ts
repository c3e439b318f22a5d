// The interface of a rule set: rules, ignore rules and tracked events, compiled once, that decide on each record.
// In: definitions. Out: `decide(record)`. A rule that does not compile is reported and left out; it never stops the others.

import type { Correlation } from '../correlation/correlation.ts';
import type { Finding } from '../correlation/finding.ts';
import type { Observation } from '../correlation/observation.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import type { Alternatives } from './necessary-conditions.ts';
import type { Decision, RuleDefinition, RuleFailure } from './rule.ts';

/** The parts of a rule set. The order of `rules` decides between equal rules: see `comparePrecedence`. */
export interface RuleSetDefinition {
  readonly rules: readonly RuleDefinition[];
  readonly ignoreRules: readonly RuleDefinition[];
  readonly eventsToTrack: readonly string[];
  /** Named lists that expressions refer to as `lists.NAME`. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** The user's predicates, which expressions call as `NAME()`. */
  readonly predicates?: Readonly<Record<string, string>>;
  /** Whether to decide on AccessDenied records, for their metrics, even if no rule matches them. */
  readonly countAccessDenied: boolean;
  /** What is known about some expressions, so that they do not have to be compiled before a record concerns them. */
  readonly conditions?: KnownConditions;
}

/**
 * The necessary conditions of expressions, as `CompiledRule.necessary` has them. Only for expressions that compile, and mean
 * the same, in the environment of every rule set: they refer to no list and to no predicate of the user.
 */
export type KnownConditions = ReadonlyMap<string, Alternatives>;

export interface RuleSet {
  /** `decide` returns `unmatched` without failures for every record that this filter excludes. */
  readonly filter: RecordFilter;
  /** The number of rules and ignore rules that compile; all tracked events together count as one rule. */
  readonly size: number;
  /** Rules that do not compile. */
  readonly failures: readonly RuleFailure[];
  /** The correlations that compile, in order of dependency: one that feeds another comes before it. */
  readonly correlations: readonly CorrelationRule[];
  /** Decides on one record. Never throws. */
  decide(record: CloudTrailRecord): Decision;
  /** What a finding of one correlation means for the correlations that it feeds. Empty for an event that continues an alert. */
  observeFinding(finding: Finding): readonly Observation[];
}

/** A correlation that compiles. */
export interface CorrelationRule {
  readonly rule: RuleDefinition;
  readonly correlation: Correlation;
  /**
   * A hash of the name and of everything that defines what is stored: the type, the expressions, the feeding rules, the
   * time span and `gte`, but not white space, `learn`, the severity or the description. A rule whose definition changes
   * starts with nothing stored.
   */
  readonly definition: string;
}
