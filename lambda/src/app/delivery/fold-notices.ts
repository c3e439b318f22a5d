// Folds notices into the count of their thread: no message, and few calls for many. A note of the count is written
// first, so that the next invocation shows the count after a crash. Then the notices are counted, then settled, so that a crash
// in between counts them twice rather than never. Never rejects.

import type { Notice } from '../../core/threads/notice.ts';
import { inLots } from '../in-lots.ts';
import { LOT_MAX, type MessageHandle } from '../ports.ts';
import { requireTime } from '../wait.ts';
import { post } from './delivery-run.ts';
import { noteWithLast } from './folded-note.ts';
import type { Fail, Outbox } from './outbox.ts';

interface Folding {
  readonly key: string;
  readonly handle: MessageHandle;
  readonly notices: readonly Notice[];
  /** How many notices the thread has without these. */
  readonly total: number;
  /** What is known of its first message: see `folded-note.ts`. */
  readonly note: string;
}

/** Counts notices in their thread; returns those whose thread is gone. If no count can be stored, a message shows it. */
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

async function countAll(outbox: Outbox, { key, handle, notices, total, note }: Folding): Promise<boolean> {
  const { state, pipeline } = outbox.run;
  const { via } = outbox;
  let counted = total;
  for (const lot of inLots(notices, LOT_MAX)) {
    await outbox.claim(lot);
    const claimed = lot.filter(outbox.isPending);
    if (claimed.length === 0) continue;
    requireTime(pipeline.clock, outbox.run.deadlineMs);
    const last = claimed.at(-1) as Notice;
    await state.deferCount(key, handle, counted + claimed.length, noteWithLast(note, via, last));
    if (!(await state.addToThread(key, handle, { by: claimed.length }))) return false;
    counted += claimed.length;
    await outbox.settle(claimed);
  }
  return true;
}

async function postCount(outbox: Outbox, notices: readonly Notice[], cause: unknown, fail: Fail): Promise<void> {
  const { run, via } = outbox;
  const last = notices.at(-1);
  if (last === undefined) return;
  try {
    requireTime(run.pipeline.clock, run.deadlineMs);
    await post(run, via, () => via.renderer.message(last, notices.length, { isRepeat: true }), { budgetOf: null });
    await outbox.settle(notices);
  } catch {
    for (const notice of notices) fail(notice, cause);
  }
}
