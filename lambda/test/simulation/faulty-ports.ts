// Wraps memory ports for one invocation so that every call takes virtual time and may fail: before it takes effect,
// or after (the response was lost). Invocations that may cause duplicates are recorded as excused.

import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import {
  type Clock,
  type CorrelationStore,
  type LogFileStore,
  type Notifier,
  PortError,
  type RetryQueue,
  type StateStore,
} from '../../src/app/ports.ts';
import { type Queue, retryQueueOf } from './queue.ts';
import type { Chance } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** Probabilities, each from 0 to 1. */
export interface FaultRates {
  /** A call fails and had no effect: throttled, refused, reset. */
  readonly refused: number;
  /** A call fails although it took effect: the response was lost. */
  readonly answerLost: number;
  readonly stateRefused: number;
  /** The same two for what correlations store. */
  readonly correlationsRefused: number;
  readonly correlationsLost: number;
  readonly crash: number;
  /** A reply or an update meets a message that is gone. */
  readonly gone: number;
  /** A destination that refuses everything permanently; none if empty. */
  readonly archived: string;
  /** Whether messages cannot be updated. */
  readonly frozen: boolean;
  /** An invocation meets a new instance of the function, although another is free. */
  readonly cold: number;
}

export const NO_FAULTS: FaultRates = {
  refused: 0,
  answerLost: 0,
  stateRefused: 0,
  correlationsRefused: 0,
  correlationsLost: 0,
  crash: 0,
  gone: 0,
  archived: '',
  frozen: false,
  cold: 0,
};

export interface FaultContext {
  readonly owner: string;
  readonly chance: Chance;
  readonly scheduler: Scheduler;
  readonly rates: () => FaultRates;
  /** Called if the invocation does not know the effect of its post, or if the record of the post is lost. */
  readonly excuse: (why: string) => void;
  readonly onCrash: () => void;
}

const LATENCY_MS = 400;

export function clockFor({ owner, scheduler }: FaultContext): Clock {
  return { nowMs: scheduler.clock.nowMs, sleep: (ms) => scheduler.wait(owner, ms) };
}

export function faultyLogFiles(context: FaultContext, store: LogFileStore): LogFileStore {
  return { read: (ref) => faultyCall(context, context.rates().refused, 0, () => store.read(ref)) };
}

/** The port that changes the visibility of the messages of a queue. */
export function faultyRetryQueue(context: FaultContext, queue: Queue): RetryQueue {
  const { delay } = retryQueueOf(queue, context.scheduler.clock.nowMs);
  const { refused, answerLost } = context.rates();
  return { delay: (messages) => faultyCall(context, refused, answerLost, () => delay(messages)) };
}

/** State faults excuse duplicates, because the delivery is then not recorded. */
export function faultyState(context: FaultContext, store: StateStore): StateStore {
  const wrap =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      faultyCall(
        context,
        context.rates().stateRefused,
        0,
        () => method(...args),
        () => context.excuse('state refused'),
      );
  return {
    claim: wrap(store.claim),
    delivered: wrap(store.delivered),
    settle: wrap(store.settle),
    noteUnconfirmed: wrap(store.noteUnconfirmed),
    release: wrap(store.release),
    startThread: wrap(store.startThread),
    addToThread: wrap(store.addToThread),
    closeThread: wrap(store.closeThread),
    threadCount: wrap(store.threadCount),
    markShown: wrap(store.markShown),
    deferCount: wrap(store.deferCount),
    deferredCounts: wrap(store.deferredCounts),
    settleCount: wrap(store.settleCount),
  };
}

export function faultyCorrelations(context: FaultContext, store: CorrelationStore): CorrelationStore {
  const { correlationsRefused, correlationsLost } = context.rates();
  return {
    read: (...args) => faultyCall(context, correlationsRefused, 0, () => store.read(...args)),
    commit: (...args) => faultyCall(context, correlationsRefused, correlationsLost, () => store.commit(...args)),
  };
}

/** Faults of the table; the answer to a count can be lost. */
export function faultyMutes(context: FaultContext, store: MuteStore): MuteStore {
  const { stateRefused, answerLost } = context.rates();
  return {
    read: () => faultyCall(context, stateRefused, 0, () => store.read()),
    write: (...args) => faultyCall(context, stateRefused, 0, () => store.write(...args)),
    count: (...args) => faultyCall(context, stateRefused, answerLost, () => store.count(...args)),
    counts: (...args) => faultyCall(context, stateRefused, 0, () => store.counts(...args)),
  };
}

export function faultyNotifier<M>(context: FaultContext, id: string, notifier: Notifier<M>): Notifier<M> {
  const { update } = notifier;
  const { refused, answerLost, gone, archived, frozen } = context.rates();
  const accept = async (isAboutMessage: boolean, isUpdate: boolean) => {
    if (archived === id) throw new PortError('permanent', 'is_archived', 'injected: archived');
    if (isUpdate && frozen) throw new PortError('permanent', 'edit_window_closed', 'injected: frozen');
    if (isAboutMessage && context.chance.hits(gone)) throw new PortError('thread_gone', 'gone', 'injected: gone');
  };
  return {
    post: (message, thread) =>
      faultyCall(
        context,
        refused,
        answerLost,
        () => accept(thread !== null, false).then(() => notifier.post(message, thread)),
        () => context.excuse('answer lost'),
      ),
    answers: () => faultyCall(context, refused, 0, async () => {}),
    ...(update && {
      update: (handle, message) =>
        faultyCall(context, refused, 0, () => accept(true, true).then(() => update(handle, message))),
    }),
  };
}

/** A call that takes virtual time, and may fail or crash; `onFault` is called if it failed. */
export async function faultyCall<T>(
  { owner, chance, scheduler, rates, onCrash, excuse }: FaultContext,
  refused: number,
  answerLost: number,
  effect: () => Promise<T>,
  onFault: () => void = () => {},
): Promise<T> {
  const die = () => {
    excuse('crash');
    onCrash();
    return new Promise<never>(() => {});
  };
  await scheduler.wait(owner, chance.below(LATENCY_MS));
  if (chance.hits(rates().crash)) return die();
  if (chance.hits(refused)) {
    onFault();
    throw new PortError('transient', 'ServiceUnavailable', 'injected: refused', wantedPause(chance));
  }
  const result = await effect();
  if (chance.hits(rates().crash)) return die();
  await scheduler.wait(owner, chance.below(LATENCY_MS));
  if (!chance.hits(answerLost)) return result;
  onFault();
  throw new PortError('transient', 'RequestTimeout', 'injected: the answer was lost', { isUnconfirmed: true });
}

function wantedPause(chance: Chance): { retryAfterMs?: number } {
  return chance.hits(0.3) ? { retryAfterMs: chance.below(3_000) } : {};
}
