// The state store behind a guard: an alert still goes out when the table cannot be reached. After the first fault the
// invocation remembers for itself, so threads hold together within it; what it tells may then be told twice.

import type { Logger, MessageHandle, StateStore } from './ports.ts';

/** Wraps a store so that it never rejects. `log` is told once, at the first fault. */
export function guardState(store: StateStore, log: Logger): StateStore {
  const local = createLocalState();
  let lost = false;
  const guard = async <T>(call: (state: StateStore) => Promise<T>): Promise<T> => {
    if (lost) return call(local);
    try {
      return await call(store);
    } catch (error) {
      lost = true;
      log.error('state_unavailable', {
        error: String(error),
        effect: 'alerts go out unclaimed, duplicates are possible',
      });
      return call(local);
    }
  };
  return {
    claim: (id, lease) => guard((state) => state.claim(id, lease)),
    complete: (id, keepUntilMs) => guard((state) => state.complete(id, keepUntilMs)),
    release: (id, owner) => guard((state) => state.release(id, owner)),
    openThread: (key, lease) => guard((state) => state.openThread(key, lease)),
    startThread: async (key, handle, expiresAtMs) => {
      await local.startThread(key, handle, expiresAtMs); // A thread started before the fault goes on after it.
      await guard((state) => state.startThread(key, handle, expiresAtMs));
    },
    closeThread: async (key, handle) => {
      await local.closeThread(key, handle);
      await guard((state) => state.closeThread(key, handle));
    },
    countInThread: (key, by) => guard((state) => state.countInThread(key, by)),
    markShown: (key, count, nowMs) => guard((state) => state.markShown(key, count, nowMs)),
    deferCount: (key, note) => guard((state) => state.deferCount(key, note)),
    deferredCounts: () => guard((state) => state.deferredCounts()),
    settleCount: (deferred) => guard((state) => state.settleCount(deferred)),
  };
}

// What one invocation can remember for itself. Every claim succeeds: better twice than never.
function createLocalState(): StateStore {
  const threads = new Map<string, { handle: MessageHandle; total: number; shown: number }>();
  const nothing = () => Promise.resolve();
  return {
    claim: () => Promise.resolve('claimed'),
    complete: nothing,
    release: nothing,
    openThread: async (key) => {
      const thread = threads.get(key);
      return thread ? { state: 'open', handle: thread.handle } : { state: 'ours' };
    },
    startThread: async (key, handle) => void threads.set(key, { handle, total: 1, shown: 1 }),
    closeThread: async (key) => void threads.delete(key),
    countInThread: async (key, by) => {
      const thread = threads.get(key) ?? { total: 1, shown: 1 };
      thread.total += by;
      return { total: thread.total, shown: thread.shown, shownAtMs: 0 };
    },
    markShown: async (key, count) => {
      const thread = threads.get(key);
      if (thread) thread.shown = count;
    },
    deferCount: nothing,
    deferredCounts: () => Promise.resolve([]),
    settleCount: nothing,
  };
}
