// What the deliveries of one invocation share: who it is, how long it may take, how many messages it may still post,
// and how each destination has answered so far.

import pLimit, { type LimitFunction } from 'p-limit';
import { fallbackOf } from '../../core/routing/route.ts';
import type { Counters } from '../counters.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Destination, type Lease, type MessageHandle, PortError, type StateStore } from '../ports.ts';
import { CALL_RESERVE_MS, callWithRetries, requireTime } from '../wait.ts';
import { guardState } from './guarded-state.ts';

export interface DeliveryRun {
  readonly pipeline: Pipeline;
  readonly state: StateStore;
  readonly deadlineMs: number;
  readonly owner: string;
  readonly counters: Counters;
  /** Keeps the calls to the state store within bounds, however many notices there are. */
  readonly limit: LimitFunction;
  /** How the destinations have answered, by destination id. */
  readonly answers: Map<string, Answers>;
}

interface Answers {
  posted: number;
  refusedInARow: number;
  /** Milliseconds that calls took in vain, one after the other. */
  lostMs: number;
  /** The last failure, once there were so many that no other answer is to be expected. */
  brokenBy: PortError | null;
  /** When it may be asked again. */
  pausedUntilMs: number;
}

/**
 * How long an id is remembered as told. SQS keeps a message 14 days at most, so no redrive comes later; no note of a count
 * lasts longer either.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const DELIVERED_MS = 14 * 24 * 3600 * 1000;

const CONCURRENT_STATE_CALLS = 16;
// One message may be at fault by itself; a destination that refuses three in a row is.
const REFUSALS_MAX = 3;
// One that does not answer must not use up the time in which the others could be told.
const LOST_MS_MAX = 10_000;

/** Begins the deliveries of an invocation. */
export function createDeliveryRun(
  pipeline: Pipeline,
  deadlineMs: number,
  owner: string,
  counters: Counters,
): DeliveryRun {
  const state = guardState(pipeline.state, pipeline.log);
  const limit = pLimit(CONCURRENT_STATE_CALLS);
  return { pipeline, state, deadlineMs, owner, counters, limit, answers: new Map() };
}

/** A lease that lasts as long as this invocation can: whoever finds it after that may take over. */
export function leaseOf({ pipeline, deadlineMs, owner }: DeliveryRun): Lease {
  const nowMs = pipeline.clock.nowMs();
  return { owner, nowMs, untilMs: Math.max(deadlineMs, nowMs) + LEASE_MARGIN_MS };
}

const LEASE_MARGIN_MS = 2_000;

/** Renders and posts one message, with retries as time allows. Rejects with the port's error, or the renderer's. */
export async function post(
  run: DeliveryRun,
  destination: Destination,
  render: () => unknown,
  thread: MessageHandle | null,
): Promise<MessageHandle | null> {
  const message = render();
  const handle = await callDestination(run, destination, () => destination.notifier.post(message, thread));
  answersOf(run, destination).posted++;
  run.counters.messagesPosted++;
  return handle;
}

/**
 * Calls a destination, with retries as time allows, unless it has refused or been silent for too long, or has asked for more
 * time than there is.
 */
export async function callDestination<T>(
  run: DeliveryRun,
  destination: Destination,
  call: () => Promise<T>,
): Promise<T> {
  const { clock } = run.pipeline;
  const answers = answersOf(run, destination);
  if (answers.brokenBy) throw answers.brokenBy;
  const pauseMs = Math.max(0, answers.pausedUntilMs - clock.nowMs());
  requireTime(clock, run.deadlineMs, pauseMs + CALL_RESERVE_MS);
  if (pauseMs > 0) await clock.sleep(pauseMs);
  const begunMs = clock.nowMs();
  try {
    const result = await callWithRetries(call, clock, run.deadlineMs);
    Object.assign(answers, { refusedInARow: 0, lostMs: 0 });
    return result;
  } catch (error) {
    if (error instanceof PortError) noteFailure(answers, error, begunMs, clock.nowMs());
    throw error;
  }
}

// Who says how long to wait is busy, not broken.
function noteFailure(answers: Answers, error: PortError, begunMs: number, nowMs: number): void {
  if (error.kind === 'permanent') answers.refusedInARow++;
  if (error.kind === 'transient' && error.retryAfterMs === undefined) answers.lostMs += nowMs - begunMs;
  if (answers.refusedInARow >= REFUSALS_MAX || answers.lostMs >= LOST_MS_MAX) answers.brokenBy = error;
  answers.pausedUntilMs = nowMs + (error.retryAfterMs ?? 0);
}

function answersOf({ answers }: DeliveryRun, { id }: Destination): Answers {
  const known = answers.get(id);
  if (known) return known;
  const none: Answers = { posted: 0, refusedInARow: 0, lostMs: 0, brokenBy: null, pausedUntilMs: 0 };
  answers.set(id, none);
  return none;
}

/** Whether a destination refused for good: a channel that is gone or archived, a token that was revoked. */
export function isRefusal(error: unknown): error is PortError {
  return error instanceof PortError && error.kind === 'permanent';
}

/** Where to turn when a destination refuses for good; null where there is nobody else. */
export function fallbackFor(destination: Destination, { pipeline }: DeliveryRun): Destination | null {
  const id = fallbackOf(destination.id, pipeline.routeTables);
  return (id !== null && pipeline.destinations.get(id)) || null;
}

/** How many messages this invocation may still begin at a destination; beyond, they fold into digests. */
export function messagesLeft(run: DeliveryRun, destination: Destination): number {
  if (destination.everyNotice) return Number.POSITIVE_INFINITY;
  return run.pipeline.options.maxMessagesPerInvocation - answersOf(run, destination).posted;
}
