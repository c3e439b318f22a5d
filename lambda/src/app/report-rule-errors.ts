// Tells of rules that do not work: those that do not compile, and those that failed on a record. Once per rule and time
// window, not once per event, and never in the way of an alert: what cannot be told now is told by a later invocation.

import { noticeOfRuleFailure } from '../core/threads/make-notice.ts';
import type { RuleErrorNotice } from '../core/threads/notice.ts';
import type { FailureOnRecord } from './decide-records.ts';
import { deliverNotices } from './deliver.ts';
import type { Invocation } from './pipeline.ts';

/** How long a rule that failed is not told of again. */
export const RULE_ERROR_WINDOW_MS = 24 * 3600 * 1000;

/** Tells of the rules that do not compile. */
export function reportRuleSet(invocation: Invocation): Promise<void> {
  const { failures } = invocation.pipeline.ruleSet;
  return reportRuleErrors(
    failures.map((failure) => ({ failure, origin: null, eventId: null, accountIds: [] })),
    invocation,
  );
}

/** Counts, logs and tells of rule failures, each rule once in an invocation. */
export async function reportRuleErrors(failures: readonly FailureOnRecord[], invocation: Invocation): Promise<void> {
  const { pipeline, summary, ruleErrorsTold, delivery } = invocation;
  summary.ruleErrors += failures.length;
  const fresh: RuleErrorNotice[] = [];
  for (const { failure, ...where } of failures) {
    const notice = noticeOfRuleFailure(failure, where);
    if (ruleErrorsTold.has(notice.id)) continue;
    ruleErrorsTold.add(notice.id);
    fresh.push(notice);
    pipeline.log.warn('rule_failed', {
      rule: failure.ruleName,
      code: failure.code,
      message: failure.message,
      eventId: where.eventId,
    });
  }
  if (pipeline.options.notifyRuleErrors && fresh.length > 0)
    await deliverNotices(fresh, delivery, RULE_ERROR_WINDOW_MS);
}
