// A state store that never finds the claim of an event, so that the same events in several files count as different ones.

import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { ClaimId, StateStore } from '../../src/app/ports.ts';

/** A memory store that forgets events, but not threads and counts. */
export function createForgetfulState(): StateStore {
  const memory = createMemoryState();
  const kept = (ids: readonly ClaimId[]) => ids.filter(({ id }) => !id.startsWith('event#'));
  return {
    ...memory,
    async claim(ids, keys, lease) {
      const claims = await memory.claim(kept(ids), keys, lease);
      return { ...claims, ids: new Map(ids.map(({ id }) => [id, claims.ids.get(id) ?? 'claimed'])) };
    },
    delivered: (ids, nowMs) => memory.delivered(kept(ids), nowMs),
    settle: (ids, keepUntilMs) => memory.settle(kept(ids), keepUntilMs),
  };
}
