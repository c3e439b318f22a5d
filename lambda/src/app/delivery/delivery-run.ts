// What the deliveries of one invocation share: its owner id, its deadline, how many messages it may still post, and how each
// destination has answered so far.

import { fallbackOf } from '../../core/routing/route.ts';
import { isUrgent } from '../../core/threads/group.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Budget } from '../../core/threads/plan.ts';
import type { Counters } from '../counters.ts';
import type { Pipeline } from '../pipeline.ts';
import {
  type Destination,
  type Lease,
  type MessageHandle,
  PortError,
  type ReplyTo,
  type StateStore,
} from '../ports.ts';
import { CALL_RESERVE_MS, callWithRetries, hasTime, LOST_MS_MAX, requireTime } from '../wait.ts';
import { guardState } from './guarded-state.ts';
import { createPace, type Pace } from './pace.ts';
import { type Confirmation, confirmationAfter } from './unconfirmed.ts';

export interface DeliveryRun {
  readonly pipeline: Pipeline;
  readonly state: StateStore;
  /** When the invocation must end, in milliseconds since the epoch; the slower its calls are, the earlier. */
  readonly deadlineMs: number;
  /** When it ends at the latest. */
  readonly endMs: number;
  readonly owner: string;
  readonly pace: Pace;
  readonly counters: Counters;
  /** How the destinations have answered, by destination id. */
  readonly answers: Map<string, Answers>;
}

interface Answers {
  readonly posted: Budget;
  refusedInARow: number;
  /** Milliseconds that failed calls took, one after the other. */
  lostMs: number;
  /** The last failure, once there were so many that further calls are pointless. */
  brokenBy: PortError | null;
  /** When it may be called again. */
  pausedUntilMs: number;
  /** Set while it does not answer when it is asked whether it does. */
  silentBy: unknown;
}

/**
 * How long an id is kept as delivered. SQS keeps a message 14 days at most, so no redrive happens later; no note of a
 * count is kept longer either.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const DELIVERED_MS = 14 * 24 * 3600 * 1000;

// One refusal may be due to the message; three in a row are due to the destination.
const REFUSALS_MAX = 3;

/** Begins the deliveries of an invocation. */
export function createDeliveryRun(pipeline: Pipeline, endMs: number, owner: string, counters: Counters): DeliveryRun {
  const pace = createPace(pipeline.clock);
  const state = guardState(pace.measured(pipeline.state), pipeline.log, counters);
  return {
    ...{ pipeline, state, endMs, owner, counters, pace, answers: new Map() },
    get deadlineMs() {
      return endMs - pace.extraMs(CALL_RESERVE_MS);
    },
  };
}

/** A lease that lasts as long as this invocation can; after that another invocation may take over. */
export function leaseOf({ pipeline, endMs, owner }: DeliveryRun): Lease {
  const nowMs = pipeline.clock.nowMs();
  return { owner, nowMs, untilMs: Math.max(endMs, nowMs) + LEASE_MARGIN_MS };
}

/** How much longer a lease lasts than the invocation can. */
export const LEASE_MARGIN_MS = 2_000;

export interface PostOptions {
  readonly thread?: ReplyTo | null;
  /** The notice whose budget the message uses; null for a message that uses none. */
  readonly budgetOf: Notice | null;
  /** What is known of the message, and is changed if it is posted without an answer. */
  readonly confirmation?: Confirmation;
}

/** Renders and posts one message, with retries as time allows. Rejects with the port's error, or the renderer's. */
export async function post(
  run: DeliveryRun,
  destination: Destination,
  render: () => unknown,
  { thread = null, budgetOf, confirmation }: PostOptions,
): Promise<MessageHandle | null> {
  const message = await render();
  const send = (timeoutMs: number) => destination.notifier.post(message, thread, timeoutMs);
  const handle = await callDestination(run, destination, send, confirmation);
  if (budgetOf) answersOf(run, destination).posted[isUrgent(budgetOf) ? 'urgent' : 'calm']++;
  run.counters.messagesPosted++;
  return handle;
}

/**
 * Calls a destination, with retries as time allows, unless it has refused or not answered for too long, or requests a longer
 * pause than there is time for. What is not confirmed is only repeated if the destination answers, and with all the time that is left.
 */
