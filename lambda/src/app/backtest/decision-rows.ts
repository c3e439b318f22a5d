// The rows of the decisions table. In: a record, the decision on it and its log file. Out: a JSON object with scalar columns for what
// people filter by. Athena's table names the same columns (modules/backtest/athena.tf).

import { accountOf } from '../../core/records/account.ts';
import { eventTimeOf } from '../../core/records/event-time.ts';
import { textAt } from '../../core/records/field-path.ts';
import type { CloudTrailRecord, RecordOrigin } from '../../core/records/record.ts';
import { decisionLine } from '../../core/render/decision-line.ts';
import type { Decision } from '../../core/rules/rule.ts';

/** The fields of `replay --decisions`, and which event it was. Fields that the record lacks are null. */
export function decisionRow(record: CloudTrailRecord, decision: Decision, origin: RecordOrigin): object {
  const text = (path: string) => textAt(record, path) ?? null;
  return {
    ...decisionLine(record, decision),
    severity: decision.rule?.severity ?? null,
    eventTime: eventTimeOf(record) ?? null,
    eventName: text('eventName'),
    eventSource: text('eventSource'),
    accountId: accountOf(record, origin) || null,
    region: text('awsRegion'),
    principal: text('userIdentity.arn') ?? text('userIdentity.principalId'),
    sourceIp: text('sourceIPAddress'),
    errorCode: text('errorCode'),
    file: origin.key,
  };
}
