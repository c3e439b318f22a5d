// Notices: everything that can be delivered, as plain data, before it is rendered for a destination.
// A destination receives notices with the same `id` at most once.

import type { RecordOrigin } from '../records/record.ts';
import type { Alert, MatchingRule, RuleFailure, Severity } from '../rules/rule.ts';

/** What routes are chosen by. */
export interface RoutingSubject {
  /** In order of preference: the caller's account, then the recipient's. */
  readonly accountIds: readonly string[];
  readonly ruleName: string | null;
  readonly pack: string | null;
  readonly severity: Severity;
  /** The matching rules of an alert besides the one that names it, in order of precedence. */
  readonly otherRules: readonly MatchingRule[];
}

interface NoticeBase {
  readonly id: string;
  /** Notices with the same key within the time window go into one thread; null starts none. */
  readonly threadKey: string | null;
  readonly subject: RoutingSubject;
}

export interface AlertNotice extends NoticeBase {
  readonly kind: 'alert';
  readonly alert: Alert;
}

/** A rule that does not compile, or that failed on a record; reported once per rule and time window. */
export interface RuleErrorNotice extends NoticeBase {
  readonly kind: 'rule-error';
  readonly failure: RuleFailure;
  readonly origin: RecordOrigin | null;
  /** The event it failed on; null where the rule does not compile. */
  readonly eventId: string | null;
}

/** A log file that was removed from the bucket. */
export interface RemovedObjectNotice extends NoticeBase {
  readonly kind: 'removed-object';
  readonly bucket: string;
  readonly key: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly region: string;
  readonly principalId: string;
  readonly sourceIp: string;
}

/** Many alerts in one message, when there are too many to post each. */
export interface SummaryNotice extends NoticeBase {
  readonly kind: 'digest';
  readonly total: number;
  readonly lines: readonly { readonly title: string; readonly count: number }[];
}

export type Notice = AlertNotice | RuleErrorNotice | RemovedObjectNotice | SummaryNotice;
