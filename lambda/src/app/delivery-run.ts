// What the deliveries of one invocation share: who it is, how long it may take, and how many messages it may
// still post.

import pLimit, { type LimitFunction } from 'p-limit';
import { guardState } from './guarded-state.ts';
import type { Pipeline } from './pipeline.ts';
import { type Destination, type Lease, type MessageHandle, PortError, type StateStore } from './ports.ts';
import type { Summary } from './summary.ts';
import { callWithRetries, requireTime } from './wait.ts';

export interface DeliveryRun {
  readonly pipeline: Pipeline;
  readonly state: StateStore;
  readonly deadlineMs: number;
  readonly owner: string;
  readonly summary: Summary;
  /** Keeps the calls to the state store within bounds, however many notices there are. */
  readonly limit: LimitFunction;
  /** Destinations that refused for good in this invocation, with what they said; they are not asked again. */
  readonly broken: Map<string, PortError>;
  /** Messages posted so far, by destination id. */
  readonly posted: Map<string, number>;
}

const CONCURRENT_STATE_CALLS = 16;

/** Begins the deliveries of an invocation. */
export function createDeliveryRun(
  pipeline: Pipeline,
  deadlineMs: number,
  owner: string,
  summary: Summary,
): DeliveryRun {
  const state = guardState(pipeline.state, pipeline.log);
  const limit = pLimit(CONCURRENT_STATE_CALLS);
  return {
    pipeline,
    state,
    deadlineMs,
    owner,
    summary,
    limit,
    broken: new Map(),
    posted: new Map(),
  };
}

/** A lease that lasts as long as this invocation can: whoever finds it after that may take over. */
export function leaseOf({ pipeline, deadlineMs, owner }: DeliveryRun): Lease {
  const nowMs = pipeline.clock.nowMs();
  return { owner, nowMs, untilMs: Math.max(deadlineMs, nowMs) + LEASE_MARGIN_MS };
}

const LEASE_MARGIN_MS = 2_000;

/** Posts one message, with retries as time allows. Rejects with the port's error. */
export async function post(
  run: DeliveryRun,
  destination: Destination,
  message: unknown,
  thread: MessageHandle | null,
): Promise<MessageHandle | null> {
  const refusal = run.broken.get(destination.id);
  if (refusal) throw refusal;
  try {
    const call = () => destination.notifier.post(message, thread);
    const handle = await callWithRetries(call, run.pipeline.clock, run.deadlineMs);
    run.posted.set(destination.id, (run.posted.get(destination.id) ?? 0) + 1);
    run.summary.messagesPosted++;
    return handle;
  } catch (error) {
    if (isBroken(error)) run.broken.set(destination.id, error);
    throw error;
  }
}

/** Whether a destination refused for good: a channel that is gone or archived, a token that was revoked. */
export function isBroken(error: unknown): error is PortError {
  return error instanceof PortError && error.kind === 'permanent';
}

/** Whether this invocation may still begin new messages at a destination; beyond, they fold into digests. */
export function mayPost(run: DeliveryRun, destination: Destination): boolean {
  if (destination.everyNotice) return true;
  return (run.posted.get(destination.id) ?? 0) < run.pipeline.options.maxMessagesPerInvocation;
}

/** The open thread of a key, or the right to start it; waits while somebody else is starting it. Rejects if that takes too long. */
export async function openThread(run: DeliveryRun, key: string): Promise<MessageHandle | null> {
  const { clock } = run.pipeline;
  for (;;) {
    const slot = await run.state.openThread(key, leaseOf(run));
    if (slot.state === 'ours') return null;
    if (slot.state === 'open') return slot.handle;
    requireTime(clock, run.deadlineMs);
    await clock.sleep(OPENING_POLL_MS);
  }
}

const OPENING_POLL_MS = 250;
