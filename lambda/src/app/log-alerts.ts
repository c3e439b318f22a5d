// Logs a line for each delivered alert, for dashboards and queries. In: notices and their delivery results. The fields
// are worked out only if the line is printed; the event itself is not among them. An event that only adds to the count of a
// correlation alert has no line.

import { accountOf } from '../core/records/account.ts';
import { actorOf } from '../core/records/actor.ts';
import { textAt } from '../core/records/field-path.ts';
import { recordIdOf } from '../core/records/record-id.ts';
import { correlationJson } from '../core/render/correlations/json.ts';
import { ruleFields } from '../core/render/matching-rules.ts';
import { titleOf } from '../core/render/title.ts';
import { type AlertNotice, isContinued, type Notice } from '../core/threads/notice.ts';
import type { DeliveryResult } from './delivery/delivery-result.ts';
import type { Logger } from './ports.ts';

/** Logs the alerts that were delivered or collected; those that were delivered before already have their line. */
export function logAlerts(notices: readonly Notice[], results: readonly DeliveryResult[], log: Logger): void {
  for (const [index, notice] of notices.entries()) {
    if (notice.kind !== 'alert' || isContinued(notice)) continue;
    const result = results[index];
    if (result === 'delivered' || result === 'collected') log.info('alert', fieldsOf(notice, result === 'collected'));
  }
}

function fieldsOf(notice: AlertNotice, isCollected: boolean): Record<string, unknown> {
  const { record, rule, origin, correlation, readLate } = notice.alert;
  return {
    rule: rule.name,
    severity: rule.severity,
    ...ruleFields(notice.alert, 'rulesLeftOut'),
    ...(correlation && { correlation: correlationJson(correlation) }),
    ...(readLate && { readLate }),
    eventId: recordIdOf(record),
    eventName: textAt(record, 'eventName'),
    eventSource: textAt(record, 'eventSource'),
    account: accountOf(record, origin),
    ...(isCollected && { collected: true }),
    get actor() {
      return actorOf(record).name;
    },
    get title() {
      return titleOf(notice);
    },
  };
}
