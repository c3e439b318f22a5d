// The state store behind a guard: alerts are still delivered if the table cannot be reached. After the first fault, the
// invocation keeps its own state in memory, so threads stay together within it; an alert it delivers may be delivered again.

import type { Counters } from '../counters.ts';
import { type Claims, type Logger, type OpenThread, PortError, type StateStore, type ThreadSlot } from '../ports.ts';

/**
 * Wraps a store so that it never rejects, except for a count to show later: a count in the memory of this invocation would be
 * lost with it. Logs and counts once, at the first fault.
 */
export function guardState(store: StateStore, log: Logger, counters: Counters): StateStore {
  const local = createLocalState();
  let lost = false;
  const note = (error: unknown) => {
    const effect = 'alerts go out unclaimed, duplicates are possible';
    if (!lost) log.error('state_unavailable', { error: String(error), effect });
    lost = true;
    counters.stateUnavailable = 1;
  };
  const guard = async <T>(call: (state: StateStore) => Promise<T>): Promise<T> => {
    if (lost) return call(local);
    try {
      return await call(store);
    } catch (error) {
      note(error);
      return call(local);
    }
  };
  return {
    claim: (ids, keys, lease) => guard((state) => state.claim(ids, keys, lease)),
    delivered: (ids, nowMs) => guard((state) => state.delivered(ids, nowMs)),
    settle: async (ids, keepUntilMs) => {
      await local.settle(ids, keepUntilMs); // What was delivered before the fault is still known after it.
      await guard((state) => state.settle(ids, keepUntilMs));
    },
    noteUnconfirmed: (ids, nowMs) => guard((state) => state.noteUnconfirmed(ids, nowMs)),
    release: (ids, keys, owner) => guard((state) => state.release(ids, keys, owner)),
    startThread: async (key, handle, start) => {
      await local.startThread(key, handle, start); // A thread started before the fault continues after it.
      await guard((state) => state.startThread(key, handle, start));
    },
    addToThread: (key, handle, change) => guard((state) => state.addToThread(key, handle, change)),
    closeThread: async (key, handle, nowMs) => {
      await local.closeThread(key, handle, nowMs);
      await guard((state) => state.closeThread(key, handle, nowMs));
    },
    threadCount: (key, handle) => guard((state) => state.threadCount(key, handle)),
    markShown: (key, handle, count, nowMs) => guard((state) => state.markShown(key, handle, count, nowMs)),
    deferCount: (key, handle, total, text) => guard((state) => state.deferCount(key, handle, total, text)),
    deferredCounts: () => guard((state) => state.deferredCounts()),
    settleCount: (deferred) => guard((state) => state.settleCount(deferred)),
  };
}

const NOTHING_COUNTED = { total: 1, shown: 1, shownAtMs: 0 };

// The state of one invocation in memory. The claims of others are unknown: delivering twice is better than never.
function createLocalState(): StateStore {
  const threads = new Map<string, OpenThread>();
  const done = new Set<string>();
  const nothing = () => Promise.resolve();
  const refuse = () => Promise.reject(new PortError('transient', 'state_unavailable', 'no count can be kept'));
  const slotOf = (key: string): ThreadSlot => {
    const thread = threads.get(key);
    return thread ? { state: 'open', thread } : { state: 'ours' };
  };
  return {
    claim: async (ids, keys): Promise<Claims> => ({
      ids: new Map(ids.map(({ id }) => [id, done.has(id) ? 'done' : 'claimed'])),
      threads: new Map(keys.map((key) => [key, slotOf(key)])),
      unconfirmed: new Map(),
    }),
    delivered: async (ids) => new Set(ids.map(({ id }) => id).filter((id) => done.has(id))),
    settle: async (ids) => ids.forEach(({ id }) => void done.add(id)),
    noteUnconfirmed: nothing,
    release: nothing,
    startThread: async (key, handle, { id, variant, note }) => {
      threads.set(key, { handle, total: 1, variants: new Set([variant]), posted: new Set([id]), note });
    },
    addToThread: async (key, _, change) => {
      const thread = threads.get(key);
      if (thread) threads.set(key, added(thread, change));
      return thread !== undefined;
    },
    closeThread: async (key) => void threads.delete(key),
    threadCount: async (key) => ({ ...NOTHING_COUNTED, total: threads.get(key)?.total ?? 1 }),
    markShown: nothing,
    deferCount: refuse,
    deferredCounts: async () => [],
    settleCount: nothing,
  };
}

type Addition = Parameters<StateStore['addToThread']>[2];

function added(thread: OpenThread, { by, posted }: Addition): OpenThread {
  const total = thread.total + by;
  if (!posted) return { ...thread, total };
  const variants = new Set([...thread.variants, posted.variant]);
  return { ...thread, total, variants, posted: new Set([...thread.posted, ...(posted.id ? [posted.id] : [])]) };
}
