// The function's own queue in memory. In: messages. Out: the same messages, for tests to inspect. Never delivers them.

import type { OwnMessage, OwnQueue } from '../../app/verification/verification-port.ts';

export interface MemoryOwnQueue extends OwnQueue {
  readonly sent: OwnMessage[];
}

/** An in-process `OwnQueue`. */
export function createMemoryOwnQueue(): MemoryOwnQueue {
  const sent: OwnMessage[] = [];
  return { sent, send: async (messages) => void sent.push(...messages) };
}
