// What an instance of the function knows about counts that are noted and not shown, so that an invocation without alerts
// needs no call to find out. In: the state store of each invocation. Out: the same store, which looks for such counts only when
// there may be some. Only saves calls: what must be shown is in the table.

import { looksAtFirst } from '../first-look.ts';
import type { StateStore } from '../ports.ts';

/** How long an instance relies on what it knows. Another instance may have noted counts, and then have ended. */
export const LOOK_UP_MS = 5 * 60_000;

export interface PendingCounts {
  /** Wraps the store of an invocation of this instance. */
  watch(store: StateStore): StateStore;
}

/**
 * The memory of an instance that starts now. `deferredCounts` calls the store if notices were claimed since the last look-up, if
 * that found something, or if it was more than `LOOK_UP_MS` ago; otherwise it returns no counts.
 */
export function trackPendingCounts(nowMs: () => number): PendingCounts {
  let maybePending = looksAtFirst(nowMs());
  let lookedUpMs = nowMs();
  return {
    watch: (store) => ({
      ...store,
      claim: (...args) => {
        maybePending = true;
        return store.claim(...args);
      },
      deferCount: (...args) => {
        maybePending = true;
        return store.deferCount(...args);
      },
      async deferredCounts() {
        if (!maybePending && nowMs() - lookedUpMs <= LOOK_UP_MS) return [];
        const counts = await store.deferredCounts();
        lookedUpMs = nowMs();
        maybePending = counts.length > 0;
        return counts;
      },
    }),
  };
}
