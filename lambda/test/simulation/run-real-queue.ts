// Runs rounds of concurrent invocations over real services until a queue is empty. On bad days, invocations crash before or after the
// effect of a call, and are received again.

import type { Pipeline } from '../../src/app/pipeline.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { contradictionsOf } from '../pipeline/reconcile.ts';
import type { memoryPorts } from './memory-ports.ts';
import { type Queue, type QueueMessage, retryQueueOf } from './queue.ts';
import type { Chance } from './random.ts';
import type { Call, JumpingClock } from './real-world.ts';
import { sqsPayload, TIMEOUT_MS } from './run-queue.ts';

const CONCURRENT_BATCHES = 3;

interface Weather {
  bad: boolean;
  /** Faults after which an alert may be delivered again: crashes, a lost table. */
  excuses: number;
}

export interface RealRunOptions {
  readonly chance: Chance;
  readonly queue: Queue;
  readonly clock: JumpingClock;
  readonly weather: Weather;
  readonly pipelineFor: (call: Call) => Pipeline & Pick<ReturnType<typeof memoryPorts>, 'log' | 'metrics'>;
  /** Called before each round on bad days. */
  readonly onBatches: () => void;
  readonly onBegin?: (batch: readonly QueueMessage[]) => void;
  readonly onDone?: (done: readonly QueueMessage[]) => void;
}

export interface RealRun {
  /** Processes messages until none are left. */
  drain(): Promise<void>;
  /** Counters that do not reconcile. */
  readonly unreconciled: readonly string[];
}

/** Prepares a run; nothing happens before `drain`. */
export function createRealRun(options: RealRunOptions): RealRun {
  const { chance, queue, clock, weather } = options;
  const unreconciled: string[] = [];
  const invoke = async (batch: readonly QueueMessage[]) => {
    const { call, crashed } = mortal(chance, weather);
    options.onBegin?.(batch);
    const pipeline = { ...options.pipelineFor(call), retryQueue: retryQueueOf(queue, clock.nowMs) };
    const report = await Promise.race([
      processPayload(sqsPayload(batch), pipeline, clock.nowMs() + TIMEOUT_MS),
      crashed,
    ]);
    weather.excuses += pipeline.log.lines.filter(({ event }) => event === 'state_unavailable').length;
    if (report === 'crashed') return;
    unreconciled.push(...contradictionsOf(report.counters, pipeline.metrics));
    const failed = new Set(report.retries.map(({ id }) => id));
    const done = batch.filter(({ id }) => !failed.has(id));
    options.onDone?.(done);
    for (const { id } of done) queue.remove(id);
  };
  const drain = async () => {
    while (queue.waiting() > 0) {
      if (weather.bad) options.onBatches();
      const batches = Array.from({ length: CONCURRENT_BATCHES }, () =>
        queue.receive(clock.nowMs(), 1 + chance.below(3)),
      );
      const filled = batches.filter((batch) => batch.length > 0);
      await Promise.all(filled.map(invoke));
      if (filled.length === 0) clock.jumpTo(queue.nextVisibleMs() ?? 0);
    }
  };
  return { drain, unreconciled };
}

// An invocation whose calls all hang once it has crashed, before or after the effect of one of them.
function mortal(chance: Chance, weather: Weather) {
  let isDead = false;
  let die: (value: 'crashed') => void = () => {};
  const crashed = new Promise<'crashed'>((resolve) => {
    die = resolve;
  });
  const mayDie = () => {
    if (!isDead && weather.bad && chance.hits(0.01)) {
      isDead = true;
      weather.excuses++;
      die('crashed');
    }
    return isDead;
  };
  const never = () => new Promise<never>(() => {});
  const call: Call = async (effect) => {
    if (mayDie()) return never();
    const result = await effect();
    return mayDie() ? never() : result;
  };
  return { call, crashed };
}
