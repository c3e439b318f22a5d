// A retry queue in memory. In: delays of the pipeline. Out: the same delays, for tests to inspect. Never delays anything.

import type { DelayedMessage, RetryQueue } from '../../app/ports.ts';

export interface MemoryRetryQueue extends RetryQueue {
  readonly delays: readonly DelayedMessage[];
}

/** An in-process `RetryQueue`. */
export function createMemoryRetryQueue(): MemoryRetryQueue {
  const delays: DelayedMessage[] = [];
  return { delays, delay: async (messages) => void delays.push(...messages) };
}
