// Runs the invocations that a queue triggers: several at the same time, each with a batch of messages, until the queue is empty. What
// an invocation reports as failed stays in the queue, and all of it if the invocation crashes.

import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import { processPayload, type Report } from '../../src/app/process-payload.ts';
import { contradictionsOf } from '../pipeline/reconcile.ts';
import { type FaultContext, type FaultRates, faultyRetryQueue } from './faulty-ports.ts';
import { createFleet, onInstance } from './fleet.ts';
import type { Queue, QueueMessage } from './queue.ts';
import type { Chance } from './random.ts';
import type { Sabotage } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';

export const TIMEOUT_MS = 30_000;
const MAX_CONCURRENCY = 3;

export interface QueueRunOptions {
  readonly chance: Chance;
  readonly scheduler: Scheduler;
  readonly queue: Queue;
  readonly rates: () => FaultRates;
  readonly pipelineFor: (context: FaultContext) => Pipeline;
  /** An invocation had a fault after which the alerts that it claimed may be delivered again. */
  readonly excuse: (owner: string) => void;
  readonly sabotage: Sabotage;
  /** The maximum time between two invocations, and the maximum number of messages of one. */
  readonly pollMs?: number;
  readonly batchMax?: number;
  readonly onBegin?: (batch: readonly QueueMessage[], owner: string) => void;
  /** Called with the messages that an invocation has completed. */
  readonly onDone?: (done: readonly QueueMessage[]) => void;
}

export interface QueueRun {
  /** Processes messages until none are left. */
  process(afterMs?: number): Promise<void>;
  /** Ends all instances, with what they keep in memory. */
  retire(): void;
  readonly count: { invocations: number; crashes: number };
  /** Counters that do not reconcile. */
  readonly unreconciled: readonly string[];
}

/** Prepares a run; nothing happens before `process`. */
export function createQueueRun(options: QueueRunOptions): QueueRun {
  const { chance, scheduler, queue, rates, sabotage, pollMs = 21_000, batchMax = 4 } = options;
  const unreconciled: string[] = [];
  const count = { invocations: 0, crashes: 0 };
  const fleet = createFleet(chance, scheduler);
  let running = 0;
  const invoke = (batch: readonly QueueMessage[]) => {
    running++;
    const owner = `invocation-${count.invocations++}`;
    options.onBegin?.(batch, owner);
    const instance = fleet.take(rates().cold);
    const end = () => void running--;
    const onCrash = () => {
      count.crashes++;
      scheduler.crash(owner);
      end();
    };
    const context = { owner, chance, scheduler, rates, excuse: () => options.excuse(owner), onCrash };
    const metrics = createMemoryMetrics();
    const finish = (actual: Report) => {
      const report = sabotage.report?.(actual) ?? actual;
      for (const problem of contradictionsOf(report.counters, metrics)) unreconciled.push(`${owner}: ${problem}`);
      const failed = new Set(report.retries.map(({ id }) => id));
      options.onDone?.(batch.filter(({ id }) => !failed.has(id)));
      // The response to SQS can also be lost; SQS then delivers the messages again.
      if (!chance.hits(rates().answerLost)) for (const { id } of batch) if (!failed.has(id)) queue.remove(id);
      fleet.free(instance);
      end();
    };
    const endMs = scheduler.clock.nowMs() + TIMEOUT_MS;
    const pipeline = {
      ...onInstance(options.pipelineFor(context), instance),
      metrics,
      retryQueue: faultyRetryQueue(context, queue),
    };
    void processPayload(sqsPayload(batch), sabotage.pipeline?.(pipeline) ?? pipeline, endMs).then(finish);
  };
  const poll = async (afterMs: number) => {
    await scheduler.wait('poller', afterMs);
    while (queue.waiting() > 0 || running > 0) {
      const max = 1 + chance.below(batchMax);
      const batch = running < MAX_CONCURRENCY ? queue.receive(scheduler.clock.nowMs(), max) : [];
      if (batch.length > 0) invoke(batch);
      await scheduler.wait('poller', 100 + chance.below(pollMs));
    }
  };
  const process = async (afterMs = 0) => {
    let over = false;
    void poll(afterMs).then(() => {
      over = true;
    });
    await scheduler.run(() => over);
  };
  return { process, retire: fleet.retire, count, unreconciled };
}

/** What Lambda is called with for a batch of messages. */
export function sqsPayload(batch: readonly QueueMessage[]) {
  return {
    Records: batch.map(({ id, body, receives, sentAtMs }) => ({
      messageId: id,
      receiptHandle: id,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        ...(sentAtMs !== null && { SentTimestamp: String(sentAtMs) }),
      },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:111111111111:queue',
      awsRegion: 'eu-west-1',
    })),
  };
}
