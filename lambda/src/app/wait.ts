// Retries external calls within the time of an invocation. The clock is a port, so that simulations control the time. For this
// reason the file does not use a retry library.

import { type Clock, PortError } from './ports.ts';

/** The maximum time to post one message and record its delivery. With less time left, nothing new is started. */
export const CALL_RESERVE_MS = 5_000;

/** The time of failed attempts after which there is no other. */
export const LOST_MS_MAX = 10_000;

const ATTEMPTS = 3;
const BACKOFF_MS = 500;

/** Whether there is time for another call. */
export function hasTime(clock: Clock, deadlineMs: number, neededMs = CALL_RESERVE_MS): boolean {
  return clock.nowMs() + neededMs <= deadlineMs;
}

/** Throws a transient `out_of_time` if too little time is left for another call. */
export function requireTime(clock: Clock, deadlineMs: number, neededMs = CALL_RESERVE_MS): void {
  if (hasTime(clock, deadlineMs, neededMs)) return;
  throw new PortError(
    'transient',
    'out_of_time',
    'the time of this invocation is used up; the rest goes back to the queue',
  );
}

/**
 * Calls until it works, at most three times, as long as failures are transient and take less than ten seconds. Waits with growing
 * pauses, and at least as long as the service asked; gives up with the last failure when the wait would outlast the deadline.
 */
export async function callWithRetries<T>(call: () => Promise<T>, clock: Clock, deadlineMs: number): Promise<T> {
  let lostMs = 0;
  for (let attempt = 1; ; attempt++) {
    requireTime(clock, deadlineMs);
    const startedMs = clock.nowMs();
    try {
      return await call();
    } catch (error) {
      lostMs += clock.nowMs() - startedMs;
      const waitMs = waitBeforeRetry(error, attempt);
      if (waitMs === null || lostMs >= LOST_MS_MAX || !hasTime(clock, deadlineMs, waitMs + CALL_RESERVE_MS))
        throw error;
      await clock.sleep(waitMs);
    }
  }
}

const PAUSE_MS = 25;

/** Waits after a conflict with another invocation. Those that conflict have different seeds, and so rarely wait equally long. */
export async function pauseAfterConflict(clock: Clock, attempt: number, seed: number): Promise<void> {
  const spread = (seed * 7 + clock.nowMs() * 13) % (PAUSE_MS * 2 ** Math.min(attempt, 5));
  await clock.sleep(PAUSE_MS + spread);
}

function waitBeforeRetry(error: unknown, attempt: number): number | null {
  if (!(error instanceof PortError) || error.kind !== 'transient' || attempt >= ATTEMPTS) return null;
  return Math.max(error.retryAfterMs ?? 0, BACKOFF_MS * 2 ** (attempt - 1));
}
