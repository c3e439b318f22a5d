// Posts the notices of some threads. In: groups, each of one thread. Claims what their plans want to post in as few calls as
// there are rounds of claims, then posts thread by thread. Out: what goes into a summary, and what has to begin again because
// its thread is gone. Never rejects.

import type { Notice } from '../../core/threads/notice.ts';
import { type GroupPlan, planGroup } from '../../core/threads/plan.ts';
import { LOT_MAX, PortError, type ThreadSlot } from '../ports.ts';
import { requireTime } from '../wait.ts';
import { budgetLeft, leaseOf } from './delivery-run.ts';
import { inLots } from './in-lots.ts';
import type { Fail, Outbox } from './outbox.ts';
import { postThread } from './post-thread.ts';

type Group = readonly Notice[];

/** One thread's notices on their way. */
export interface Entry {
  readonly key: string | null;
  readonly notices: Group;
  slot: ThreadSlot | null;
  plan: GroupPlan<Notice>;
}

export interface LotOutcome {
  readonly overflow: readonly Notice[];
  readonly again: readonly Group[];
}

const NO_PLAN = { post: [], fold: [], overflow: [] };
const NO_VARIANTS: ReadonlySet<string> = new Set();

/** Claims and posts a lot of threads. Once `isOver`, what is not posted yet goes into a summary. */
export async function postLot(
  outbox: Outbox,
  groups: readonly Group[],
  isOver: () => boolean,
  fail: Fail,
): Promise<LotOutcome> {
  const entries = groups.map(
    (notices): Entry => ({ key: outbox.threadKey(notices[0]), notices, slot: null, plan: NO_PLAN }),
  );
  const again: Group[] = [];
  try {
    await claimEntries(outbox, entries);
    for (let open = entries; open.length > 0; ) {
      for (const entry of open.filter((entry) => !isOpening(entry))) {
        if (isOver()) giveUp(entry, outbox);
        again.push(...(await postThread(outbox, entry, fail)));
      }
      open = await waitForThreads(outbox, open.filter(isOpening), fail);
    }
  } catch (error) {
    return { overflow: failAll(outbox, entries, error, fail), again: [] };
  }
  return { overflow: entries.flatMap(({ plan }) => plan.overflow), again };
}

function isOpening({ slot }: Entry): boolean {
  return slot?.state === 'opening';
}

function giveUp(entry: Entry, { isPending }: Outbox): void {
  entry.plan = { ...NO_PLAN, overflow: entry.notices.filter(isPending) };
}

// Another invocation is starting these threads. Waits for it, but not so long that other threads run out of time because it
// crashed.
async function waitForThreads(outbox: Outbox, waiting: Entry[], fail: Fail): Promise<Entry[]> {
  const { clock } = outbox.run.pipeline;
  const untilMs = clock.nowMs() + OPENING_WAIT_MS;
  while (waiting.length > 0 && waiting.every(isOpening)) {
    if (clock.nowMs() >= untilMs) return failAll(outbox, waiting, TOO_LONG, fail);
    await clock.sleep(OPENING_POLL_MS);
    await claimEntries(outbox, waiting);
  }
  return waiting;
}

const OPENING_WAIT_MS = 8_000;
const OPENING_POLL_MS = 250;
const TOO_LONG = new PortError(
  'transient',
  'thread_opening',
  'another invocation does not finish starting this thread',
);

function failAll(outbox: Outbox, entries: readonly Entry[], error: unknown, fail: Fail): [] {
  for (const notice of entries.flatMap(({ notices }) => notices)) if (outbox.isPending(notice)) fail(notice, error);
  return [];
}

// Notices that turn out to be delivered or held leave the outbox, and the rest is planned again, until every notice that the
// plans post is claimed. Each round claims something or has fewer notices to plan.
async function claimEntries(outbox: Outbox, entries: readonly Entry[]): Promise<void> {
  const claimed = new Set<Notice>();
  let keys = entries.flatMap(({ key }) => key ?? []);
  let wanted = entries.flatMap(({ notices }) => notices.find(outbox.isPending) ?? []);
  while (wanted.length + keys.length > 0) {
    const slots = await claim(outbox, wanted, keys);
    for (const notice of wanted) claimed.add(notice);
    for (const entry of entries) entry.slot = slots.get(entry.key ?? '') ?? entry.slot;
    keys = [];
    planEntries(outbox, entries);
    wanted = entries.flatMap(({ plan }) => plan.post).filter((notice) => !claimed.has(notice));
  }
}

async function claim(
  outbox: Outbox,
  notices: readonly Notice[],
  keys: readonly string[],
): Promise<ReadonlyMap<string, ThreadSlot>> {
  const { run } = outbox;
  const slots = new Map<string, ThreadSlot>();
  const wanted = [...keys.map((key) => ({ key, notice: null })), ...notices.map((notice) => ({ key: null, notice }))];
  for (const lot of inLots(wanted, LOT_MAX)) {
    requireTime(run.pipeline.clock, run.deadlineMs);
    const ofLot = lot.flatMap(({ notice }) => notice ?? []);
    const keysOfLot = lot.flatMap(({ key }) => key ?? []);
    const { ids, threads } = await run.state.claim(ofLot.map(outbox.claimId), keysOfLot, leaseOf(run));
    for (const notice of ofLot) outbox.note(notice, ids.get(outbox.claimId(notice)));
    for (const [key, slot] of threads) slots.set(key, slot);
  }
  return slots;
}

function planEntries({ run, via, isPending }: Outbox, entries: readonly Entry[]): void {
  const budget = budgetLeft(run, via);
  const { threadRepliesMax } = run.pipeline.options;
  const firstTakes = via.renderer.details ? 2 : 1;
  for (const entry of entries) {
    const thread = entry.slot?.state === 'open' ? entry.slot.thread : { total: 0, variants: NO_VARIANTS };
    const facts = { ...thread, firstTakes: entry.key === null ? 1 : firstTakes };
    const pending = isOpening(entry) ? [] : entry.notices.filter(isPending);
    entry.plan = planGroup(pending, facts, threadRepliesMax, budget);
  }
}
