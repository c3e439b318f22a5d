// Shows the count of one folded thread on its first message. In: a note of the state store. Out: whether the note is done with. If
// the first message is gone, the count gets a separate message.

import type { Acknowledgement } from '../../core/mutes/acknowledgement.ts';
import type { Notice } from '../../core/threads/notice.ts';
import { isCountDue } from '../../core/threads/storm.ts';
import { type DeferredCount, type Destination, isPermanent, type MessageHandle, PortError } from '../ports.ts';
import { callDestination, DELIVERED_MS, type DeliveryRun, fallbackFor, leaseOf, post } from './delivery-run.ts';
import { readNote } from './folded-note.ts';

/** A thread into which notices were folded. */
interface FoldedThread {
  readonly key: string;
  readonly handle: MessageHandle;
  readonly destination: Destination;
  /** What its first message shows. */
  readonly first: Notice;
  /** The last of them. */
  readonly last: Notice;
  readonly note: string;
}

/** Shows a count if it is due. Returns whether there is nothing left to show; rejects if it must be tried again. */
export async function showCount(run: DeliveryRun, deferred: DeferredCount): Promise<boolean> {
  const { clock, log } = run.pipeline;
  const { total, shown, shownAtMs } = deferred;
  const folded = foldedThread(run, deferred);
  if (folded === null) {
    log.warn('count_not_shown', { ...whereIs(deferred), error: 'its note names no destination of these settings' });
    return true;
  }
  if (!isCountDue(shown, total, clock.nowMs() - shownAtMs)) return false;
  try {
    await updateFirstMessage(run, folded, total);
  } catch (error) {
    if (!(error instanceof PortError) || error.kind === 'transient') throw error;
    return giveUpFirstMessage(run, folded, deferred, error);
  }
  await noteShown(run, folded, total);
  return true;
}

// Someone may acknowledge the alert while its message is replaced; then the message is replaced once more.
async function updateFirstMessage(run: DeliveryRun, folded: FoldedThread, total: number): Promise<void> {
  const before = await acknowledgementOf(run, folded);
  await replaceFirstMessage(run, folded, total, before);
  const after = before ?? (await acknowledgementOf(run, folded));
  if (after !== before) await replaceFirstMessage(run, folded, total, after);
}

async function replaceFirstMessage(
  run: DeliveryRun,
  { handle, destination, first }: FoldedThread,
  total: number,
  acknowledgement: Acknowledgement | null,
): Promise<void> {
  const message = await destination.renderer.message(first, total, { acknowledgement });
  await callDestination(run, destination, async (timeoutMs) =>
    destination.notifier.update?.(handle, message, timeoutMs),
  );
}

async function acknowledgementOf({ pipeline }: DeliveryRun, { handle, destination }: FoldedThread) {
  if (!destination.hasButtons || !pipeline.acknowledgements) return null;
  return pipeline.acknowledgements.find(handle, pipeline.clock.nowMs());
}

async function noteShown(run: DeliveryRun, folded: FoldedThread, total: number): Promise<void> {
  const { key, handle } = folded;
  await run.state.markShown(key, handle, total, run.pipeline.clock.nowMs());
  // Another invocation may have shown a higher count just before this one: then that must be shown again.
  const { total: now } = await run.state.threadCount(key, handle);
  if (now > total) await run.state.deferCount(key, handle, now, folded.note);
}

async function giveUpFirstMessage(
  run: DeliveryRun,
  folded: FoldedThread,
  deferred: DeferredCount,
  cause: PortError,
): Promise<boolean> {
  const { key, handle, total, shown } = deferred;
  const isDelivered = total <= shown || (await showAgain(run, folded, deferred, cause));
  if (isDelivered && cause.kind === 'thread_gone') await run.state.closeThread(key, handle, run.pipeline.clock.nowMs());
  return isDelivered;
}

// The first message was deleted or cannot be changed: what was folded into it and never shown gets a separate message, or one
// to the fallback if the channel refuses that too. The message is claimed first, because two invocations could both post it.
async function showAgain(
  run: DeliveryRun,
  folded: FoldedThread,
  { key, handle, total, shown, mark }: DeferredCount,
  cause: PortError,
): Promise<boolean> {
  const { clock, log } = run.pipeline;
  const id = `count#${key}#${handle.ts}#${mark}`;
  const claim = (await run.state.claim([{ id, bucket: null }], [], leaseOf(run))).ids.get(id);
  if (claim !== 'claimed') return claim === 'done';
  log.warn('count_shown_anew', { destination: folded.destination.id, total, cause: String(cause) });
  try {
    await postCount(run, folded, total - shown);
  } catch (error) {
    await run.state.release([{ id, bucket: null }], [], run.owner);
    throw error;
  }
  await run.state.settle([{ id, bucket: null }], clock.nowMs() + DELIVERED_MS);
  await run.state.markShown(key, handle, total, clock.nowMs());
  return true;
}

async function postCount(run: DeliveryRun, { destination, last }: FoldedThread, count: number): Promise<void> {
  const postBy = (by: Destination) =>
    post(run, by, () => by.renderer.message(last, count, { isRepeat: true }), { budgetOf: null });
  try {
    await postBy(destination);
  } catch (error) {
    const fallback = fallbackFor(destination, run);
    if (isPermanent(error) && fallback === null) run.counters.countsRefused++;
    if (!isPermanent(error) || fallback === null) throw error;
    await postBy(fallback);
  }
}

// Null if the note cannot be read, or its destination no longer exists.
function foldedThread({ pipeline }: DeliveryRun, { key, handle, note: text }: DeferredCount): FoldedThread | null {
  const note = readNote(text);
  const destination = pipeline.destinations.get(note?.destination ?? '');
  if (note === null || !destination) return null;
  return { key, handle, destination, first: note.notice, last: note.last ?? note.notice, note: text };
}

/** The message that shows a count, and the count, for the log. */
export function whereIs({ handle, total }: DeferredCount): object {
  return { channel: handle.channel, ts: handle.ts, total };
}
