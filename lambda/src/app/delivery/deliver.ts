// Delivers notices: routes them, claims each for each of its destinations, posts what was claimed, and says for every
// notice what became of it. Never rejects: what could not be told is `failed`, and whoever asked will ask again.

import { routeNotice } from '../../core/routing/route.ts';
import { groupByThread, mostSevereFirst } from '../../core/threads/group.ts';
import { summarize } from '../../core/threads/make-notice.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';
import { CALL_RESERVE_MS, hasTime } from '../wait.ts';
import { DELIVERED_MS, type DeliveryRun, fallbackFor, isRefusal, leaseOf, messagesLeft, post } from './delivery-run.ts';
import { postThread, type Settle } from './post-thread.ts';

/**
 * Over all destinations: `failed` if any failed, else `held` if another invocation is telling it to any, else `delivered`
 * if any was told, else `duplicate`. What is `failed` or `held` has to come again.
 */
export type DeliveryResult = (typeof BY_WEIGHT)[number] | 'unrouted';

const BY_WEIGHT = ['failed', 'held', 'delivered', 'duplicate'] as const;

/** Delivers notices and gives the result of each, in their order. Of notices with one id, only the first is told. */
export async function deliverNotices(
  notices: readonly Notice[],
  run: DeliveryRun,
  keepMs = DELIVERED_MS,
): Promise<readonly DeliveryResult[]> {
  const results = new Map<Notice, DeliveryResult[]>(notices.map((notice) => [notice, []]));
  const work = new Map<Destination, Notice[]>();
  for (const notice of notices) {
    for (const destination of destinationsOf(notice, run)) {
      const queue = work.get(destination);
      if (queue) queue.push(notice);
      else work.set(destination, [notice]);
    }
  }
  const note = (notice: Notice, result: DeliveryResult) => results.get(notice)?.push(result);
  await Promise.all([...work].map(([destination, queue]) => deliverTo(destination, queue, run, keepMs, note)));
  return notices.map((notice) => overall(results.get(notice) ?? []));
}

function destinationsOf(notice: Notice, { pipeline }: DeliveryRun): Destination[] {
  const ids = routeNotice(notice.subject, pipeline.routeTables);
  return ids.map((id) => pipeline.destinations.get(id)).filter((found) => found !== undefined);
}

function overall(results: readonly DeliveryResult[]): DeliveryResult {
  return BY_WEIGHT.find((result) => results.includes(result)) ?? 'unrouted';
}

type Note = (notice: Notice, result: DeliveryResult) => void;

// One destination is served by one message at a time: Slack asks for about one a second and channel.
// https://docs.slack.dev/apis/web-api/rate-limits
async function deliverTo(
  destination: Destination,
  queue: readonly Notice[],
  run: DeliveryRun,
  keepMs: number,
  note: Note,
): Promise<void> {
  const settle = settleAt(destination, run, keepMs, note);
  const claimed = await claimAll(destination, queue, run, note);
  const fallback = fallbackFor(destination, run);
  if (fallback === null) return postAll(run, destination, claimed, settle);
  const refused: Notice[] = [];
  let cause: unknown = null;
  await postAll(run, destination, claimed, async (notice, error) => {
    if (!isRefusal(error)) return settle(notice, error);
    refused.push(notice);
    cause = error;
  });
  if (refused.length === 0) return;
  const { log } = run.pipeline;
  log.error('destination_broken', { destination: destination.id, fallback: fallback.id, cause: String(cause) });
  run.counters.rerouted += refused.length;
  await postAll(run, fallback, refused, settle);
}

async function postAll(
  run: DeliveryRun,
  destination: Destination,
  notices: readonly Notice[],
  settle: Settle,
): Promise<void> {
  const arrived = destination.notifier.update ? groupByThread(notices) : notices.map((notice) => [notice]);
  const isBurst = arrived.length > messagesLeft(run, destination);
  const groups = isBurst ? mostSevereFirst(arrived) : arrived; // What is folded should matter least.
  for (const [index, group] of groups.entries()) {
    const rest = groups.length - index;
    const isFolding = messagesLeft(run, destination) <= 0 || (isBurst && isTimeShort(run));
    if (isFolding && (rest > 1 || group.length > 1)) {
      return postSummary(run, destination, groups.slice(index).flat(), settle);
    }
    await postGroup(run, destination, group, settle);
  }
}

// A burst will be folded in any case: better now than when the time for that is gone as well.
function isTimeShort({ pipeline, deadlineMs }: DeliveryRun): boolean {
  return !hasTime(pipeline.clock, deadlineMs, 2 * CALL_RESERVE_MS);
}

async function postGroup(
  run: DeliveryRun,
  destination: Destination,
  group: readonly Notice[],
  settle: Settle,
): Promise<void> {
  if (destination.notifier.update && group[0]?.threadKey != null) return postThread(run, destination, group, settle);
  for (const notice of group) {
    const error = await failureOf(post(run, destination, () => destination.renderer.message(notice, 1), null));
    await settle(notice, error);
  }
}

async function postSummary(run: DeliveryRun, destination: Destination, notices: readonly Notice[], settle: Settle) {
  const digest = summarize(notices, titleOf);
  const error = await failureOf(post(run, destination, () => destination.renderer.message(digest, 1), null));
  await Promise.all(notices.map((notice) => settle(notice, error)));
}

function titleOf(notice: Notice): string {
  return notice.subject.ruleName ?? notice.kind;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return null;
  } catch (error) {
    return error;
  }
}

async function claimAll(
  destination: Destination,
  queue: readonly Notice[],
  run: DeliveryRun,
  note: Note,
): Promise<Notice[]> {
  const { clock } = run.pipeline;
  const seen = new Set<string>();
  // What there is no time to post is not claimed either.
  const claim = async (notice: Notice) =>
    hasTime(clock, run.deadlineMs) ? run.state.claim(claimId(notice, destination), leaseOf(run)) : 'late';
  const claims = queue.map((notice) => {
    const isRepeated = seen.has(notice.id);
    seen.add(notice.id);
    return isRepeated ? 'done' : run.limit(() => claim(notice));
  });
  const states = await Promise.all(claims);
  return queue.filter((notice, index) => {
    const state = states[index];
    if (state === 'done') note(notice, 'duplicate');
    // Somebody else is telling it now. Should they crash, this delivery must still be there: it is tried again later.
    if (state === 'held') note(notice, 'held');
    if (state === 'late') note(notice, 'failed');
    return state === 'claimed';
  });
}

function settleAt(destination: Destination, run: DeliveryRun, keepMs: number, note: Note): Settle {
  return async (notice, error) => {
    const id = claimId(notice, destination);
    if (error === null) {
      await run.limit(() => run.state.complete(id, run.pipeline.clock.nowMs() + keepMs));
      return note(notice, 'delivered');
    }
    await run.limit(() => run.state.release(id, run.owner));
    run.pipeline.log.error('delivery_failed', { destination: destination.id, notice: notice.id, error: String(error) });
    note(notice, 'failed');
  };
}

function claimId(notice: Notice, destination: Destination): string {
  return `${notice.id}#${destination.id}`;
}
