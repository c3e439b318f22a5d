// Delivers one destination's notices, except those that are muted: urgent ones first, in lots of threads, and what exceeds the budget in a summary.
// What the destination refuses permanently goes to its fallback. One message at a time: Slack asks for about one a second and
// channel. https://docs.slack.dev/apis/web-api/rate-limits

import { groupByThread, isUrgent, mostSevereFirst } from '../../core/threads/group.ts';
import { isContinued, type Notice } from '../../core/threads/notice.ts';
import type { Budget } from '../../core/threads/plan.ts';
import { suppressMuted } from '../mutes/suppress-muted.ts';
import { type Destination, isPermanent } from '../ports.ts';
import { CALL_RESERVE_MS, hasTime } from '../wait.ts';
import { budgetLeft, type DeliveryRun, fallbackFor } from './delivery-run.ts';
import { withOpenedNotices } from './opened-notices.ts';
import { type DeliveryOptions, type Fail, type Outbox, openOutbox } from './outbox.ts';
import { postLot } from './post-lot.ts';
import { postSummary } from './post-summary.ts';

type Group = readonly Notice[];

/** Threads that are claimed together: enough to save calls, few enough to be posted before the lease matters. */
const LOT_THREADS = 20;

/** Delivers notices to a destination; never rejects. */
export async function deliverTo(destination: Destination, queue: readonly Notice[], options: DeliveryOptions) {
  const { run, report } = options;
  const fallback = fallbackFor(destination, run);
  const refused: Notice[] = [];
  let cause: unknown = null;
  const outbox = openOutbox({ ...options, destination, via: destination });
  const undelivered = await outbox.withoutDelivered(withOpenedNotices(unique(queue, report), destination));
  const pending = await suppressMuted(outbox, destination, undelivered);
  await postAll(outbox, pending, (notice, error) => {
    if (fallback === null || !isPermanent(error)) return outbox.fail([notice], error);
    outbox.transfer(notice);
    refused.push(notice);
    cause = error;
  });
  if (fallback !== null && refused.length > 0) {
    run.pipeline.log.error('destination_broken', {
      destination: destination.id,
      fallback: fallback.id,
      cause: String(cause),
    });
    run.counters.rerouted += refused.length;
    const other = openOutbox({ ...options, destination, via: fallback });
    await postAll(other, refused, (notice, error) => other.fail([notice], error));
    await other.close();
  }
  await outbox.close();
}

function unique(queue: readonly Notice[], report: DeliveryOptions['report']): readonly Notice[] {
  const seen = new Set<string>();
  return queue.filter((notice) => {
    if (seen.has(notice.id)) report(notice, 'duplicate');
    else return seen.add(notice.id);
    return false;
  });
}

async function postAll(outbox: Outbox, notices: readonly Notice[], fail: Fail): Promise<void> {
  const groups = mostSevereFirst(outbox.via.notifier.update ? groupByThread(notices) : eachAlone(outbox, notices));
  const urgent = groups.filter(([first]) => first && isUrgent(first));
  const calm = groups.slice(urgent.length);
  await postGroups(outbox, urgent, 'urgent', fail);
  await postGroups(outbox, calm, 'calm', fail);
}

// A destination without threads shows no counts.
function eachAlone(outbox: Outbox, notices: readonly Notice[]): readonly Group[] {
  outbox.pass(notices.filter(isContinued));
  return notices.filter(outbox.isPending).map((notice) => [notice]);
}

async function postGroups(outbox: Outbox, groups: readonly Group[], kind: keyof Budget, fail: Fail): Promise<void> {
  const budget = () => budgetLeft(outbox.run, outbox.via);
  const left = () => budget()[kind];
  const queue = [...groups];
  const overflow: Notice[] = [];
  const isBurst = queue.length > left();
  // A burst is folded in any case: do it while there is still time to post the summary.
  const mustEnd = () => isBurst && isTimeShort(outbox.run, queue.length);
  while (queue.length > 0) {
    if (left() <= 0 || mustEnd()) {
      overflow.push(...queue.splice(0).flat());
      break;
    }
    const lot = queue.splice(0, Math.min(LOT_THREADS, left()));
    const outcome = await postLot(outbox, lot, { mustEnd, budget }, fail);
    overflow.push(...outcome.overflow);
    queue.unshift(...outcome.again);
  }
  outbox.pass(overflow.filter(isContinued));
  const rest = overflow.filter(outbox.isPending);
  if (rest.length === 1) await postOne(outbox, rest, fail);
  else await postSummary(outbox, rest, fail);
}

// A summary of one alert would contain less than the alert itself.
async function postOne(outbox: Outbox, group: Group, fail: Fail): Promise<void> {
  const limits = { mustEnd: () => false, budget: () => ({ urgent: 1, calm: 1 }) };
  const { again } = await postLot(outbox, [group], limits, fail);
  for (const group of again) await postOne(outbox, group, fail); // Its thread was deleted: it starts another.
}

// Claiming, titling and settling thousands of alerts takes a function of 256 MB seconds.
const SUMMARY_MS_PER_GROUP = 0.4;

function isTimeShort({ pipeline, deadlineMs }: DeliveryRun, groups: number): boolean {
  return !hasTime(pipeline.clock, deadlineMs, 2 * CALL_RESERVE_MS + SUMMARY_MS_PER_GROUP * groups);
}
