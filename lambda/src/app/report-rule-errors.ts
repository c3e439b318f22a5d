// Tells of rules that do not work: those that do not compile, and those that failed on a record. Once per rule and time
// window, not once per event, and after the alerts, never in their way: what cannot be told now is told by a later
// invocation.

import type { RuleFailure } from '../core/rules/rule.ts';
import { noticeOfRuleFailure } from '../core/threads/make-notice.ts';
import type { FailureOnRecord } from './decide-records.ts';
import { deliverNotices } from './delivery/deliver.ts';
import type { Invocation } from './invocation.ts';

// How long a rule that failed is not told of again.
const RULE_ERROR_WINDOW_MS = 24 * 3600 * 1000;

/** Counts rule failures; logs those that this invocation has not seen yet, and remembers them to be told. */
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

/** Tells of the rules that do not compile, and of those noted. */
export async function reportRuleErrors(invocation: Invocation): Promise<void> {
  const { pipeline, ruleErrors, delivery } = invocation;
  noteRuleErrors(pipeline.ruleSet.failures.map(onNoRecord), invocation);
  if (!pipeline.options.notifyRuleErrors || ruleErrors.size === 0) return;
  await deliverNotices([...ruleErrors.values()], delivery, RULE_ERROR_WINDOW_MS);
}

function onNoRecord(failure: RuleFailure): FailureOnRecord {
  return { failure, origin: null, eventId: null, accountIds: [] };
}
