// Which notices of a thread are told by a reply once it takes no more of them: the first of each variant, so that nobody
// can hide what succeeded behind what was refused, or one rule's alert behind another's. What was told is remembered in
// the state store for as long as the thread is open.

import type { Notice } from '../../core/threads/notice.ts';
import { variantOf } from '../../core/threads/variant.ts';
import type { MessageHandle } from '../ports.ts';
import { type DeliveryRun, leaseOf } from './delivery-run.ts';

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
  const known = new Set([...(thread.first ? [thread.first] : []), ...replies].map(variantOf));
  for (const notice of notices.slice(inTurn)) {
    const variant = variantOf(notice);
    if (known.has(variant)) continue;
    known.add(variant);
    const claim = await run.state.claim(claimId(thread, variant), leaseOf(run));
    if (claim === 'claimed') replies.push(notice);
  }
  return replies;
}

/** Remembers that notices like these were told in a thread, so that more of them are only counted. */
export async function rememberDelivered(run: DeliveryRun, thread: Thread, told: readonly Notice[]): Promise<void> {
  const { clock, options } = run.pipeline;
  const untilMs = clock.nowMs() + options.threadWindowSeconds * 1000;
  const variants = new Set([...(thread.first ? [thread.first] : []), ...told].map(variantOf));
  await Promise.all([...variants].map((variant) => run.state.complete(claimId(thread, variant), untilMs)));
}

/** Gives back the right to tell notices like these, which could not be used. */
export async function forgetUndelivered(
  run: DeliveryRun,
  thread: Thread,
  undelivered: readonly Notice[],
): Promise<void> {
  const variants = new Set(undelivered.map(variantOf));
  await Promise.all([...variants].map((variant) => run.state.release(claimId(thread, variant), run.owner)));
}

function claimId({ key, handle }: Thread, variant: string): string {
  return `variant#${key}#${handle.ts}#${variant}`;
}
