// One random history: log files arrive, are announced (some twice), and are processed by concurrent invocations that crash, run
// out of time and have faults. Then the faults end, dead letters are redriven, and every alert must have been delivered.

import { LOOK_UP_MS } from '../../src/app/delivery/pending-counts.ts';
import { type FaultRates, NO_FAULTS } from './faulty-ports.ts';
import { createLogBucket, type LogBucket, notificationOf, TEST_EVENT } from './log-bucket.ts';
import { createQueue, type Queue } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import { createQueueRun, type QueueRun, TIMEOUT_MS } from './run-queue.ts';
import type { Sabotage } from './sabotage.ts';
import { createScheduler } from './scheduler.ts';
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

// Fewer than by default, so that histories are short; see `outage.test.ts` for the default.
const MAX_RECEIVES = 5;
const COUNTS_SETTLE_MS = 61_000;

/** Plays the history of a seed to its end. */
export async function playHistory(seed: number, sabotage: Sabotage = {}): Promise<History> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const bucket = createLogBucket(chance);
  const queue = announceFiles(bucket, chance);
  const isForgetful = chance.hits(0.4);
  const limits = chooseLimits(chance, isForgetful);
  let rates = badDays(chance, isForgetful);
  const world = createWorld(bucket, limits, mayEndThreads(rates));
  const { pipelineFor, excuse } = world;
  const run = createQueueRun({ chance, scheduler, queue, rates: () => rates, pipelineFor, excuse, sabotage });
  await run.process();
  rates = { ...NO_FAULTS, ...whatLasts(rates) };
  const deadLetters = queue.dead.length;
  queue.redrive();
  await run.process();
  await showCounts(run, queue);
  return { seed, ...world.judge(), unreconciled: run.unreconciled, ...run.count, deadLetters };
}

/** Lets instances that know nothing about counts show all of them, as they do when they are old enough, whatever they are invoked for. */
export async function showCounts(run: QueueRun, queue: Queue): Promise<void> {
  run.retire();
  for (const afterMs of [COUNTS_SETTLE_MS, LOOK_UP_MS + 1]) {
    queue.send(TEST_EVENT);
    await run.process(afterMs);
  }
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
    ...NO_FAULTS,
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
