// Posts notices of one thread to a destination that has threads: the first message, then replies, then nothing but a
// count. In: claimed notices of one key, in order. Every one of them is settled, with the error that kept it back if any.

import type { Notice } from '../../core/threads/notice.ts';
import { repliesToPost } from '../../core/threads/storm.ts';
import { type Destination, type MessageHandle, PortError } from '../ports.ts';
import { requireTime } from '../wait.ts';
import { chooseReplies, forgetUndelivered, rememberDelivered } from './choose-replies.ts';
import { type DeliveryRun, leaseOf, post } from './delivery-run.ts';
import { noteCount } from './show-counts.ts';

/** Told what became of a claimed notice: null where it was delivered. */
export type Settle = (notice: Notice, error: unknown) => Promise<void>;

interface Thread {
  readonly destination: Destination;
  readonly key: string;
  readonly handle: MessageHandle;
  /** What its first message tells, where that has just been posted here. */
  readonly first: Notice | null;
}

/** Posts a group; never rejects. */
export async function postThread(
  run: DeliveryRun,
  destination: Destination,
  notices: readonly Notice[],
  settle: Settle,
): Promise<void> {
  const [first, ...others] = notices;
  if (first === undefined) return;
  const key = `${destination.id}#${first.threadKey}`;
  let rest = notices;
  try {
    const open = await openThread(run, key);
    const handle = open ?? (await startThread(run, destination, key, first));
    if (open === null) {
      await settle(first, null);
      await postDetails(run, destination, first, handle);
      rest = others;
    }
    await postReplies(run, { destination, key, handle, first: open === null ? first : null }, rest, settle);
  } catch (error) {
    await settleAll(rest, error, settle);
  }
}

function settleAll(notices: readonly Notice[], error: unknown, settle: Settle): Promise<unknown> {
  return Promise.all(notices.map((notice) => settle(notice, error)));
}

// The open thread of a key; null is the right to start it. Waits while somebody else is starting it, but rejects before other
// threads run out of time over somebody who crashed.
async function openThread(run: DeliveryRun, key: string): Promise<MessageHandle | null> {
  const { clock } = run.pipeline;
  const untilMs = clock.nowMs() + OPENING_WAIT_MS;
  for (;;) {
    const slot = await run.state.openThread(key, leaseOf(run));
    if (slot.state === 'ours') return null;
    if (slot.state === 'open') return slot.handle;
    requireTime(clock, run.deadlineMs);
    if (clock.nowMs() >= untilMs) {
      throw new PortError('transient', 'thread_opening', 'somebody else has been starting this thread for too long');
    }
    await clock.sleep(OPENING_POLL_MS);
  }
}

const OPENING_WAIT_MS = 8_000;
const OPENING_POLL_MS = 250;

async function startThread(
  run: DeliveryRun,
  destination: Destination,
  key: string,
  first: Notice,
): Promise<MessageHandle> {
  const { pipeline, state } = run;
  try {
    const handle = await post(run, destination, () => destination.renderer.message(first, 1), null);
    if (handle === null) throw new PortError('permanent', 'no_handle', `${destination.id} gave no handle to reply to`);
    await state.startThread(key, handle, pipeline.clock.nowMs() + pipeline.options.threadWindowSeconds * 1000);
    return handle;
  } catch (error) {
    await state.closeThread(key, null);
    throw error;
  }
}

// The details are a help to the reader; the alert itself is out, so their failure is logged and nothing else.
async function postDetails(run: DeliveryRun, destination: Destination, notice: Notice, handle: MessageHandle) {
  try {
    const details = destination.renderer.details?.(notice) ?? null;
    if (details !== null) await post(run, destination, () => details, handle);
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
  thread: Thread,
  notices: readonly Notice[],
  settle: Settle,
): Promise<void> {
  if (notices.length === 0) return rememberDelivered(run, thread, []);
  const { destination, key, handle } = thread;
  const { total } = await run.state.countInThread(key, handle, notices.length);
  const inTurn = repliesToPost(total, notices.length, run.pipeline.options.threadRepliesMax);
  const replies = await chooseReplies(run, thread, notices, inTurn);
  for (const [index, notice] of replies.entries()) {
    try {
      await post(run, destination, () => destination.renderer.message(notice, 1), handle);
      await settle(notice, null);
    } catch (error) {
      return leaveThread(run, thread, without(notices, replies.slice(0, index)), error, settle);
    }
  }
  await rememberDelivered(run, thread, replies);
  await fold(run, thread, without(notices, replies), total, settle);
}

function without(notices: readonly Notice[], others: readonly Notice[]): readonly Notice[] {
  return notices.filter((notice) => !others.includes(notice));
}

// What is folded counts as told once there is a note of it. Where none can be made, a message says how many they are.
async function fold(run: DeliveryRun, thread: Thread, notices: readonly Notice[], total: number, settle: Settle) {
  const last = notices.at(-1);
  if (!last) return;
  const { destination } = thread;
  try {
    await noteCount(run, { ...thread, notice: last }, total).catch(() =>
      post(run, destination, () => destination.renderer.message(last, notices.length), null),
    );
  } catch (error) {
    return void (await settleAll(notices, error, settle));
  }
  await settleAll(notices, null, settle);
}

// The thread is gone (its first message was deleted): the rest begins another. Where a new one takes no replies either,
// the channel takes none at all, and the rest is folded. Any other failure: the rest was not told, so it is not counted.
async function leaveThread(
  run: DeliveryRun,
  thread: Thread,
  undelivered: readonly Notice[],
  error: unknown,
  settle: Settle,
): Promise<void> {
  const { destination, key, handle, first } = thread;
  const isGone = error instanceof PortError && error.kind === 'thread_gone';
  if (isGone && first !== null) {
    const { total } = await run.state.countInThread(key, handle, 0);
    return fold(run, thread, undelivered, total, settle);
  }
  if (isGone) {
    await run.state.closeThread(key, handle);
    return postThread(run, destination, undelivered, settle);
  }
  await forgetUndelivered(run, thread, undelivered);
  await run.state.countInThread(key, handle, -undelivered.length);
  await settleAll(undelivered, error, settle);
}
