// Takes the decisions on a part of a log file. In: the part. Out: alerts and observations in the backlog, and everything counted.

import { noticeOfAlert } from '../core/threads/make-notice.ts';
import { addObservedToBacklog, addToBacklog } from './backlog.ts';
import type { Counters } from './counters.ts';
import type { DecidedPart } from './decide-log-file.ts';
import type { Invocation } from './invocation.ts';
import { noteRuleErrors } from './report-rule-errors.ts';
import type { Tally } from './tally.ts';

/** Takes the decisions on a part. */
export function takeDecisions(part: DecidedPart, tally: Tally, invocation: Invocation): void {
  const { decisions } = part;
  noteRuleErrors(decisions.failures, invocation);
  count(part, invocation.counters);
  tally.accessDenied += decisions.accessDenied;
  tally.accessDeniedIgnored += decisions.accessDeniedIgnored;
  addToBacklog(invocation, decisions.alerts.map(noticeOfAlert), tally);
  addObservedToBacklog(invocation, decisions.observations, tally);
}

function count(part: DecidedPart, counters: Counters): void {
  const { alerts, observed, ignored, withoutGroup } = part.decisions;
  counters.recordsRead += part.recordsRead;
  counters.broken += part.broken.count;
  counters.alerted += alerts.length;
  counters.observed += observed;
  counters.ignored += ignored;
  counters.unmatched += part.recordsRead - part.broken.count - alerts.length - observed - ignored;
  counters.withoutGroup += withoutGroup;
  for (const { name } of alerts.flatMap(({ rules }) => rules))
    counters.alertsByRule[name] = (counters.alertsByRule[name] ?? 0) + 1;
}
