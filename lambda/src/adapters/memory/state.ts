// What is remembered between invocations, in memory. In: the calls of the pipeline. Out: what the state table would answer.
// Every call does its work before it first yields, so calls never interleave half-done.

import type { Lease, MessageHandle, StateStore } from '../../app/ports.ts';

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

type ThreadCalls = Omit<StateStore, 'claim' | 'complete' | 'release'>;

function threadCalls(threads: Map<string, Thread>): ThreadCalls {
  return {
    async openThread(key, { nowMs, untilMs }: Lease) {
      const current = threads.get(key);
      if (current && current.untilMs > nowMs) {
        return current.handle ? { state: 'open', handle: current.handle } : { state: 'opening' };
      }
      threads.set(key, { handle: null, untilMs, total: 0, shown: 0 });
      return { state: 'ours' };
    },
    async startThread(key, handle, expiresAtMs) {
      threads.set(key, { handle, untilMs: expiresAtMs, total: 1, shown: 1 });
    },
    async closeThread(key, handle) {
      const current = threads.get(key);
      if (current && isSame(current.handle, handle)) threads.delete(key);
    },
    async countInThread(key, by) {
      const thread = threads.get(key);
      if (!thread?.handle) return { total: 1 + by, shown: 1 };
      thread.total += by;
      return { total: thread.total, shown: thread.shown };
    },
    async markShown(key, count) {
      const thread = threads.get(key);
      if (thread?.handle) thread.shown = Math.max(thread.shown, count);
    },
  };
}

function isSame(a: MessageHandle | null, b: MessageHandle | null): boolean {
  return a?.channel === b?.channel && a?.ts === b?.ts;
}
