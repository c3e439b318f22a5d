// The outcome of an item, and so of its envelope: done, to be retried, or dropped for a stated reason.

import type { QueuedMessage } from '../core/sources/envelope.ts';
import { PortError } from './ports.ts';

/**
 * Why an envelope is retried. `failed`: something refused or did not answer. `held`: another invocation is delivering its
 * alerts. `conflict`: other invocations kept changing what its correlations store. `out_of_time`: there was no time left to try.
 */
export type RetryReason = 'failed' | 'held' | 'conflict' | 'out_of_time';

/** An envelope to retry. */
export interface Retry {
  /** Null if the envelope has no id. */
  readonly id: string | null;
  readonly cause: string;
  readonly why: RetryReason;
  /** Null if the envelope is not a message of a queue. */
  readonly queued: QueuedMessage | null;
}

/** `drop` is permanent and acknowledged; `retry` returns the envelope to its trigger. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly cause: string; readonly why: RetryReason }
  | { readonly kind: 'drop'; readonly reason: string };

export const DONE: Outcome = { kind: 'done' };

export function retry(cause: string, why: RetryReason): Outcome {
  return { kind: 'retry', cause, why };
}

export function drop(reason: string): Outcome {
  return { kind: 'drop', reason };
}

const REASONS = new Map<string, RetryReason>([
  ['out_of_time', 'out_of_time'],
  ['thread_opening', 'held'],
  ['correlation_conflict', 'conflict'],
  ['collection_conflict', 'conflict'],
]);

/** Why an error leads to a retry. */
export function retryReasonOf(error: unknown): RetryReason {
  return (error instanceof PortError && REASONS.get(error.code)) || 'failed';
}
