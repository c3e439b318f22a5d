// Brings the counts on the first messages of folded threads up to date, at the end of an invocation. What was folded left
// a note in the state store before it counted as told, so a crash in between cannot hide it: whichever invocation comes
// next shows it. Growing steps keep a long storm cheap.

import type { Notice } from '../core/threads/notice.ts';
import { isCountDue } from '../core/threads/storm.ts';
import { callDestination, type DeliveryRun, post } from './delivery-run.ts';
import { type DeferredCount, type Destination, type MessageHandle, PortError } from './ports.ts';

/** A thread into which notices were folded; `notice` is one of them, to render its first message from. */
export interface FoldedThread {
  readonly key: string;
  readonly handle: MessageHandle;
  readonly destination: Destination;
  readonly notice: Notice;
}

/** Notes that the first message of a thread is to show `total`. */
export function noteCount(
  run: DeliveryRun,
  { key, handle, destination, notice }: FoldedThread,
  total: number,
): Promise<void> {
  const note = (noted: Notice) => JSON.stringify({ destination: destination.id, notice: noted });
  const whole = note(notice);
  return run.state.deferCount(key, handle, total, whole.length > NOTE_MAX ? note(withoutBodies(notice)) : whole);
}

// An item of the table has 400 KB at most, and a character up to three bytes of UTF-8.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const NOTE_MAX = 100_000;

// Who, what, when and where are kept; what was asked for and answered, where it is that long, is in the log file.
function withoutBodies(notice: Notice): Notice {
  if (notice.kind !== 'alert') return notice;
  const fields = Object.entries(notice.alert.record).filter(([, value]) => JSON.stringify(value).length <= BODY_MAX);
  return { ...notice, alert: { ...notice.alert, record: Object.fromEntries(fields) } };
}

const BODY_MAX = 4_000;

/** Shows the counts that are due, of this and of earlier invocations. Never rejects. */
export async function showCounts(run: DeliveryRun): Promise<void> {
  for (const deferred of await run.state.deferredCounts()) {
    const { destination: id, notice } = JSON.parse(deferred.note) as { destination: string; notice: Notice };
    const destination = run.pipeline.destinations.get(id);
    const isOver = !destination || (await showIfDue(run, destination, notice, deferred));
    if (isOver) await run.state.settleCount(deferred);
  }
}

// Whether there is nothing left to show.
async function showIfDue(
  run: DeliveryRun,
  destination: Destination,
  notice: Notice,
  deferred: DeferredCount,
): Promise<boolean> {
  const { clock, log } = run.pipeline;
  const { key, handle, total, shown, shownAtMs } = deferred;
  if (!isCountDue(shown, total, clock.nowMs() - shownAtMs)) return false;
  try {
    const message = destination.renderer.message(notice, total);
    await callDestination(run, destination, async () => destination.notifier.update?.(handle, message));
  } catch (error) {
    log.warn('count_not_shown', { destination: destination.id, total, error: String(error) });
    return error instanceof PortError && error.kind === 'thread_gone' && showAnew(run, destination, notice, deferred);
  }
  await run.state.markShown(key, total, clock.nowMs());
  // Another invocation may have shown a higher count just before this one: then it is to be shown again.
  const { total: now } = await run.state.countInThread(key, 0);
  if (now > total) await noteCount(run, { key, handle, destination, notice }, now);
  return true;
}

// The first message was deleted: what was folded into it, and never shown, is told by a message of its own.
async function showAnew(
  run: DeliveryRun,
  destination: Destination,
  notice: Notice,
  { key, handle, total, shown }: DeferredCount,
): Promise<boolean> {
  await run.state.closeThread(key, handle);
  if (total <= shown) return true;
  try {
    await post(run, destination, () => destination.renderer.message(notice, total - shown), null);
    return true;
  } catch (error) {
    run.pipeline.log.warn('count_not_shown', { destination: destination.id, total, error: String(error) });
    return false;
  }
}
