// A model of an SQS standard queue with a dead-letter queue: at-least-once, out of order, with a visibility timeout.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html

import type { Chance } from './random.ts';

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  receives: number;
  visibleAtMs: number;
}

export interface Queue {
  send(body: string): void;
  /** Up to `max` messages that are visible now, in no particular order; they become invisible. */
  receive(nowMs: number, max: number): readonly QueueMessage[];
  remove(id: string): void;
  readonly waiting: () => number;
  readonly dead: readonly QueueMessage[];
  redrive(): void;
  nextVisibleMs(): number | null;
}

/** A queue whose messages go to the dead-letter queue when received more than `maxReceives` times. */
export function createQueue(chance: Chance, visibilityMs: number, maxReceives: number): Queue {
  let messages: QueueMessage[] = [];
  const dead: QueueMessage[] = [];
  let sent = 0;
  return {
    dead,
    send: (body) => void messages.push({ id: `m${sent++}`, body, receives: 0, visibleAtMs: 0 }),
    receive(nowMs, max) {
      const visible = messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).sort(() => chance.next() - 0.5);
      const batch: QueueMessage[] = [];
      for (const message of visible.slice(0, max)) {
        message.receives++;
        if (message.receives > maxReceives) {
          messages = messages.filter((other) => other !== message);
          dead.push(message);
          continue;
        }
        message.visibleAtMs = nowMs + visibilityMs;
        batch.push(message);
      }
      return batch;
    },
    remove: (id) => {
      messages = messages.filter((message) => message.id !== id);
    },
    waiting: () => messages.length,
    redrive() {
      for (const message of dead.splice(0)) messages.push({ ...message, receives: 0, visibleAtMs: 0 });
    },
    nextVisibleMs: () => (messages.length === 0 ? null : Math.min(...messages.map(({ visibleAtMs }) => visibleAtMs))),
  };
}
