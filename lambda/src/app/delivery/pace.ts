// How long calls take in this invocation, so that what is started late still ends in time: a message, recording it, and settling
// it come one after the other.

import { type Clock, MESSAGE_TIMEOUT_MS, type StateStore } from '../ports.ts';

export interface Pace {
  /** The store, with the time of its slowest call measured. */
  measured(store: StateStore): StateStore;
  /** A call to a destination, measured. */
  message<T>(call: () => Promise<T>): Promise<T>;
  /**
   * How many whole milliseconds the next message may take, so that there is time to record it until `endMs`. One that is posted again
   * because no answer came has more.
   */
  messageTimeoutMs(endMs: number, isRepeat?: boolean): number;
  /** By how much the slowest chain of calls started at the last moment would outlast `reserveMs`. */
  extraMs(reserveMs: number): number;
}

// The longest chain: a count is shown, marked, read again, noted again, and settled.
const STATE_CALLS = 4;
const MARGIN_MS = 1_500;
// The time limits of one attempt; what takes longer waited for something else, such as the processor.
const LONGEST = { stateMs: 2_000, messageMs: 20_000 };
const FIRST_MESSAGE_MS = 8_000;

/** A pace without any call so far. */
export function createPace(clock: Clock): Pace {
  const slowest = { stateMs: 0, messageMs: 0 };
  // A call that fails has its own time limit; a destination that never answers must not take time from the others.
  const measure = async <T>(kind: keyof typeof slowest, call: () => Promise<T>): Promise<T> => {
    const startedMs = clock.nowMs();
    const result = await call();
    slowest[kind] = Math.max(slowest[kind], Math.min(clock.nowMs() - startedMs, LONGEST[kind]));
    return result;
  };
  const recordMs = () => STATE_CALLS * slowest.stateMs + MARGIN_MS;
  return {
    measured: (store) => {
      const methods = Object.entries(store) as [string, (...args: unknown[]) => Promise<unknown>][];
      const timed = methods.map(([name, method]) => [
        name,
        (...args: unknown[]) => measure('stateMs', () => method(...args)),
      ]);
      return Object.fromEntries(timed) as StateStore;
    },
    message: (call) => measure('messageMs', call),
    messageTimeoutMs: (endMs, isRepeat = false) => {
      const longestMs = isRepeat ? LONGEST.messageMs : Math.max(FIRST_MESSAGE_MS, 1.5 * slowest.messageMs);
      return Math.floor(Math.max(MESSAGE_TIMEOUT_MS, Math.min(longestMs, endMs - clock.nowMs() - recordMs())));
    },
    extraMs: (reserveMs) => Math.max(0, slowest.messageMs + recordMs() - reserveMs),
  };
}
