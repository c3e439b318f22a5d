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
  /** Which time its claims are stored under, in milliseconds since the epoch; the time of the record's event if absent. */
  readonly claimedAtMs?: number;
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
  /** The most severe first, then the most frequent; at most `SUMMARY_LINES_MAX`. */
  readonly lines: readonly SummaryLine[];
  /** How many alerts have no line because there are more kinds of them than lines. */
  readonly unlisted: number;
}

/** The alerts that were collected for a destination until a scheduled summary was due. */
export interface ScheduledSummaryNotice extends NoticeBase {
  readonly kind: 'scheduled-summary';
  readonly every: 'day' | 'week';
  /** When it was due, as a local time with its zone. */
  readonly due: string;
  readonly total: number;
  /** The most severe first, then the most frequent. */
  readonly lines: readonly CollectedLine[];
  /** The alerts without a line, by rule. */
  readonly rest: readonly { readonly rule: string; readonly count: number }[];
  /** The alerts that are counted in neither. */
  readonly unlisted: number;
  /** How many more alerts a mute of the destination covered. No other number includes them. */
  readonly muted: number;
  /** How often it could not be delivered before. */
  readonly failures: number;
  /** Whether an invocation that was sending it ended before it recorded that. */
  readonly mayRepeat: boolean;
  /** The id of the destination that it was collected for, if another one receives it; else null. */
  readonly collectedFor: string | null;
  /** Whether it is sent before it is due, because no route has a schedule now. */
  readonly isFinal: boolean;
}

/** The collected alerts of one rule by one identity in one account, with one outcome. */
export interface CollectedLine {
  readonly rule: string;
  readonly severity: Severity;
  /** Set if they are about calls that failed. */
  readonly failed?: true;
  /** Who acted: a name, with the role that was used. */
  readonly who: string;
  readonly account: string;
  readonly count: number;
  /** The times of the first and the last event, in milliseconds since the epoch; null if the events have no time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** The title of the first event, and what links it. */
  readonly title: string;
  readonly eventId: string;
  readonly region: string;
}

/** Alerts with the same title: who did what. */
export interface SummaryLine {
  readonly title: string;
  readonly count: number;
  readonly severity: Severity;
  readonly first: SummarySource;
  readonly last: SummarySource;
}

/** Where to find an alert: its event, and the log file it came in; null where the notice has none. */
export interface SummarySource {
  readonly eventId: string | null;
  readonly logFile: RecordOrigin | null;
}

/** How many lines a summary has at most: more than any destination shows, few enough to stay small in memory. */
export const SUMMARY_LINES_MAX = 200;

/** Whether a notice only adds to the count of a correlation alert. It is never posted; the alert has its own notice. */
export function isContinued(notice: Notice): notice is AlertNotice {
  return notice.kind === 'alert' && notice.alert.continued === true;
}

export type Notice = AlertNotice | RuleErrorNotice | RemovedObjectNotice | SummaryNotice | ScheduledSummaryNotice;
