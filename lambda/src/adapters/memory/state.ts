// What is kept between invocations, in memory. In: the calls of the pipeline. Out: what the state table would answer.
// Every call does its work before it first yields, so calls never interleave half-done.

import type {
  ClaimState,
  DeferredCount,
  Lease,
  MessageHandle,
  OpenThread,
  StateStore,
  ThreadSlot,
} from '../../app/ports.ts';

interface Claim {
  /** The owner of the lease; null once it is delivered. */
  readonly owner: string | null;
  readonly untilMs: number;
}

interface Thread extends OpenThread {
  readonly untilMs: number;
  total: number;
  shown: number;
  shownAtMs: number;
  readonly variants: Set<string>;
  readonly posted: Set<string>;
}

interface StoredThread extends Omit<Thread, 'variants' | 'posted'> {
  readonly variants: readonly string[];
  readonly posted: readonly string[];
}

/** All that is stored, as plain data. */
export interface StateSnapshot {
  readonly claims: readonly (readonly [id: string, claim: Claim])[];
  readonly openings: readonly (readonly [key: string, claim: Claim])[];
  readonly threads: readonly (readonly [key: string, thread: StoredThread])[];
  readonly deferred: readonly DeferredCount[];
  /** Absent in the checkpoint of a replay, whose messages are always confirmed. */
  readonly unconfirmed?: readonly (readonly [id: string, postedMs: readonly number[]])[];
}

export interface MemoryState extends StateStore {
  snapshot(): StateSnapshot;
}

const NOTHING_STORED: StateSnapshot = { claims: [], openings: [], threads: [], deferred: [] };

/** An in-process `StateStore`, which begins with what a snapshot contains. */
export function createMemoryState(stored: StateSnapshot = NOTHING_STORED): MemoryState {
  const claims = new Map(stored.claims);
  const openings = new Map(stored.openings);
  const threads = new Map(stored.threads.map(([key, thread]) => [key, withSets(thread)]));
  const unconfirmed = new Map(stored.unconfirmed);
  const deferred = new Map(stored.deferred.map((note) => [messageId(note.key, note.handle), note]));
  return {
    ...claimCalls({ claims, openings, unconfirmed }, threads),
    ...threadCalls(threads, openings),
    ...deferralCalls(threads, deferred),
    snapshot: () => ({
      claims: [...claims],
      openings: [...openings],
      threads: [...threads].map(([key, thread]) => [key, withLists(thread)]),
      deferred: [...deferred.values()],
      unconfirmed: [...unconfirmed],
    }),
  };
}

function withSets({ variants, posted, ...thread }: StoredThread): Thread {
  return { ...thread, variants: new Set(variants), posted: new Set(posted) };
}

function withLists({ variants, posted, ...thread }: Thread): StoredThread {
  return { ...thread, variants: [...variants], posted: [...posted] };
}

type ClaimCalls = Pick<StateStore, 'claim' | 'delivered' | 'settle' | 'noteUnconfirmed' | 'release'>;
type ClaimMap = Map<string, Claim>;

interface Stored {
  readonly claims: ClaimMap;
  readonly openings: ClaimMap;
  readonly unconfirmed: Map<string, readonly number[]>;
}

function claimCalls({ claims, openings, unconfirmed }: Stored, threads: ReadonlyMap<string, Thread>): ClaimCalls {
  return {
    async claim(ids, threadKeys, lease) {
      return {
        unconfirmed: new Map(ids.map(({ id }) => [id, unconfirmed.get(id) ?? []] as const).filter(isSome)),
        ids: new Map(ids.map(({ id }) => [id, claimOne(claims, id, lease)])),
        threads: new Map(threadKeys.map((key) => [key, slotOf(threads.get(key), openings, key, lease)])),
      };
    },
    async delivered(ids, nowMs) {
      const isDelivered = (claim: Claim | undefined) => claim?.owner === null && claim.untilMs > nowMs;
      return new Set(
        ids.filter(({ id, bucket }) => bucket !== null && isDelivered(claims.get(id))).map(({ id }) => id),
      );
    },
    async settle(ids, keepUntilMs) {
      for (const { id } of ids) claims.set(id, { owner: null, untilMs: keepUntilMs });
    },
    async noteUnconfirmed(ids, nowMs) {
      for (const { id, bucket } of ids)
        if (bucket !== null) unconfirmed.set(id, [...(unconfirmed.get(id) ?? []), nowMs]);
    },
    async release(ids, threadKeys, owner) {
      for (const { id } of ids) if (claims.get(id)?.owner === owner) claims.delete(id);
      for (const key of threadKeys) if (openings.get(key)?.owner === owner) openings.delete(key);
    },
  };
}

