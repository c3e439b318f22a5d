// Creates notices for alerts, findings of correlations, failing rules and removed log files.
// Ids are chosen so that the same finding has the same id however often and by whatever way it arrives.

import type { CorrelationFacts, Finding } from '../correlation/finding.ts';
import { groupKey } from '../correlation/keys.ts';
import type { Observation } from '../correlation/observation.ts';
import { accountInKey, routingAccountsOf } from '../records/account.ts';
import { withinDepth } from '../records/depth.ts';
import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';
import { recordIdOf } from '../records/record-id.ts';
import type { Alert, RuleDefinition, RuleFailure } from '../rules/rule.ts';
import type { AlertNotice, RemovedObjectNotice, RuleErrorNotice } from './notice.ts';
import { hashOf, threadKeyOf } from './thread-key.ts';

/** The notice of an alert; its id is the event id, or a hash of the record where it has none. */
export function noticeOfAlert({ record: found, rule, rules, origin, correlation, readLate }: Alert): AlertNotice {
  const record = withinDepth(found); // Destinations write it as JSON.
  return {
    kind: 'alert',
    id: `event#${recordIdOf(record) || hashOf(record)}`,
    threadKey: threadKeyOf(record),
    subject: {
      accountIds: routingAccountsOf(record, origin),
      ruleName: rule.name,
      pack: rule.pack,
      severity: rule.severity,
      otherRules: rules.slice(1),
    },
    alert: { record, rule, rules, origin, ...(correlation && { correlation }), ...(readLate && { readLate }) },
  };
}

/**
 * The notice of a finding: `record` is the observed event or, if the correlation is fed by another one, an event of that alert.
 * All findings of one alert have the same thread key, and those that cite their event the same id.
 */
export function noticeOfFinding(
  { kind, observation, facts }: Finding,
  record: CloudTrailRecord,
  origin: RecordOrigin | null,
  rule: RuleDefinition,
): AlertNotice {
  const opened: AlertNotice = {
    ...noticeOfAlert({ record, rule, rules: [rule], origin, correlation: facts }),
    id: correlationIdOf(observation, facts),
    threadKey: hashOf([observation.correlation, observation.definition, observation.group, facts.startMs]),
    claimedAtMs: facts.startMs,
  };
  if (kind === 'opened') return opened;
  return {
    ...opened,
    id: `${opened.id}#${observation.eventId}`,
    claimedAtMs: observation.timeMs,
    alert: { ...opened.alert, continued: true },
  };
}

/** The notice of the alert that a `continued` one adds to, with the same id as those of the events that it cites. */
export function openedNoticeOf(continued: AlertNotice): AlertNotice {
  const { continued: _, ...alert } = continued.alert;
  const startMs = alert.correlation?.startMs;
  return {
    ...continued,
    id: continued.id.split('#', CORRELATION_ID_PARTS).join('#'),
    alert,
    ...(startMs !== undefined && { claimedAtMs: startMs }),
  };
}

const CORRELATION_ID_PARTS = 4;

function correlationIdOf(observation: Observation, { startMs }: CorrelationFacts): string {
  return `${groupKey(observation)}#${startMs}`;
}

/** The notice of a failing rule; one id for each rule text and kind of failure, so that it is reported once, not per event. */
export function noticeOfRuleFailure(
  failure: RuleFailure,
  where: { origin: RecordOrigin | null; eventId: string | null; accountIds: readonly string[] },
): RuleErrorNotice {
  return {
    kind: 'rule-error',
    id: `rule-error#${hashOf([failure.ruleName, failure.expression, failure.code])}`,
    threadKey: null,
    subject: {
      accountIds: where.accountIds,
      ruleName: failure.ruleName,
      pack: null,
      severity: 'medium',
      otherRules: [],
    },
    failure,
    origin: where.origin,
    eventId: where.eventId,
  };
}

/** What a notification contains about a removed object. */
export type RemovedObject = Omit<RemovedObjectNotice, 'kind' | 'id' | 'threadKey' | 'subject'> & {
  readonly sequencer: string;
};

/** The notice of an object that was removed from the log bucket. Many removals by one principal make one thread. */
export function noticeOfRemovedObject(removed: RemovedObject): RemovedObjectNotice {
  const { bucket, key, eventName, eventTime, region, principalId, sourceIp, sequencer } = removed;
  return {
    kind: 'removed-object',
    id: `removed#${hashOf([bucket, key, eventName, sequencer || eventTime])}`,
    threadKey: principalId ? hashOf(['removed-object', bucket, principalId]) : null,
    subject: {
      accountIds: [accountInKey(key)].filter((id) => id !== undefined),
      ruleName: 'log-file-removed',
      pack: null,
      severity: 'high',
      otherRules: [],
    },
    ...{ bucket, key, eventName, eventTime, region, principalId, sourceIp },
  };
}
