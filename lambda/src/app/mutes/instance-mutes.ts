// The mutes as one instance of the function knows them. In: the store. Out: the list, read at most once a minute, and only if a caller
// asks. If it cannot be read, nothing is muted: an alert too many is better than one too few.

import type { Mute } from '../../core/mutes/mute.ts';
import type { Logger } from '../ports.ts';
import { storedMutes } from './change-mutes.ts';
import type { MuteStore } from './mute-store-port.ts';

/** How long an instance relies on the list that it read. */
export const MUTES_KNOWN_MS = 60_000;

// After a failed read, another is worth trying earlier.
const RETRY_MS = 10_000;

export interface InstanceMutes {
  readonly store: MuteStore;
  /** The stored mutes. Never rejects. */
  list(nowMs: number): Promise<readonly Mute[]>;
}

/** What an instance knows of mutes. */
export function createInstanceMutes(store: MuteStore, log: Logger): InstanceMutes {
  let known: Promise<readonly Mute[]> = Promise.resolve([]);
  let untilMs = Number.NEGATIVE_INFINITY;
  const read = async (nowMs: number) => {
    try {
      return await storedMutes(store);
    } catch (error) {
      log.error('mutes_not_read', { error: String(error), effect: 'nothing is muted' });
      untilMs = nowMs + RETRY_MS;
      return [];
    }
  };
  return {
    store,
    list(nowMs) {
      if (nowMs < untilMs) return known;
      untilMs = nowMs + MUTES_KNOWN_MS;
      known = read(nowMs);
      return known;
    },
  };
}
