// Posts the notices of some threads. In: groups, each of one thread. Claims what their plans post in as few calls as
// possible, then posts thread by thread. Out: what goes into a summary, and what must start again because its thread is
// gone. Never rejects.

import { isContinued, type Notice } from '../../core/threads/notice.ts';
import { type Budget, planGroup } from '../../core/threads/plan.ts';
import { inLots } from '../in-lots.ts';
import { LOT_MAX, PortError } from '../ports.ts';
import type { Entry } from './entry.ts';
import type { Fail, Outbox } from './outbox.ts';
import { postThread } from './post-thread.ts';

type Group = readonly Notice[];

export interface LotOutcome {
  readonly overflow: readonly Notice[];
  readonly again: readonly Group[];
}

const NO_PLAN = { post: [], fold: [], overflow: [], uncounted: [] };
const NO_VARIANTS: ReadonlySet<string> = new Set();

export interface LotLimits {
  /** Once this returns true, what is not posted yet goes into a summary. */
  readonly mustEnd: () => boolean;
  /** How many messages may be posted. */
  readonly budget: () => Budget;
}

/** Claims and posts a lot of threads. */
export async function postLot(
  outbox: Outbox,
  groups: readonly Group[],
  limits: LotLimits,
  fail: Fail,
): Promise<LotOutcome> {
  const entries = groups.map(
    (notices): Entry => ({ key: outbox.threadKey(notices[0]), notices, slot: null, plan: NO_PLAN }),
  );
  const again: Group[] = [];
  try {
    await claimEntries(outbox, entries, limits);
    for (let open = entries; open.length > 0; ) {
      for (const entry of open.filter((entry) => !isOpening(entry))) {
        if (limits.mustEnd()) giveUp(entry, outbox);
        again.push(...(await postThread(outbox, entry, fail)));
      }
      open = await waitForThreads(outbox, open.filter(isOpening), limits, fail);
    }
  } catch (error) {
    return { overflow: failAll(outbox, entries, error, fail), again: [] };
  } finally {
    await outbox.flush();
  }
  return { overflow: entries.flatMap(({ plan }) => plan.overflow), again };
}

function isOpening({ slot }: Entry): boolean {
  return slot?.state === 'opening';
}

function giveUp(entry: Entry, { isPending }: Outbox): void {
  entry.plan = { ...NO_PLAN, overflow: entry.notices.filter(isPending) };
}

// Another invocation is starting these threads. Waits for it, with a limit: if it crashed, the other threads still need time.
async function waitForThreads(outbox: Outbox, waiting: Entry[], limits: LotLimits, fail: Fail): Promise<Entry[]> {
  const { clock } = outbox.run.pipeline;
  const untilMs = clock.nowMs() + OPENING_WAIT_MS;
  while (waiting.length > 0 && waiting.every(isOpening)) {
    if (clock.nowMs() >= untilMs) return failAll(outbox, waiting, TOO_LONG, fail);
    await clock.sleep(OPENING_POLL_MS);
    await claimEntries(outbox, waiting, limits);
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
async function claimEntries(outbox: Outbox, entries: readonly Entry[], limits: LotLimits): Promise<void> {
  const claimed = new Set<Notice>();
  let keys = entries.flatMap(({ key }) => key ?? []);
  const isPosted = (notice: Notice) => outbox.isPending(notice) && !isContinued(notice);
  let wanted = entries.flatMap(({ notices }) => notices.find(isPosted) ?? []);
  while (wanted.length + keys.length > 0) {
    const slots = await claimInLots(outbox, wanted, keys);
    for (const notice of wanted) claimed.add(notice);
    for (const entry of entries) entry.slot = slots.get(entry.key ?? '') ?? entry.slot;
    await settlePosted(outbox, entries);
    keys = [];
    planEntries(outbox, entries, limits.budget());
    wanted = entries.flatMap(({ plan }) => plan.post).filter((notice) => !claimed.has(notice));
  }
}

async function claimInLots(outbox: Outbox, notices: readonly Notice[], keys: readonly string[]) {
  const [first = [], ...others] = inLots(notices, LOT_MAX);
  const slots = await outbox.claim(first, keys);
  for (const lot of others) await outbox.claim(lot);
  return slots;
}

// An invocation may have crashed after it posted them and before it settled them: their ids are in the thread.
async function settlePosted(outbox: Outbox, entries: readonly Entry[]): Promise<void> {
  const posted = entries.flatMap(({ slot, notices }) =>
    slot?.state === 'open'
      ? notices.filter((notice) => outbox.isPending(notice) && slot.thread.posted.has(outbox.idOf(notice)))
      : [],
  );
  await outbox.settleKnown(posted);
}

function planEntries({ run, via, isPending }: Outbox, entries: readonly Entry[], budget: Budget): void {
  const { threadRepliesMax } = run.pipeline.options;
  for (const entry of entries) {
    const thread = entry.slot?.state === 'open' ? entry.slot.thread : { total: 0, variants: NO_VARIANTS };
    const facts = { ...thread, firstTakes: via.renderer.details && entry.key !== null ? 2 : 1 };
    const pending = isOpening(entry) ? [] : entry.notices.filter(isPending);
    entry.plan = planGroup(pending, facts, threadRepliesMax, budget);
  }
}
