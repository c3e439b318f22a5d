// One random history: log files arrive, are announced (some twice), processed by concurrent invocations that crash, run
// out of time and meet faults; then the weather clears, dead letters are redriven, and everything must have been told.

import type { Report } from '../../src/app/process-delivery.ts';
import { processPayload } from '../../src/app/process-delivery.ts';
import type { Summary } from '../../src/app/summary.ts';
import { type FaultContext, type FaultRates, NO_FAULTS } from './faulty-ports.ts';
import { createLogBucket, notificationOf } from './log-bucket.ts';
import { createQueue, type QueueMessage } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import { createScheduler } from './scheduler.ts';
import { createWorld } from './world.ts';

export interface History {
  readonly seed: number;
  /** Alerts that a destination was never told of. */
  readonly lost: readonly string[];
  /** Alerts told more often than the stated exceptions allow. */
  readonly repeated: readonly string[];
  /** Summaries that do not add up. */
  readonly unreconciled: readonly string[];
  readonly invocations: number;
  readonly crashes: number;
  readonly deadLetters: number;
  readonly told: number;
}

const TIMEOUT_MS = 30_000;
const MAX_CONCURRENCY = 3;

/** Plays the history of a seed to its end. */
export async function playHistory(seed: number): Promise<History> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const bucket = createLogBucket(chance);
  const world = createWorld(chance, bucket);
  const queue = createQueue(chance, TIMEOUT_MS * 6, 5);
  for (const key of bucket.files.keys()) {
    for (let times = chance.hits(0.2) ? 2 : 1; times > 0; times--) queue.send(notificationOf(key));
  }
  const unreconciled: string[] = [];
  const count = { invocations: 0, crashes: 0, deadLetters: 0 };
  let rates = badDays(chance);
  let running = 0;

  const invoke = (batch: readonly QueueMessage[]) => {
    running++;
    const owner = `invocation-${count.invocations++}`;
    const end = () => void running--;
    const onCrash = () => {
      count.crashes++;
      scheduler.crash(owner);
      end();
    };
    const context: FaultContext = {
      owner,
      chance,
      scheduler,
      rates: () => rates,
      excuse: () => world.excuse(owner),
      onCrash,
    };
    const finish = (report: Report) => {
      if (!reconciles(report.summary)) unreconciled.push(`${owner}: ${JSON.stringify(report.summary)}`);
      const failed = new Set(report.retries.map(({ id }) => id));
      // The answer to SQS may itself be lost; the messages then come again.
      if (!chance.hits(rates.answerLost)) for (const { id } of batch) if (!failed.has(id)) queue.remove(id);
      end();
    };
    const deadlineMs = scheduler.clock.nowMs() + TIMEOUT_MS;
    void processPayload(sqsPayload(batch), world.pipelineFor(context), deadlineMs).then(finish);
  };
  const poll = async () => {
    while (queue.waiting() > 0 || running > 0) {
      const batch = running < MAX_CONCURRENCY ? queue.receive(scheduler.clock.nowMs(), 1 + chance.below(4)) : [];
      if (batch.length > 0) invoke(batch);
      await scheduler.wait('poller', 1_000 + chance.below(20_000));
    }
  };
  const process = async () => {
    let over = false;
    void poll().then(() => {
      over = true;
    });
    await scheduler.run(() => over);
  };
  await process();
  rates = NO_FAULTS;
  count.deadLetters = queue.dead.length;
  queue.redrive();
  await process();
  return { seed, ...world.judge(), unreconciled, ...count };
}

// Two kinds of bad days: with state faults, or with storms; a storm that the table cannot remember leaves no trace to check.
function badDays(chance: Chance): FaultRates {
  const severity = chance.next();
  return {
    refused: 0.2 * severity,
    answerLost: chance.hits(0.5) ? 0.05 * severity : 0,
    stateRefused: 0,
    crash: chance.hits(0.7) ? 0.03 * severity : 0,
  };
}

function sqsPayload(batch: readonly QueueMessage[]) {
  return {
    Records: batch.map(({ id, body, receives }) => ({
      messageId: id,
      receiptHandle: id,
      body,
      attributes: { ApproximateReceiveCount: String(receives) },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:111111111111:queue',
      awsRegion: 'eu-west-1',
    })),
  };
}

function reconciles(summary: Summary): boolean {
  const { recordsRead, alerted, ignored, unmatched, broken, delivered, duplicate, failed, unrouted } = summary;
  return (
    recordsRead === alerted + ignored + unmatched + broken && alerted === delivered + duplicate + failed + unrouted
  );
}
