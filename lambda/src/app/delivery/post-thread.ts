// Posts the notices of one thread: the first message where there is none, replies, then a count for the rest. In: an entry
// whose posts are claimed. Out: groups that have to begin again because the thread is gone. Never rejects.

import type { Notice } from '../../core/threads/notice.ts';
import { variantOf } from '../../core/threads/variant.ts';
import { type MessageHandle, PortError } from '../ports.ts';
import { hasTime } from '../wait.ts';
import { post } from './delivery-run.ts';
import { foldNotices } from './fold-notices.ts';
import type { Fail, Outbox } from './outbox.ts';
import type { Entry } from './post-lot.ts';
import { noteOf } from './show-counts.ts';

type Group = readonly Notice[];

/** Posts and folds what an entry plans. */
export async function postThread(outbox: Outbox, entry: Entry, fail: Fail): Promise<readonly Group[]> {
  const { key, slot, plan } = entry;
  if (key === null) return postAlone(outbox, plan.post, fail);
  const isNew = slot?.state !== 'open';
  let handle = isNew ? null : slot.thread.handle;
  let total = isNew ? 0 : slot.thread.total;
  try {
    if (isNew && plan.post.length === 0) await outbox.run.state.release([], [key], outbox.run.owner);
    for (const notice of plan.post) {
      if (handle === null) handle = await startThread(outbox, key, notice);
      else await reply(outbox, key, handle, notice);
      total += 1;
    }
  } catch (error) {
    return leaveThread(outbox, entry, { handle, total }, error, fail);
  }
  return handle === null ? [] : foldNotices(outbox, { key, handle, total, notices: plan.fold }, fail);
}

async function postAlone(outbox: Outbox, notices: Group, fail: Fail): Promise<readonly Group[]> {
  const { run, via } = outbox;
  for (const notice of notices) {
    try {
      await post(run, via, () => via.renderer.message(notice, 1), { budgetOf: notice });
      await outbox.settle([notice]);
    } catch (error) {
      fail(notice, error);
    }
  }
  return [];
}

async function startThread(outbox: Outbox, key: string, notice: Notice): Promise<MessageHandle> {
  const { run, via } = outbox;
  const { clock, options } = run.pipeline;
  const handle = await post(run, via, () => via.renderer.message(notice, 1), { budgetOf: notice });
  if (handle === null) throw new PortError('permanent', 'no_handle', `${via.id} returned no handle to reply to`);
  const untilMs = clock.nowMs() + options.threadWindowSeconds * 1000;
  const note = noteOf({ key, handle, destination: via, notice });
  await outbox.settle([notice], { kind: 'start', key, handle, variant: variantOf(notice), untilMs, note });
  await postDetails(outbox, notice, handle);
  return handle;
}

// The details help the reader; the alert itself is out, so their failure is logged and nothing else.
async function postDetails({ run, via }: Outbox, notice: Notice, handle: MessageHandle): Promise<void> {
  try {
    const details = via.renderer.details?.(notice) ?? null;
    if (details !== null) await post(run, via, () => details, { thread: handle, budgetOf: notice });
  } catch (error) {
    run.pipeline.log.warn('details_not_posted', { destination: via.id, notice: notice.id, error: String(error) });
  }
}

async function reply(outbox: Outbox, key: string, handle: MessageHandle, notice: Notice): Promise<void> {
  const { run, via } = outbox;
  await post(run, via, () => via.renderer.message(notice, 1), { thread: handle, budgetOf: notice });
  await outbox.settle([notice], { kind: 'reply', key, handle, variant: variantOf(notice) });
}

// The first message is gone (somebody deleted it): the rest begins another thread. Where a thread that was begun just now takes
// no replies either, the channel takes none at all, and the rest is folded. After any other failure, nothing more is counted.
async function leaveThread(
  outbox: Outbox,
  { key, slot, plan }: Entry,
  { handle, total }: { readonly handle: MessageHandle | null; readonly total: number },
  error: unknown,
  fail: Fail,
): Promise<readonly Group[]> {
  const { state, owner, pipeline, deadlineMs } = outbox.run;
  const rest = [...plan.post, ...plan.fold].filter(outbox.isPending);
  const isGone = error instanceof PortError && error.kind === 'thread_gone';
  if (key !== null && handle !== null && isGone) {
    if (slot?.state !== 'open') return foldNotices(outbox, { key, handle, total, notices: rest }, fail);
    await state.closeThread(key, handle);
    return [rest];
  }
  if (key !== null && handle === null && hasTime(pipeline.clock, deadlineMs)) await state.release([], [key], owner);
  for (const notice of rest) fail(notice, error);
  return [];
}