export async function callDestination<T>(
  run: DeliveryRun,
  destination: Destination,
  call: (timeoutMs: number) => Promise<T>,
  confirmation = confirmationAfter(),
): Promise<T> {
  const { clock } = run.pipeline;
  const answers = answersOf(run, destination);
  if (answers.brokenBy) throw answers.brokenBy;
  const pauseMs = Math.max(0, answers.pausedUntilMs - clock.nowMs());
  if (pauseMs > 0) await waitFor(destination, pauseMs, run);
  if (confirmation.isUnconfirmed) await requireAnswer(run, destination);
  const startedMs = clock.nowMs();
  try {
    const attempt = () => callOnce(run, destination, call, confirmation);
    const result = await callWithRetries(attempt, clock, run.deadlineMs);
    Object.assign(answers, { refusedInARow: 0, lostMs: 0, silentBy: null });
    return result;
  } catch (error) {
    if (error instanceof PortError) noteFailure(answers, error, startedMs, clock.nowMs());
    throw error;
  }
}

async function callOnce<T>(
  run: DeliveryRun,
  destination: Destination,
  call: (timeoutMs: number) => Promise<T>,
  confirmation: Confirmation,
): Promise<T> {
  if (confirmation.isPostedNow) await requireAnswer(run, destination);
  try {
    return await run.pace.message(() => call(run.pace.messageTimeoutMs(run.endMs, confirmation.isUnconfirmed)));
  } catch (error) {
    const canAsk = destination.notifier.answers !== undefined;
    const isUnconfirmed = canAsk && error instanceof PortError && error.isUnconfirmed;
    if (isUnconfirmed) Object.assign(confirmation, { isUnconfirmed, isPostedNow: true });
    throw error;
  }
}

const ANSWER_MS = 3_000;

// A destination that does not answer would not confirm another message either. It is asked once, and a message that was never posted is tried
// all the same.
async function requireAnswer(run: DeliveryRun, destination: Destination): Promise<void> {
  const { notifier } = destination;
  if (notifier.answers === undefined) return;
  const answers = answersOf(run, destination);
  if (answers.silentBy !== null) throw answers.silentBy;
  requireTime(run.pipeline.clock, run.deadlineMs, ANSWER_MS + CALL_RESERVE_MS);
  await notifier.answers(ANSWER_MS).catch((error) => {
    answers.silentBy = error;
    throw error;
  });
}

// A pause that is too long is a failure of the destination: a retry is of no use before its end.
async function waitFor({ id }: Destination, pauseMs: number, { pipeline, deadlineMs }: DeliveryRun): Promise<void> {
  const message = `${id} asks for a pause of ${pauseMs} ms, which is longer than the rest of this invocation`;
  if (!hasTime(pipeline.clock, deadlineMs, pauseMs + CALL_RESERVE_MS))
    throw new PortError('transient', 'paused', message);
  await pipeline.clock.sleep(pauseMs);
}

// A service that states how long to wait is busy, not broken.
function noteFailure(answers: Answers, error: PortError, startedMs: number, nowMs: number): void {
  if (error.kind === 'permanent') answers.refusedInARow++;
  if (error.kind === 'transient' && error.retryAfterMs === undefined) answers.lostMs += nowMs - startedMs;
  if (answers.refusedInARow >= REFUSALS_MAX || answers.lostMs >= LOST_MS_MAX) answers.brokenBy = error;
  answers.pausedUntilMs = nowMs + (error.retryAfterMs ?? 0);
}

function answersOf({ answers }: DeliveryRun, { id }: Destination): Answers {
  const known = answers.get(id);
  if (known) return known;
  const posted = { urgent: 0, calm: 0 };
  const none: Answers = { posted, refusedInARow: 0, lostMs: 0, brokenBy: null, pausedUntilMs: 0, silentBy: null };
  answers.set(id, none);
  return none;
}

/** The destination to use if this one refuses permanently; null if there is none. */
export function fallbackFor(destination: Destination, { pipeline }: DeliveryRun): Destination | null {
  const id = fallbackOf(destination.id, pipeline.routeTables);
  return (id !== null && pipeline.destinations.get(id)) || null;
}

/** How many messages this invocation may still post to a destination; beyond that, alerts fold into summaries. */
export function budgetLeft(run: DeliveryRun, destination: Destination): Budget {
  if (destination.everyNotice) return { urgent: Number.POSITIVE_INFINITY, calm: Number.POSITIVE_INFINITY };
  const { posted } = answersOf(run, destination);
  const max = run.pipeline.options.maxMessagesPerInvocation;
  return { urgent: max - posted.urgent, calm: max - posted.calm };
}
