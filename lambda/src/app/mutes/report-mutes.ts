// The job that completes mutes: it posts what a mute suppressed once it has ended, and announces a mute whose announcement failed. In: an
// invocation. Out: messages, each once: it is claimed before and settled after, and only then the mute leaves the list. A message that may
// have been posted before says so. Rejects if anything is left to do, so that the job is retried.

import { endOf, isRunning, type Mute } from '../../core/mutes/mute.ts';
import { isFinished, noteAnnounced, noteReporting, withoutMute } from '../../core/mutes/mute-list.ts';
import { muteReportMessage, muteStartedMessage } from '../../core/render/mute-messages.ts';
import type { SlackMessage } from '../../core/render/slack-blocks.ts';
import { DELIVERED_MS, type DeliveryRun, fallbackFor, leaseOf, post } from '../delivery/delivery-run.ts';
import type { Invocation } from '../invocation.ts';
import { type Destination, isPermanent } from '../ports.ts';
import { requireTime } from '../wait.ts';
import { changeMutes, storedMutes } from './change-mutes.ts';
import { MUTES_KNOWN_MS } from './instance-mutes.ts';
import type { MuteStore } from './mute-store-port.ts';

/** A channel that accepts no messages for so long does not receive the report of a mute. */
const REPORTED_WITHIN_MS = 7 * 24 * 3600 * 1000;

/**
 * The function behind the buttons announces a mute itself, within seconds. Until it certainly has ended, announcing the mute here could
 * announce it twice.
 */
const LEFT_TO_BUTTONS_MS = 60_000;

/** Completes the mutes that have ended, and those whose announcement failed. */
export async function reportMutes({ pipeline, delivery, endMs, startedMs }: Invocation): Promise<void> {
  const { mutes, clock, log } = pipeline;
  if (mutes === undefined) return;
  // An invocation lasts no longer than this one can, and acts on a list that it read up to a minute before.
  const lagMs = MUTES_KNOWN_MS + (endMs - startedMs);
  const errors: unknown[] = [];
  for (const mute of await storedMutes(mutes.store)) {
    try {
      requireTime(clock, delivery.deadlineMs);
      if (isFinished(mute, clock.nowMs(), lagMs)) await report(delivery, mutes.store, mute);
      else if (isUnannounced(mute, clock.nowMs())) await announce(delivery, mutes.store, mute);
    } catch (error) {
      log.error('mute_not_reported', { mute: mute.id, rule: mute.rule, by: mute.by, error: String(error) });
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new Error(`${errors.length} mutes could not be reported: ${String(errors[0])}`);
}

function isUnannounced(mute: Mute, nowMs: number): boolean {
  return !mute.announced && isRunning(mute, nowMs) && nowMs >= mute.startedMs + LEFT_TO_BUTTONS_MS;
}

// The answer that the function behind the buttons waited for may have been lost.
async function announce(run: DeliveryRun, store: MuteStore, mute: Mute): Promise<void> {
  await postOnce(run, `mute-started#${mute.id}`, mute, async () => muteStartedMessage(mute, true));
  await changeMutes(store, (mutes) => ({ mutes: noteAnnounced(mutes, mute.id) }));
}

async function report(run: DeliveryRun, store: MuteStore, mute: Mute): Promise<void> {
  const { clock, log } = run.pipeline;
  const counts = await store.counts(mute.id);
  const isLost = clock.nowMs() > endOf(mute) + REPORTED_WITHIN_MS;
  if (isLost) log.error('mute_report_dropped', { mute: mute.id, rule: mute.rule, suppressed: counts.total });
  else
    await postOnce(run, `mute-ended#${mute.id}`, mute, async () => {
      await changeMutes(store, (mutes) => ({ mutes: noteReporting(mutes, mute.id) }));
      return muteReportMessage(mute, counts, mute.isReporting);
    });
  await changeMutes(store, (mutes) => ({ mutes: withoutMute(mutes, mute.id) }));
}

// The claims are not guarded: without the table, the message waits.
async function postOnce(run: DeliveryRun, id: string, mute: Mute, prepare: () => Promise<SlackMessage>) {
  const { state, clock } = run.pipeline;
  const claim = { id, bucket: null };
  const found = (await state.claim([claim], [], leaseOf(run))).ids.get(id);
  if (found === 'done') return;
  if (found === 'held') throw new Error('another invocation is posting it');
  try {
    await postInChannel(run, mute, await prepare());
  } catch (error) {
    await state.release([claim], [], run.owner);
    throw error;
  }
  await state.settle([claim], clock.nowMs() + DELIVERED_MS);
}

async function postInChannel(run: DeliveryRun, mute: Mute, message: SlackMessage): Promise<void> {
  const destination = run.pipeline.destinations.get(mute.destination);
  if (!destination?.hasButtons) throw new Error(`the settings no longer name the channel ${mute.destination}`);
  const postBy = (by: Destination) => post(run, by, () => message, { budgetOf: null });
  try {
    await postBy(destination);
  } catch (error) {
    const fallback = fallbackFor(destination, run);
    if (!isPermanent(error) || !fallback?.hasButtons) throw error;
    await postBy(fallback);
  }
}