const isSome = ([, times]: readonly [string, readonly number[]]) => times.length > 0;

function claimOne(claims: ClaimMap, id: string, { owner, nowMs, untilMs }: Lease): ClaimState {
  const current = claims.get(id);
  if (current && current.untilMs > nowMs && current.owner !== owner) return current.owner === null ? 'done' : 'held';
  claims.set(id, { owner, untilMs });
  return 'claimed';
}

function slotOf(thread: Thread | undefined, openings: ClaimMap, key: string, lease: Lease): ThreadSlot {
  if (thread && thread.untilMs > lease.nowMs) {
    const { handle, total, note } = thread;
    return {
      state: 'open',
      thread: { handle, total, note, variants: new Set(thread.variants), posted: new Set(thread.posted) },
    };
  }
  return claimOne(openings, key, lease) === 'claimed' ? { state: 'ours' } : { state: 'opening' };
}

const NOTHING_COUNTED = { total: 1, shown: 1, shownAtMs: 0 };

type DeferralCalls = Pick<StateStore, 'deferCount' | 'deferredCounts' | 'settleCount'>;
type ThreadCalls = Omit<StateStore, keyof ClaimCalls | keyof DeferralCalls>;

function threadCalls(threads: Map<string, Thread>, openings: ClaimMap): ThreadCalls {
  const openThread = (key: string, handle: MessageHandle) => {
    const thread = threads.get(key);
    return thread && isSame(thread.handle, handle) ? thread : undefined;
  };
  return {
    async startThread(key, handle, { id, variant, untilMs, note }) {
      const shows = { variants: new Set([variant]), posted: new Set([id]) };
      threads.set(key, { ...NOTHING_COUNTED, ...shows, handle, untilMs, note });
    },
    async addToThread(key, handle, { by, posted }) {
      const thread = openThread(key, handle);
      if (!thread) return false;
      thread.total += by;
      if (posted) thread.variants.add(posted.variant);
      if (posted?.id) thread.posted.add(posted.id);
      return true;
    },
    async closeThread(key, handle, nowMs) {
      const thread = openThread(key, handle);
      if (!thread || thread.untilMs <= nowMs) return;
      threads.delete(key);
      openings.delete(key); // While a thread is open, no invocation starts another.
    },
    async threadCount(key, handle) {
      const thread = threads.get(key);
      if (!thread || !isSame(thread.handle, handle)) return NOTHING_COUNTED;
      return { total: thread.total, shown: thread.shown, shownAtMs: thread.shownAtMs };
    },
    async markShown(key, handle, count, nowMs) {
      const thread = threads.get(key);
      if (thread && isSame(thread.handle, handle) && count > thread.shown)
        Object.assign(thread, { shown: count, shownAtMs: nowMs });
    },
  };
}

function deferralCalls(threads: ReadonlyMap<string, Thread>, deferred: Map<string, DeferredCount>): DeferralCalls {
  let made = 1 + Math.max(-1, ...[...deferred.values()].map(({ mark }) => Number(mark)));
  return {
    async deferCount(key, handle, total, note) {
      const id = messageId(key, handle);
      const known = deferred.get(id);
      const noted = known && known.total > total ? known : { key, handle, ...NOTHING_COUNTED, total, note };
      deferred.set(id, { ...noted, mark: String(made++) });
    },
    async deferredCounts() {
      return [...deferred.values()].map((note) => {
        const thread = threads.get(note.key);
        if (!thread || !isSame(thread.handle, note.handle)) return note;
        return { ...note, total: thread.total, shown: thread.shown, shownAtMs: thread.shownAtMs };
      });
    },
    async settleCount({ key, handle, mark }) {
      const id = messageId(key, handle);
      if (deferred.get(id)?.mark === mark) deferred.delete(id);
    },
  };
}

const messageId = (key: string, { ts }: MessageHandle) => `${key} ${ts}`;

function isSame(a: MessageHandle | null, b: MessageHandle | null): boolean {
  return a?.channel === b?.channel && a?.ts === b?.ts;
}
