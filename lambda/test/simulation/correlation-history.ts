// One random history of correlations: log files arrive in any order, some twice, and are processed by concurrent invocations that
// crash and whose table fails. Then the faults end, and everything is delivered again. The oracle judges what was sent.

import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import type { Verdict } from '../correlation/oracle.ts';
import { type CorrelationEvents, createCorrelationEvents } from './correlation-events.ts';
import { judgeCorrelations } from './correlation-evidence.ts';
import { createCorrelationWorld } from './correlation-world.ts';
import { type FaultRates, NO_FAULTS } from './faulty-ports.ts';
import { showCounts } from './history.ts';
import { notificationOf } from './log-bucket.ts';
import { createQueue, type QueueMessage } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import { createQueueRun, TIMEOUT_MS } from './run-queue.ts';
import type { Sabotage } from './sabotage.ts';
import { createScheduler } from './scheduler.ts';

export interface CorrelationHistory extends Verdict {
  /** First messages whose count is not that of their alert and the events that continue it. */
  readonly miscounted: readonly string[];
  readonly unreconciled: readonly string[];
  /** How many alerts each type of correlation sent. */
  readonly alerts: Readonly<Record<string, number>>;
  readonly crashes: number;
}

const MAX_RECEIVES = 5;

/** Plays the history of a seed to its end. */
export async function playCorrelations(seed: number, sabotage: Sabotage = {}): Promise<CorrelationHistory> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const events = createCorrelationEvents(chance);
  const queue = createQueue(chance, TIMEOUT_MS * 6, MAX_RECEIVES);
  const badDays = randomFaults(chance);
  let rates = badDays;
  const { pipelineFor, sent } = createCorrelationWorld(events);
  const steps = createSteps(events);
  const run = createQueueRun({
    ...{ chance, scheduler, queue, sabotage, pipelineFor, rates: () => rates, excuse: () => {} },
    ...chance.pick([{ pollMs: 400, batchMax: 1 }, { pollMs: 2_000, batchMax: 2 }, {}]),
    onBegin: (batch) => steps.note(steps.delivered, batch),
    onDone: (batch) => steps.note(steps.acknowledged, batch),
  });
  const deliverAll = async () => {
    for (const key of events.files.keys())
      for (let times = chance.hits(0.3) ? 2 : 1; times > 0; times--) queue.send(notificationOf(key));
    await run.process();
  };
  await deliverAll();
  rates = NO_FAULTS;
  queue.redrive();
  await run.process();
  await showCounts(run, queue);
  const before = sent.shown();
  const { delivered, acknowledged } = steps;
  const verdict = judgeCorrelations({ events, ...sent, delivered, acknowledged });
  const alerts = alertsByType([...sent.opened.values()]);
  await deliverAll();
  await showCounts(run, queue);
  const isForgetful = badDays.stateRefused > 0;
  const isExact = !isForgetful && run.count.crashes === 0 && badDays.answerLost === 0;
  const later = [...sent.shown()].filter((one) => !before.has(one)).map((one) => `${one}, when delivered again`);
  return {
    ...verdict,
    incomplete: verdict.incomplete.filter((complaint) => !isForgetful || !/ counts /.test(complaint)),
    repeated: [...sent.contradictions, ...(isForgetful ? [] : later), ...(isExact ? sent.postedTwice() : [])],
    miscounted: isExact ? sent.miscounted() : [],
    unreconciled: run.unreconciled,
    alerts,
    crashes: run.count.crashes,
  };
}

function alertsByType(opened: readonly CorrelationFacts[]): Record<string, number> {
  const types = opened.map(({ type }) => type);
  return Object.fromEntries(types.map((type) => [type, types.filter((other) => other === type).length]));
}

// What the state table does not record, no count can show, so it fails only in some histories.
function randomFaults(chance: Chance): FaultRates {
  const severity = chance.next();
  return {
    ...NO_FAULTS,
    refused: 0.1 * severity,
    answerLost: chance.hits(0.3) ? 0.03 * severity : 0,
    stateRefused: chance.hits(0.2) ? 0.1 * severity : 0,
    correlationsRefused: chance.hits(0.7) ? 0.1 * severity : 0,
    correlationsLost: chance.hits(0.7) ? 0.1 * severity : 0,
    crash: chance.hits(0.6) ? 0.03 * severity : 0,
    cold: chance.pick([0, 0.2, 1]),
  };
}

/** When the events of each file were delivered and acknowledged for the first time, in steps. */
export function createSteps({ records }: CorrelationEvents) {
  let step = 0;
  const note = (steps: Map<string, number>, batch: readonly QueueMessage[]) => {
    step++;
    for (const { body } of batch) {
      const [key] = [...records.keys()].filter((one) => body === notificationOf(one));
      for (const { eventID } of records.get(key ?? '') ?? []) {
        if (!steps.has(String(eventID))) steps.set(String(eventID), step);
      }
    }
  };
  return { note, delivered: new Map<string, number>(), acknowledged: new Map<string, number>() };
}
