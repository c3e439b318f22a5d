// The objects that `--format json` prints, one per line. Scripts depend on the fields: keep them stable.

import { accountOf } from '../../core/records/account.ts';
import { eventTimeOf } from '../../core/records/event-time.ts';
import { textAt } from '../../core/records/field-path.ts';
import type { JsonObject } from '../../core/records/record.ts';
import { recordIdOf } from '../../core/records/record-id.ts';
import { correlationJson } from '../../core/render/correlations/json.ts';
import { ruleFields } from '../../core/render/matching-rules.ts';
import type { AlertNotice } from '../../core/threads/notice.ts';

/** An alert as one JSON object. Fields that the record lacks are null; `correlation` is only in the alert of a correlation. */
export function alertLine({ alert, threadKey }: AlertNotice, title: string): JsonObject {
  const { record, rule, origin, correlation } = alert;
  const text = (path: string) => textAt(record, path) ?? null;
  return {
    eventID: recordIdOf(record) ?? null,
    eventName: text('eventName'),
    eventSource: text('eventSource'),
    eventTime: eventTimeOf(record) ?? null,
    accountId: accountOf(record, origin) || null,
    region: text('awsRegion'),
    rule: rule.name,
    severity: rule.severity,
    ...ruleFields(alert, 'rulesLeftOut'),
    title,
    threadKey,
    principal: text('userIdentity.arn') ?? text('userIdentity.principalId'),
    sourceIp: text('sourceIPAddress'),
    errorCode: text('errorCode'),
    file: origin?.key ?? null,
    ...(correlation && { correlation: correlationJson(correlation) }),
  };
}
