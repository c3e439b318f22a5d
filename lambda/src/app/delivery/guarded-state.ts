// The state store behind a guard: an alert still goes out when the table cannot be reached. After the first fault the
// invocation remembers for itself, so threads hold together within it; what it tells may then be told twice.

import { type Logger, type MessageHandle, PortError, type StateStore, type ThreadCount } from '../ports.ts';

/**
 * Wraps a store so that it never rejects, but for notes of counts to be shown: what only this invocation remembers could be
 * lost with it. `log` is told once, at the first fault.
 */
export function guardState(store: StateStore, log: Logger): StateStore {
  const local = createLocalState();
  let lost = false;
  const guard = async <T>(call: (state: StateStore) => Promise<T>): Promise<T> => {
    if (lost) return call(local);
    try {
      return await call(store);
    } catch (error) {
      const effect = 'alerts go out unclaimed, duplicates are possible';
      if (!lost) log.error('state_unavailable', { error: String(error), effect });
      lost = true;
      return call(local);
    }
  };
  return {
    claim: (id, lease) => guard((state) => state.claim(id, lease)),
    complete: async (id, keepUntilMs) => {
      await local.complete(id, keepUntilMs); // What was told before the fault is not told again after it.
      await guard((state) => state.complete(id, keepUntilMs));
    },
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
    countInThread: (key, handle, by) => guard((state) => state.countInThread(key, handle, by)),
    markShown: (key, handle, count, nowMs) => guard((state) => state.markShown(key, handle, count, nowMs)),
    deferCount: (key, handle, total, note) => guard((state) => state.deferCount(key, handle, total, note)),
    deferredCounts: () => guard((state) => state.deferredCounts()),
    settleCount: (deferred) => guard((state) => state.settleCount(deferred)),
  };
}

const NOTHING_COUNTED = { total: 1, shown: 1, shownAtMs: 0 };

// What one invocation can remember for itself. Nobody else's claims are known: better twice than never.
function createLocalState(): StateStore {
  const threads = new Map<string, ThreadCount & { handle: MessageHandle }>();
  const told = new Set<string>();
  const nothing = () => Promise.resolve();
  return {
    claim: async (id) => (told.has(id) ? 'done' : 'claimed'),
    complete: async (id) => void told.add(id),
    release: nothing,
    openThread: async (key) => {
      const thread = threads.get(key);
      return thread ? { state: 'open', handle: thread.handle } : { state: 'ours' };
    },
    startThread: async (key, handle) => void threads.set(key, { ...NOTHING_COUNTED, handle }),
    closeThread: async (key) => void threads.delete(key),
    countInThread: async (key, _, by) => {
      const thread = threads.get(key);
      const counted = { ...NOTHING_COUNTED, ...thread, total: (thread?.total ?? 1) + by };
      if (thread) threads.set(key, { ...thread, total: counted.total });
      return counted;
    },
    markShown: nothing,
    deferCount: () => Promise.reject(new PortError('transient', 'state_unavailable', 'nothing can be noted')),
    deferredCounts: async () => [],
    settleCount: nothing,
  };
}
