// Decides on a part of a log file. In: its records. Out: alerts and observations in the backlog, and everything counted.

import type { LogFile } from '../core/log-files/log-file.ts';
import type { RecordOrigin } from '../core/records/record.ts';
import { noticeOfAlert } from '../core/threads/make-notice.ts';
import { addObservedToBacklog, addToBacklog } from './backlog.ts';
import type { Counters } from './counters.ts';
import { type Decisions, decideRecords } from './decide-records.ts';
import type { Invocation } from './invocation.ts';
import { noteRuleErrors } from './report-rule-errors.ts';
import type { Tally } from './tally.ts';

/** Decides on the records of a part; `origin` is null if the payload itself contained them. */
export function decidePart(part: LogFile, origin: RecordOrigin | null, tally: Tally, invocation: Invocation): void {
  const { pipeline, counters } = invocation;
  const decisions = decideRecords(part.candidates, origin, pipeline.ruleSet);
  noteRuleErrors(decisions.failures, invocation);
  count(part, decisions, counters);
  tally.accessDenied += decisions.accessDenied;
  tally.accessDeniedIgnored += decisions.accessDeniedIgnored;
  addToBacklog(invocation, decisions.alerts.map(noticeOfAlert), tally);
  addObservedToBacklog(invocation, decisions.observations, tally);
}

function count(part: LogFile, { alerts, observed, ignored, withoutGroup }: Decisions, counters: Counters): void {
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
