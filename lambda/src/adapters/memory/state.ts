// What is remembered between invocations, in memory. In: the calls of the pipeline. Out: what the state table would answer.
// Every call does its work before it first yields, so calls never interleave half-done.

import type {
  ClaimState,
  DeferredCount,
  Lease,
  MessageHandle,
  StateStore,
  ThreadChange,
  ThreadSlot,
} from '../../app/ports.ts';

interface Claim {
  /** Who holds it; null once it is delivered. */
  readonly owner: string | null;
  readonly untilMs: number;
}

interface Thread {
  /** Who is posting the first message; null once it is posted. */
  readonly owner: string | null;
  readonly handle: MessageHandle | null;
  readonly untilMs: number;
  total: number;
  shown: number;
  shownAtMs: number;
  readonly variants: Set<string>;
}

export interface MemoryState extends StateStore {
  /** How many claims and threads are remembered, those past their time included. */
  size(): number;
}

/** An in-process `StateStore`. */
export function createMemoryState(): MemoryState {
  const claims = new Map<string, Claim>();
  const threads = new Map<string, Thread>();
  const notes = new Map<string, string>();
  return {
    ...claimCalls(claims, threads, notes),
    ...threadCalls(threads, notes),
    size: () => claims.size + threads.size,
  };
}

type ClaimCalls = Pick<StateStore, 'claim' | 'delivered' | 'settle' | 'fold' | 'release'>;

// What shows a first message again, by message.
type Notes = Map<string, string>;

const messageId = (key: string, { ts }: MessageHandle) => `${key} ${ts}`;

function claimCalls(claims: Map<string, Claim>, threads: Map<string, Thread>, notes: Notes): ClaimCalls {
  const settleAll = (ids: readonly string[], untilMs: number) => {
    for (const id of ids) claims.set(id, { owner: null, untilMs });
  };
  return {
    async claim(ids, threadKeys, lease) {
      return {
        ids: new Map(ids.map((id) => [id, claimOne(claims, id, lease)])),
        threads: new Map(threadKeys.map((key) => [key, openOne(threads, key, lease)])),
      };
    },
    async delivered(ids, nowMs) {
      return new Set(ids.filter((id) => isDelivered(claims.get(id), nowMs)));
    },
    async settle(ids, keepUntilMs, change) {
      settleAll(ids, keepUntilMs);
      if (change) changeThread(threads, change);
      if (change?.kind === 'start') notes.set(messageId(change.key, change.handle), change.note);
    },
    async fold(ids, { key, handle }, lease, keepUntilMs) {
      const thread = threads.get(key);
      if (!thread || !isSame(thread.handle, handle)) return null;
      const states = new Map(ids.map((id) => [id, claimOne(claims, id, lease)]));
      const counted = ids.filter((id) => states.get(id) === 'claimed');
      settleAll(counted, keepUntilMs);
      thread.total += counted.length;
      return states;
    },
    async release(ids, threadKeys, owner) {
      for (const id of ids) if (claims.get(id)?.owner === owner) claims.delete(id);
      for (const key of threadKeys) if (threads.get(key)?.owner === owner) threads.delete(key);
    },
  };
}

function isDelivered(claim: Claim | undefined, nowMs: number): boolean {
  return claim !== undefined && claim.owner === null && claim.untilMs > nowMs;
}

function claimOne(claims: Map<string, Claim>, id: string, { owner, nowMs, untilMs }: Lease): ClaimState {
  const current = claims.get(id);
  if (current && current.untilMs > nowMs && current.owner !== owner) return current.owner === null ? 'done' : 'held';
  claims.set(id, { owner, untilMs });
  return 'claimed';
}

function openOne(threads: Map<string, Thread>, key: string, { owner, nowMs, untilMs }: Lease): ThreadSlot {
  const current = threads.get(key);
  if (current && current.untilMs > nowMs) {
    const { handle, total, variants } = current;
    return handle ? { state: 'open', thread: { handle, total, variants: new Set(variants) } } : { state: 'opening' };
  }
  threads.set(key, { ...newThread(), owner, handle: null, untilMs });
  return { state: 'ours' };
}

function changeThread(threads: Map<string, Thread>, change: ThreadChange): void {
  const { key, handle, variant } = change;
  if (change.kind === 'start') {
    const variants = new Set([variant]);
    threads.set(key, { ...newThread(), owner: null, handle, untilMs: change.untilMs, variants });
    return;
  }
  const thread = threads.get(key);
  if (!thread || !isSame(thread.handle, handle)) return;
  thread.total += 1;
  thread.variants.add(variant);
}

const NOTHING_COUNTED = { total: 1, shown: 1, shownAtMs: 0 };
const newThread = () => ({ ...NOTHING_COUNTED, variants: new Set<string>() });

type ThreadCalls = Omit<StateStore, keyof ClaimCalls>;

function threadCalls(threads: Map<string, Thread>, notes: Notes): ThreadCalls {
  return {
    async closeThread(key, handle) {
      const current = threads.get(key);
      if (current && isSame(current.handle, handle)) threads.delete(key);
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
    ...deferralCalls(threads, notes),
  };
}

type DeferralCalls = Pick<ThreadCalls, 'deferCount' | 'deferredCounts' | 'settleCount'>;

function deferralCalls(threads: ReadonlyMap<string, Thread>, notes: Notes): DeferralCalls {
  const deferred = new Map<string, DeferredCount>();
  let made = 0;
  return {
    async deferCount(key, handle, total, note) {
      const id = messageId(key, handle);
      if (!notes.has(id)) notes.set(id, note);
      const noted = { ...NOTHING_COUNTED, total: Math.max(total, deferred.get(id)?.total ?? 0) };
      deferred.set(id, { key, handle, ...noted, note: notes.get(id) ?? note, mark: String(made++) });
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

function isSame(a: MessageHandle | null, b: MessageHandle | null): boolean {
  return a?.channel === b?.channel && a?.ts === b?.ts;
}
