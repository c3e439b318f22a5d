// A model of an SQS standard queue with a dead-letter queue: at-least-once, out of order, with a visibility timeout that can
// be changed for each message.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html

import { PortError, type RetryQueue } from '../../src/app/ports.ts';
import type { Chance } from './random.ts';

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** When it was sent, as far as the model knows: the time of its first receive. */
  sentAtMs: number | null;
  receives: number;
  visibleAtMs: number;
}

export interface Queue {
  /** Sends a message, visible from a time on. */
  send(body: string, visibleAtMs?: number): void;
  /** Up to `max` messages that are visible now, in no particular order; they become invisible. */
  receive(nowMs: number, max: number): readonly QueueMessage[];
  remove(id: string): void;
  /** Hides a message that is not deleted until a time; false if there is none with this id. */
  hide(id: string, untilMs: number): boolean;
  readonly visible: (nowMs: number) => number;
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
    send: (body, visibleAtMs = 0) =>
      void messages.push({ id: `m${sent++}`, body, sentAtMs: null, receives: 0, visibleAtMs }),
    receive(nowMs, max) {
      const visible = messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).sort(() => chance.next() - 0.5);
      const batch: QueueMessage[] = [];
      for (const message of visible.slice(0, max)) {
        message.receives++;
        message.sentAtMs ??= nowMs;
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
    hide(id, untilMs) {
      const message = messages.find((other) => other.id === id);
      if (message) message.visibleAtMs = untilMs;
      return message !== undefined;
    },
    visible: (nowMs) => messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).length,
    waiting: () => messages.length,
    redrive() {
      for (const message of dead.splice(0)) messages.push({ ...message, receives: 0, visibleAtMs: 0 });
    },
    nextVisibleMs: () => (messages.length === 0 ? null : Math.min(...messages.map(({ visibleAtMs }) => visibleAtMs))),
  };
}

/** The port that changes the visibility of a queue's messages; their receipt handles are their ids. */
export function retryQueueOf(queue: Queue, nowMs: () => number): RetryQueue {
  return {
    async delay(messages) {
      const unknown = messages.filter(
        ({ receiptHandle, delaySeconds }) => !queue.hide(receiptHandle, nowMs() + delaySeconds * 1000),
      );
      if (unknown.length === 0) return;
      throw new PortError('transient', 'ReceiptHandleIsInvalid', 'cannot delay the retry of an unknown message');
    },
  };
}
