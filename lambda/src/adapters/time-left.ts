// The time of one message, which several requests may share: a secret or a form can be refused, and is replaced then. In: the time of the
// message. Out: the time of each request. Never more than there is left.

import { PortError } from '../app/ports.ts';

/**
 * How many milliseconds the next request may take. Throws a transient fault if that is less than the last one took: the receiver would
 * accept the message, and its answer would come too late.
 */
export type TimeLeft = () => number;

// Each other limit needs another client of Slack.
const STEP_MS = 100;

/** The time of a message, which begins with its first request. `receiver` is who gets it, for the message of the fault. */
export function timeOfMessage(timeoutMs: number, receiver: string): TimeLeft {
  let lastMs: number | null = null;
  let untilMs = 0;
  return () => {
    const nowMs = performance.now();
    if (lastMs === null) untilMs = nowMs + timeoutMs;
    const tookMs = nowMs - (lastMs ?? nowMs);
    lastMs = nowMs;
    if (untilMs - nowMs > tookMs) return STEP_MS * Math.ceil((untilMs - nowMs) / STEP_MS);
    throw new PortError(
      'transient',
      'request_failed',
      `${receiver} refused a message too slowly to try it in another way`,
    );
  };
}
