// One random history: log files arrive, are announced (some twice), and are processed by concurrent invocations that crash, run
// out of time and have faults. Then the faults end, dead letters are redriven, and every alert must have been delivered.

import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { LOOK_UP_MS } from '../../src/app/delivery/pending-counts.ts';
import { processPayload, type Report } from '../../src/app/process-payload.ts';
import { contradictionsOf } from '../pipeline/reconcile.ts';
import { type FaultContext, type FaultRates, faultyRetryQueue, NO_FAULTS } from './faulty-ports.ts';
import { createFleet } from './fleet.ts';
import { createLogBucket, type LogBucket, notificationOf } from './log-bucket.ts';
import { createQueue, type Queue, type QueueMessage } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import type { Sabotage } from './sabotage.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createWorld, DESTINATIONS, type Limits } from './world.ts';

export interface History {
  readonly seed: number;
  /** Alerts that were never delivered to a destination. */
  readonly lost: readonly string[];
  /** Alerts delivered more often than the documented exceptions allow. */
  readonly repeated: readonly string[];
  /** Threads that were started twice within their window, without an exception that allows it. */
  readonly split: readonly string[];
  /** Counters that do not reconcile. */
  readonly unreconciled: readonly string[];
  readonly invocations: number;
  readonly crashes: number;
  readonly deadLetters: number;
  readonly delivered: number;
  /** Threads without faults, which were checked for a second start. */
  readonly threads: number;
}

const TIMEOUT_MS = 30_000;
const MAX_CONCURRENCY = 3;
// Fewer than by default, so that histories are short; see `outage.test.ts` for the default.
const MAX_RECEIVES = 5;
const COUNTS_SETTLE_MS = 61_000;
// A new instance shows all counts when it is old enough, whatever it is invoked for.
const TEST_EVENT = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' });

/** Plays the history of a seed to its end. */
export async function playHistory(seed: number, sabotage: Sabotage = {}): Promise<History> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const bucket = createLogBucket(chance);
  const queue = announceFiles(bucket, chance);
  const isForgetful = chance.hits(0.4);
  const unreconciled: string[] = [];
  const count = { invocations: 0, crashes: 0, deadLetters: 0 };
  const limits = chooseLimits(chance, isForgetful);
  let rates = badDays(chance, isForgetful);
  const world = createWorld(bucket, limits, mayEndThreads(rates));
  let running = 0;
  const fleet = createFleet(chance, scheduler);

  const invoke = (batch: readonly QueueMessage[]) => {
    running++;
    const owner = `invocation-${count.invocations++}`;
    const instance = fleet.take(rates.cold);
    const end = () => void running--;
    const onCrash = () => {
      count.crashes++;
      scheduler.crash(owner);
      end();
    };
    const excuse = () => world.excuse(owner);
    const context: FaultContext = { owner, chance, scheduler, rates: () => rates, excuse, onCrash };
    const finish = (actual: Report) => {
      const report = sabotage.report?.(actual) ?? actual;
      for (const problem of contradictionsOf(report.counters, metrics)) unreconciled.push(`${owner}: ${problem}`);
      const failed = new Set(report.retries.map(({ id }) => id));
      // The response to SQS can also be lost; SQS then delivers the messages again.
      if (!chance.hits(rates.answerLost)) for (const { id } of batch) if (!failed.has(id)) queue.remove(id);
      fleet.free(instance);
      end();
    };
    const deadlineMs = scheduler.clock.nowMs() + TIMEOUT_MS;
    const metrics = createMemoryMetrics();
    const ports = world.pipelineFor(context);
    const retryQueue = faultyRetryQueue(context, queue);
    const pipeline = { ...ports, state: instance.watch(ports.state), metrics, retryQueue };
    void processPayload(sqsPayload(batch), sabotage.pipeline?.(pipeline) ?? pipeline, deadlineMs).then(finish);
  };
  const process = processor({ scheduler, queue, chance, invoke, running: () => running });
  await process();
  rates = { ...NO_FAULTS, ...whatLasts(rates) };
  count.deadLetters = queue.dead.length;
  queue.redrive();
  await process();
  fleet.retire(); // With what they know about counts.
  for (const afterMs of [COUNTS_SETTLE_MS, LOOK_UP_MS + 1]) {
    queue.send(TEST_EVENT);
    await process(afterMs);
  }
  return { seed, ...world.judge(), unreconciled, ...count };
}

interface Processing {
  readonly scheduler: Scheduler;
  readonly queue: Queue;
  readonly chance: Chance;
  readonly invoke: (batch: readonly QueueMessage[]) => void;
  readonly running: () => number;
}

// Returns a function that waits, and then invokes the function until the queue is empty.
function processor({ scheduler, queue, chance, invoke, running }: Processing): (afterMs?: number) => Promise<void> {
  const poll = async (afterMs: number) => {
    await scheduler.wait('poller', afterMs);
    while (queue.waiting() > 0 || running() > 0) {
      const batch = running() < MAX_CONCURRENCY ? queue.receive(scheduler.clock.nowMs(), 1 + chance.below(4)) : [];
      if (batch.length > 0) invoke(batch);
      await scheduler.wait('poller', 1_000 + chance.below(20_000));
    }
  };
  return async (afterMs = 0) => {
    let over = false;
    void poll(afterMs).then(() => {
      over = true;
    });
    await scheduler.run(() => over);
  };
}

/** A queue that announces every file, some of them twice. */
export function announceFiles(bucket: LogBucket, chance: Chance): Queue {
  const queue = createQueue(chance, TIMEOUT_MS * 6, MAX_RECEIVES);
  for (const key of bucket.files.keys()) {
    for (let times = chance.hits(0.2) ? 2 : 1; times > 0; times--) queue.send(notificationOf(key));
  }
  return queue;
}

// A count or a summary cannot show what a failing table did not record, so either the table fails or alerts are folded.
function chooseLimits(chance: Chance, isForgetful: boolean): Limits {
  if (isForgetful) return { threadRepliesMax: 1_000, maxMessagesPerInvocation: 1_000 };
  return { threadRepliesMax: chance.pick([0, 1, 3, 1_000]), maxMessagesPerInvocation: chance.pick([2, 1_000]) };
}

function badDays(chance: Chance, isForgetful: boolean): FaultRates {
  const severity = chance.next();
  return {
    refused: 0.2 * severity,
    answerLost: chance.hits(0.5) ? 0.05 * severity : 0,
    stateRefused: isForgetful ? 0.1 * severity : 0,
    crash: chance.hits(0.7) ? 0.03 * severity : 0,
    gone: chance.hits(0.2) && !isForgetful ? 0.2 * severity : 0, // A channel that takes no replies folds.
    archived: chance.hits(0.15) ? chance.pick(DESTINATIONS) : '',
    frozen: chance.hits(0.1),
    cold: chance.pick([0, 0.2, 1]),
  };
}

// Some weather never clears: a workspace that forbids updates, a channel that stays archived and has a fallback.
function whatLasts({ frozen, archived }: FaultRates): Partial<FaultRates> {
  return { frozen, archived: archived === 'slack:C1' ? archived : '' };
}

function mayEndThreads({ archived, frozen, gone }: FaultRates): boolean {
  return archived !== '' || frozen || gone > 0;
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
