// A rule set: rules, ignore rules and tracked events compiled once, then asked about each record.
// In: definitions. Out: `decide(record)`. A rule that does not compile is reported and left out; it never stops the others.

import type { CloudTrailRecord } from '../records/record.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import type { Decision, RuleDefinition, RuleFailure } from './rule.ts';

/** What a rule set is made of. Order matters: the first matching rule names the alert, tracked events come last. */
export interface RuleSetDefinition {
  readonly rules: readonly RuleDefinition[];
  readonly ignoreRules: readonly RuleDefinition[];
  readonly eventsToTrack: readonly string[];
  /** Named lists that expressions reach as `lists.NAME`. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Whether ignored AccessDenied records are asked for, for their metrics, even where no rule matches them. */
  readonly countAccessDenied: boolean;
}

export interface RuleSet {
  /** What a record must hold for `decide` to give anything but `unmatched` without failures. */
  readonly filter: RecordFilter;
  /** How many rules and ignore rules work; all tracked events together count as one rule. */
  readonly size: number;
  /** Rules that do not compile. */
  readonly failures: readonly RuleFailure[];
  /** Decides on one record; total, never throws. */
  decide(record: CloudTrailRecord): Decision;
}
