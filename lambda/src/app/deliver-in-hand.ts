// Delivers what an invocation has in hand: correlates observations, delivers the notices, counts and logs the results. In: an
// invocation with a backlog. Out: the same with an empty one. Never rejects.

import { correlate } from './correlation/correlate.ts';
import { countResults } from './count-results.ts';
import { deliverNotices } from './delivery/deliver.ts';
import type { Invocation } from './invocation.ts';
import { logAlerts } from './log-alerts.ts';

/** Correlates and delivers everything in hand, and counts the results. */
export async function deliverInHand(invocation: Invocation): Promise<void> {
  const { backlog, pipeline } = invocation;
  const decided = backlog.entries.splice(0);
  const observed = backlog.observed.splice(0);
  backlog.size = 0;
  const startedMs = pipeline.clock.nowMs();
  const entries = [...decided, ...(await correlate(observed, invocation))];
  const notices = entries.map(({ notice }) => notice);
  const results = await deliverNotices(notices, invocation.delivery);
  invocation.deliveringMs += pipeline.clock.nowMs() - startedMs;
  countResults(entries, results, invocation);
  logAlerts(notices, results, pipeline.log);
}
