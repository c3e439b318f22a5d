// Makes the messages to retry wait in their queue, longer with each attempt. In: the retries of an invocation. Never rejects:
// a message whose wait cannot be set comes back after the queue's own visibility timeout.

import { LEASE_MARGIN_MS } from './delivery/delivery-run.ts';
import type { Invocation } from './invocation.ts';
import type { Retry, RetryReason } from './outcome.ts';
import type { DelayedMessage } from './ports.ts';
import { retryDelaySeconds } from './retry-delay.ts';
import { hasTime } from './wait.ts';

/** The maximum time of the calls: an invocation that times out would have all its messages retried. */
const RESERVE_MS = 2_500;

/** Delays the retries that are messages of a queue. */
export async function delayRetries(retries: readonly Retry[], invocation: Invocation): Promise<void> {
  const { clock, log, retryQueue } = invocation.pipeline;
  const messages = retries.flatMap((retry) => delayedMessage(retry, invocation));
  if (messages.length === 0) return;
  try {
    if (hasTime(clock, invocation.endMs, RESERVE_MS)) await retryQueue.delay(messages);
    else log.warn('retries_not_delayed', { messages: messages.length, error: 'no time left' });
  } catch (error) {
    log.warn('retries_not_delayed', { messages: messages.length, error: String(error) });
  }
}

function delayedMessage({ why, queued }: Retry, invocation: Invocation): DelayedMessage[] {
  if (queued === null) return [];
  const { queueArn, receiptHandle, receives } = queued;
  const claimedSeconds = claimedMs(why, invocation) / 1000;
  const delaySeconds = retryDelaySeconds({ why, id: receiptHandle, receives, claimedSeconds });
  return [{ queueArn, receiptHandle, delaySeconds }];
}

// Claims that this invocation could not release end with its lease. An invocation that holds claims has the same time limit,
// and began before this one ended.
function claimedMs(why: RetryReason, { pipeline, startedMs, endMs }: Invocation): number {
  if (why === 'conflict') return 0;
  const endsInMs = why === 'held' ? endMs - startedMs : endMs - pipeline.clock.nowMs();
  return Math.max(0, endsInMs) + LEASE_MARGIN_MS;
}
