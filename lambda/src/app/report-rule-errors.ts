// Reports rules that do not compile and rules that failed on a record: once per rule and time window, not once per event, and
// after the alerts, so that it never delays them. A later invocation reports what cannot be delivered now.

import type { RuleFailure } from '../core/rules/rule.ts';
import { noticeOfRuleFailure } from '../core/threads/make-notice.ts';
import type { FailureOnRecord } from './decide-records.ts';
import type { Invocation } from './invocation.ts';

// After a rule failed, it is not reported again for this time.
const RULE_ERROR_WINDOW_MS = 24 * 3600 * 1000;

/** Counts rule failures; logs those that this invocation has not seen yet, and keeps them to be reported. */
export function noteRuleErrors(failures: readonly FailureOnRecord[], invocation: Invocation): void {
  const { pipeline, counters, ruleErrors } = invocation;
  counters.ruleErrors += failures.length;
  for (const { failure, ...where } of failures) {
    const notice = noticeOfRuleFailure(failure, where);
    if (ruleErrors.has(notice.id)) continue;
    ruleErrors.set(notice.id, notice);
    pipeline.log.warn('rule_failed', {
      rule: failure.ruleName,
      code: failure.code,
      message: failure.message,
      eventId: where.eventId,
    });
  }
}

/** Reports the rules that do not compile, and the noted failures. */
export async function reportRuleErrors(invocation: Invocation): Promise<void> {
  const { pipeline, ruleErrors, delivery } = invocation;
  noteRuleErrors(pipeline.ruleSet.failures.map(onNoRecord), invocation);
  if (!pipeline.options.notifyRuleErrors || ruleErrors.size === 0) return;
  const { deliverNotices } = await import('./delivery/deliver.ts');
  await deliverNotices([...ruleErrors.values()], delivery, RULE_ERROR_WINDOW_MS);
}

function onNoRecord(failure: RuleFailure): FailureOnRecord {
  return { failure, origin: null, eventId: null, accountIds: [] };
}
