// Messages that were posted without an answer, so that the channel may show them. In: when that was. Out: when one may be posted again. A message is rather posted twice than never, but not with each attempt of hours.

import { PortError } from '../ports.ts';

/** What an invocation knows of one message. */
export interface Confirmation {
  /** Whether it may be in the channel: it was posted before, by whatever invocation, and nothing confirmed it. */
  isUnconfirmed: boolean;
  /** Whether it was posted in this invocation, and nothing confirmed it. */
  isPostedNow: boolean;
}

/** What is known of a message that was posted at these times without an answer. */
export const confirmationAfter = (postedMs: readonly number[] = []): Confirmation => ({
  isUnconfirmed: postedMs.length > 0,
  isPostedNow: false,
});

const HOUR_MS = 3_600_000;
// As many attempts as there are without a queue, so that the last of them posts, too.
const WITHOUT_WAITING = 3;

/** When a message may be posted again that was posted at these times: from the third on after an hour, then after two, then every four. */
export function repeatAtMs(postedMs: readonly number[]): number {
  const waits = postedMs.length - WITHOUT_WAITING;
  return waits < 0 ? 0 : Math.max(...postedMs) + HOUR_MS * Math.min(2 ** waits, 4);
}

/** Why a message waits. */
export function waitingFault(postedMs: readonly number[]): PortError {
  const until = new Date(repeatAtMs(postedMs)).toISOString();
  const message = `posted ${postedMs.length} times without an answer, so the channel may show it; not again before ${until}`;
  return new PortError('transient', 'unconfirmed', message);
}
