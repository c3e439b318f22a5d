// Posts notices of one thread to a destination that has threads: the first message, then replies, then nothing but a
// count. In: claimed notices of one key, in order. Every one of them is settled, with the error that kept it back if any.

import type { Notice } from '../core/threads/notice.ts';
import { repliesToPost } from '../core/threads/storm.ts';
import { type DeliveryRun, openThread, post } from './delivery-run.ts';
import { type Destination, type MessageHandle, PortError } from './ports.ts';
import { noteCount } from './show-counts.ts';

/** Told what became of a claimed notice: null where it was delivered. */
export type Settle = (notice: Notice, error: unknown) => Promise<void>;

/** Posts a group; never rejects. */
export async function postThread(
  run: DeliveryRun,
  destination: Destination,
  notices: readonly Notice[],
  settle: Settle,
): Promise<void> {
  const key = `${destination.id}#${notices[0]?.threadKey}`;
  let rest = notices;
  try {
    let handle = await openThread(run, key);
    if (handle === null) {
      handle = await startThread(run, destination, key, rest[0] as Notice, settle);
      rest = rest.slice(1);
    }
    if (rest.length > 0) await postReplies(run, destination, key, handle, rest, settle);
  } catch (error) {
    for (const notice of rest) await settle(notice, error);
  }
}

async function startThread(
  run: DeliveryRun,
  destination: Destination,
  key: string,
  first: Notice,
  settle: Settle,
): Promise<MessageHandle> {
  const { pipeline, state } = run;
  try {
    const handle = await post(run, destination, destination.renderer.message(first, 1), null);
    if (handle === null) throw new PortError('permanent', 'no_handle', `${destination.id} gave no handle to reply to`);
    const expiresAtMs = pipeline.clock.nowMs() + pipeline.options.threadWindowSeconds * 1000;
    await state.startThread(key, handle, expiresAtMs);
    await settle(first, null);
    await postDetails(run, destination, first, handle);
    return handle;
  } catch (error) {
    await state.closeThread(key, null);
    throw error;
  }
}

// The details are a help to the reader; the alert itself is out, so their failure is logged and nothing else.
async function postDetails(run: DeliveryRun, destination: Destination, notice: Notice, handle: MessageHandle) {
  const details = destination.renderer.details?.(notice) ?? null;
  if (details === null) return;
  try {
    await post(run, destination, details, handle);
  } catch (error) {
    run.pipeline.log.warn('details_not_posted', {
      destination: destination.id,
      notice: notice.id,
      error: String(error),
    });
  }
}

async function postReplies(
  run: DeliveryRun,
  destination: Destination,
  key: string,
  handle: MessageHandle,
  notices: readonly Notice[],
  settle: Settle,
): Promise<void> {
  const { total } = await run.state.countInThread(key, notices.length);
  const replies = repliesToPost(total, notices.length, run.pipeline.options.threadRepliesMax);
  for (const [index, notice] of notices.slice(0, replies).entries()) {
    try {
      await post(run, destination, destination.renderer.message(notice, 1), handle);
      await settle(notice, null);
    } catch (error) {
      await leaveThread(run, destination, key, handle, notices.slice(index), error, settle);
      return;
    }
  }
  const folded = notices.slice(replies);
  const last = folded.at(-1);
  if (last) await noteCount(run, { key, handle, destination, notice: last }, total);
  await Promise.all(folded.map((notice) => settle(notice, null)));
}

// The thread is gone (its first message was deleted): the rest begins another. Any other failure: the rest was not told,
// so it is not counted either.
async function leaveThread(
  run: DeliveryRun,
  destination: Destination,
  key: string,
  handle: MessageHandle,
  untold: readonly Notice[],
  error: unknown,
  settle: Settle,
): Promise<void> {
  if (error instanceof PortError && error.kind === 'thread_gone') {
    await run.state.closeThread(key, handle);
    return postThread(run, destination, untold, settle);
  }
  await run.state.countInThread(key, -untold.length);
  for (const notice of untold) await settle(notice, error);
}
