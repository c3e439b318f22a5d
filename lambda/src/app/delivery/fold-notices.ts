// Folds notices into the count of their thread: no message, and one call for many. What is folded leaves a note first, so
// that a crash cannot hide the count: whichever invocation comes next shows it. Never rejects.

import type { Notice } from '../../core/threads/notice.ts';
import { LOT_MAX, type MessageHandle } from '../ports.ts';
import { requireTime } from '../wait.ts';
import { DELIVERED_MS, leaseOf, post } from './delivery-run.ts';
import { inLots } from './in-lots.ts';
import type { Fail, Outbox } from './outbox.ts';
import { noteCount } from './show-counts.ts';

interface Folding {
  readonly key: string;
  readonly handle: MessageHandle;
  readonly notices: readonly Notice[];
  /** How many notices the thread holds without these. */
  readonly total: number;
}

/** Counts notices in their thread; returns those whose thread is gone. Where no count can be kept, a message shows it. */
export async function foldNotices(
  outbox: Outbox,
  folding: Folding,
  fail: Fail,
): Promise<readonly (readonly Notice[])[]> {
  const pending = () => folding.notices.filter(outbox.isPending);
  try {
    const isOpen = await countAll(outbox, folding);
    return isOpen ? [] : [pending()];
  } catch (error) {
    await postCount(outbox, pending(), error, fail);
    return [];
  }
}

async function countAll(outbox: Outbox, { key, handle, notices, total }: Folding): Promise<boolean> {
  const { run, via } = outbox;
  const { clock } = run.pipeline;
  const last = notices.at(-1);
  if (last === undefined) return true;
  requireTime(clock, run.deadlineMs);
  await noteCount(run, { key, handle, destination: via, notice: last }, total + notices.length);
  for (const lot of inLots(notices, LOT_MAX)) {
    requireTime(clock, run.deadlineMs);
    const ids = lot.map(outbox.claimId);
    const states = await run.state.fold(ids, { key, handle }, leaseOf(run), clock.nowMs() + DELIVERED_MS);
    if (states === null) return false;
    for (const notice of lot) {
      const state = states.get(outbox.claimId(notice));
      if (state === 'claimed') outbox.folded(notice);
      else outbox.note(notice, state);
    }
  }
  return true;
}

async function postCount(outbox: Outbox, notices: readonly Notice[], cause: unknown, fail: Fail): Promise<void> {
  const { run, via } = outbox;
  const last = notices.at(-1);
  if (last === undefined) return;
  try {
    requireTime(run.pipeline.clock, run.deadlineMs);
    await post(run, via, () => via.renderer.message(last, notices.length), { budgetOf: null });
    await outbox.settle(notices);
  } catch {
    for (const notice of notices) fail(notice, cause);
  }
}
