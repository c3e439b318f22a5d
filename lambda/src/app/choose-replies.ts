// Which notices of a thread are told by a reply once it takes no more of them: the first of each likeness, so that nobody
// can hide what succeeded behind what was refused, or one rule's alert behind another's. What was told is remembered in
// the state store for as long as the thread is open.

import { likenessOf } from '../core/threads/likeness.ts';
import type { Notice } from '../core/threads/notice.ts';
import { type DeliveryRun, leaseOf } from './delivery-run.ts';
import type { MessageHandle } from './ports.ts';

interface Thread {
  readonly key: string;
  readonly handle: MessageHandle;
  /** Its first message, where it was posted just now. */
  readonly first: Notice | null;
}

/** The notices to tell, in their order: the first `inTurn`, and of the rest those that are like none told before. */
export async function chooseReplies(
  run: DeliveryRun,
  thread: Thread,
  notices: readonly Notice[],
  inTurn: number,
): Promise<readonly Notice[]> {
  const replies = notices.slice(0, inTurn);
  if (replies.length === notices.length) return replies;
  const known = new Set([...(thread.first ? [thread.first] : []), ...replies].map(likenessOf));
  for (const notice of notices.slice(inTurn)) {
    const likeness = likenessOf(notice);
    if (known.has(likeness)) continue;
    known.add(likeness);
    const claim = await run.state.claim(claimId(thread, likeness), leaseOf(run));
    if (claim === 'claimed') replies.push(notice);
  }
  return replies;
}

/** Remembers that notices like these were told in a thread, so that more of them are only counted. */
export async function rememberTold(run: DeliveryRun, thread: Thread, told: readonly Notice[]): Promise<void> {
  const { clock, options } = run.pipeline;
  const untilMs = clock.nowMs() + options.threadWindowSeconds * 1000;
  const likenesses = new Set([...(thread.first ? [thread.first] : []), ...told].map(likenessOf));
  await Promise.all([...likenesses].map((likeness) => run.state.complete(claimId(thread, likeness), untilMs)));
}

/** Gives back the right to tell notices like these, which could not be used. */
export async function forgetUntold(run: DeliveryRun, thread: Thread, untold: readonly Notice[]): Promise<void> {
  const likenesses = new Set(untold.map(likenessOf));
  await Promise.all([...likenesses].map((likeness) => run.state.release(claimId(thread, likeness), run.owner)));
}

function claimId({ key, handle }: Thread, likeness: string): string {
  return `likeness#${key}#${handle.ts}#${likeness}`;
}
