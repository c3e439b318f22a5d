// What is remembered between invocations, in memory. In: the calls of the pipeline. Out: what the state table would answer.
// Every call does its work before it first yields, so calls never interleave half-done.

import type { DeferredCount, Lease, MessageHandle, StateStore } from '../../app/ports.ts';

interface Claim {
  /** Who holds it; null once it has been told. */
  readonly owner: string | null;
  readonly untilMs: number;
}

interface Thread {
  /** The first message; null while somebody is posting it. */
  readonly handle: MessageHandle | null;
  readonly untilMs: number;
  total: number;
  shown: number;
  shownAtMs: number;
}

export interface MemoryState extends StateStore {
  /** How many claims and threads are remembered, those past their time included. */
  size(): number;
}

/** An in-process `StateStore`. */
export function createMemoryState(): MemoryState {
  const claims = new Map<string, Claim>();
  const threads = new Map<string, Thread>();
  return {
    ...claimCalls(claims),
    ...threadCalls(threads),
    size: () => claims.size + threads.size,
  };
}

function claimCalls(claims: Map<string, Claim>): Pick<StateStore, 'claim' | 'complete' | 'release'> {
  return {
    async claim(id, { owner, nowMs, untilMs }) {
      const current = claims.get(id);
      if (current && current.untilMs > nowMs) return current.owner === null ? 'done' : 'held';
      claims.set(id, { owner, untilMs });
      return 'claimed';
    },
    async complete(id, keepUntilMs) {
      claims.set(id, { owner: null, untilMs: keepUntilMs });
    },
    async release(id, owner) {
      if (claims.get(id)?.owner === owner) claims.delete(id);
    },
  };
}

const NOTHING_COUNTED = { total: 1, shown: 1, shownAtMs: 0 };

type ThreadCalls = Omit<StateStore, 'claim' | 'complete' | 'release'>;

function threadCalls(threads: Map<string, Thread>): ThreadCalls {
  return {
    async openThread(key, { nowMs, untilMs }: Lease) {
      const current = threads.get(key);
      if (current && current.untilMs > nowMs) {
        return current.handle ? { state: 'open', handle: current.handle } : { state: 'opening' };
      }
      threads.set(key, { ...NOTHING_COUNTED, handle: null, untilMs });
      return { state: 'ours' };
    },
    async startThread(key, handle, expiresAtMs) {
      threads.set(key, { ...NOTHING_COUNTED, handle, untilMs: expiresAtMs });
    },
    async closeThread(key, handle) {
      const current = threads.get(key);
      if (current && isSame(current.handle, handle)) threads.delete(key);
    },
    async countInThread(key, handle, by) {
      const thread = threads.get(key);
      if (!thread || !isSame(thread.handle, handle)) return { ...NOTHING_COUNTED, total: 1 + by };
      thread.total += by;
      return { total: thread.total, shown: thread.shown, shownAtMs: thread.shownAtMs };
    },
    async markShown(key, handle, count, nowMs) {
      const thread = threads.get(key);
      if (thread && isSame(thread.handle, handle) && count > thread.shown)
        Object.assign(thread, { shown: count, shownAtMs: nowMs });
    },
    ...deferralCalls(threads),
  };
}

type DeferralCalls = Pick<ThreadCalls, 'deferCount' | 'deferredCounts' | 'settleCount'>;

function deferralCalls(threads: ReadonlyMap<string, Thread>): DeferralCalls {
  const notes = new Map<string, DeferredCount>();
  let made = 0;
  return {
    async deferCount(key, handle, total, note) {
      const id = `${key} ${handle.ts}`;
      const noted = { ...NOTHING_COUNTED, total: Math.max(total, notes.get(id)?.total ?? 0) };
      notes.set(id, { key, handle, ...noted, note, mark: String(made++) });
    },
    async deferredCounts() {
      return [...notes.values()].map((note) => {
        const thread = threads.get(note.key);
        if (!thread || !isSame(thread.handle, note.handle)) return note;
        return { ...note, total: thread.total, shown: thread.shown, shownAtMs: thread.shownAtMs };
      });
    },
    async settleCount({ key, handle, mark }) {
      const id = `${key} ${handle.ts}`;
      if (notes.get(id)?.mark === mark) notes.delete(id);
    },
  };
}

function isSame(a: MessageHandle | null, b: MessageHandle | null): boolean {
  return a?.channel === b?.channel && a?.ts === b?.ts;
}
