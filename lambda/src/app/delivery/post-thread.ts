// Posts the notices of one thread: the first message if there is none, replies, then a count for the rest. In: an entry whose
// posts are claimed. Out: groups that must start again because the thread is gone. Never rejects.

import { severityRank } from '../../core/rules/rule.ts';
import { isUrgent } from '../../core/threads/group.ts';
import type { Notice } from '../../core/threads/notice.ts';
import { isOfFailure, variantOf } from '../../core/threads/variant.ts';
import { type MessageHandle, type OpenThread, PortError, type ReplyTo } from '../ports.ts';
import { post } from './delivery-run.ts';
import type { Entry } from './entry.ts';
import { foldNotices } from './fold-notices.ts';
import { noteOf, readNote } from './folded-note.ts';
import type { Fail, Outbox } from './outbox.ts';

type Group = readonly Notice[];

/** What is known of the thread while replies are posted. */
interface Thread {
  readonly key: string;
  readonly handle: MessageHandle;
  readonly note: string;
  total: number;
  /** How many ids of notices its item contains. */
  ids: number;
  /** What it shows: see `OpenThread`. */
  readonly variants: Set<string>;
}

/**
 * How many of them are kept: about 35 KB. They only save repetitions after a crash, and in hours of critical alerts, which are all posted,
 * the item would become too large to be changed.
 */
export const IDS_MAX = 500;

/** Posts and folds what an entry plans. */
export async function postThread(outbox: Outbox, entry: Entry, fail: Fail): Promise<readonly Group[]> {
  const { key, slot, plan } = entry;
  passUncounted(outbox, entry);
  if (key === null) return postAlone(outbox, plan.post, fail);
  let thread = slot?.state === 'open' ? threadOf(key, slot.thread) : null;
  try {
    if (thread === null && plan.post.length === 0) outbox.abandon(key);
    for (const notice of plan.post) {
      thread = thread === null ? await startThread(outbox, key, notice) : await reply(outbox, thread, notice);
    }
  } catch (error) {
    return leaveThread(outbox, entry, thread, error, fail);
  }
  return thread === null ? [] : foldNotices(outbox, { ...thread, notices: plan.fold }, fail);
}

function threadOf(key: string, open: OpenThread): Thread {
  return { key, ...open, ids: open.posted.size, variants: new Set(open.variants) };
}

// An alert that another invocation is delivering may have no thread yet, and will have one: its events are counted later.
function passUncounted(outbox: Outbox, { notices, plan }: Entry): void {
  if (notices.some(outbox.isHeld)) outbox.hold(plan.uncounted);
  else outbox.pass(plan.uncounted);
}

const optionsFor = (outbox: Outbox, notice: Notice) => ({
  budgetOf: notice,
  confirmation: outbox.confirmationOf([notice]),
});

async function postAlone(outbox: Outbox, notices: Group, fail: Fail): Promise<readonly Group[]> {
  const { run, via } = outbox;
  for (const notice of notices) {
    try {
      await post(run, via, () => via.renderer.message(notice, 1), optionsFor(outbox, notice));
      await outbox.settle([notice]);
    } catch (error) {
      fail(notice, error);
    }
  }
  return [];
}

async function startThread(outbox: Outbox, key: string, notice: Notice): Promise<Thread> {
  const { run, via } = outbox;
  const handle = await post(run, via, () => via.renderer.message(notice, 1), optionsFor(outbox, notice));
  if (handle === null) throw new PortError('permanent', 'no_handle', `${via.id} returned no handle to reply to`);
  return threadUnder(outbox, key, notice, handle);
}

// Records a message as the first one of a thread.
async function threadUnder(outbox: Outbox, key: string, notice: Notice, handle: MessageHandle): Promise<Thread> {
  const { run, via } = outbox;
  const { clock, options } = run.pipeline;
  const untilMs = clock.nowMs() + options.threadWindowSeconds * 1000;
  const note = noteOf(via, notice);
  const variant = variantOf(notice);
  await run.state.startThread(key, handle, { id: outbox.idOf(notice), variant, untilMs, note });
  outbox.posted(notice);
  await postDetails(outbox, notice, handle);
  return { key, handle, note, total: 1, ids: 1, variants: new Set([variant]) };
}

// The alert itself is delivered; if its details fail, that is only logged.
async function postDetails({ run, via }: Outbox, notice: Notice, handle: MessageHandle): Promise<void> {
  try {
    const details = await via.renderer.details?.(notice);
    if (details) await post(run, via, () => details, { thread: handle, budgetOf: notice });
  } catch (error) {
    run.pipeline.log.warn('details_not_posted', { destination: via.id, notice: notice.id, error: String(error) });
  }
}

// Out: the thread; another one if its first message was deleted and the channel shows the reply, under which it goes on.
async function reply(outbox: Outbox, thread: Thread, notice: Notice): Promise<Thread> {
  const { run, via } = outbox;
  const { key, handle, variants } = thread;
  const variant = variantOf(notice);
  const isRepeat = variants.has(variant);
  const place: ReplyTo = { ...handle, ...(!isRepeat && isWorse(notice, thread) && { alsoInChannel: true }) };
  const message = () => via.renderer.message(notice, 1, { isRepeat });
  const first = await post(run, via, message, { ...optionsFor(outbox, notice), thread: place });
  if (first !== null && first.ts !== handle.ts) return threadUnder(outbox, key, notice, first);
  const id = thread.ids < IDS_MAX ? outbox.idOf(notice) : null;
  await run.state.addToThread(key, handle, { by: 1, posted: { id, variant } });
  variants.add(variant);
  if (id !== null) thread.ids += 1;
  outbox.posted(notice);
  thread.total += 1;
  return thread;
}

// Replies are seen by those who open the thread. So a harmless alert before it would hide one that matters, and a refused call one that succeeds.
function isWorse(notice: Notice, { note }: Thread): boolean {
  if (!isUrgent(notice)) return false;
  const first = readNote(note)?.notice;
  if (first === undefined || (isOfFailure(first) && !isOfFailure(notice))) return true;
  return severityRank(notice.subject.severity) < severityRank(first.subject.severity);
}

// The first message is gone (a user deleted it): the rest starts another thread. If a thread that was started just now accepts
// no replies either, the channel accepts none at all, and the rest is folded. After any other failure, nothing more is counted.
async function leaveThread(
  outbox: Outbox,
  { key, slot, plan }: Entry,
  thread: Thread | null,
  error: unknown,
  fail: Fail,
): Promise<readonly Group[]> {
  const { state, pipeline } = outbox.run;
  const rest = [...plan.post, ...plan.fold].filter(outbox.isPending);
  if (thread !== null && error instanceof PortError && error.kind === 'thread_gone') {
    if (slot?.state !== 'open') return foldNotices(outbox, { ...thread, notices: rest }, fail);
    await state.closeThread(thread.key, thread.handle, pipeline.clock.nowMs());
    return [rest];
  }
  if (thread === null && key !== null) outbox.abandon(key);
  for (const notice of rest) fail(notice, error);
  return [];
}
