// One random history of correlations over moto: rounds of concurrent invocations, some of which crash, while DynamoDB and S3 have
// outages. Then the faults end, and the oracle judges what was sent. Chance decides what happens, but not in which order real calls end.

import type { Verdict } from '../correlation/oracle.ts';
import { createCorrelationEvents } from './correlation-events.ts';
import { judgeCorrelations } from './correlation-evidence.ts';
import { createSteps } from './correlation-history.ts';
import { createCorrelationWorld } from './correlation-world.ts';
import { notificationOf } from './log-bucket.ts';
import { createQueue } from './queue.ts';
import { createChance } from './random.ts';
import { AWS_FAULTS } from './real-history.ts';
import { createJumpingClock, prepare, type RealServices, realPipeline } from './real-world.ts';
import { TIMEOUT_MS } from './run-queue.ts';
import { createRealRun } from './run-real-queue.ts';

export interface RealCorrelations extends Verdict {
  readonly unreconciled: readonly string[];
  readonly alerts: number;
}

/** Plays the history of a seed to its end. */
export async function playRealCorrelations(seed: number, services: RealServices): Promise<RealCorrelations> {
  const chance = createChance(seed);
  const events = createCorrelationEvents(chance);
  const queue = createQueue(chance, TIMEOUT_MS * 6, 5);
  const tableName = `correlations-${seed}`;
  await prepare(events, tableName);
  const clock = createJumpingClock();
  const { sent, routing, watch } = createCorrelationWorld(events);
  const steps = createSteps(events);
  const weather = { bad: true, excuses: 0 };
  const run = createRealRun({
    ...{ chance, queue, clock, weather },
    pipelineFor: (call) => {
      const pipeline = realPipeline(services, tableName, clock, 1_000, call);
      const post = routing((_, notifier) => ({ ...notifier, post: (...args) => call(() => notifier.post(...args)) }));
      return { ...pipeline, ...post, ruleSet: events.ruleSet, state: watch(pipeline.state) };
    },
    onBatches: () => {
      if (chance.hits(0.5)) services.aws.misbehave(chance.pick(AWS_FAULTS), 1 + chance.below(3), chance.below(10));
    },
    onBegin: (batch) => steps.note(steps.delivered, batch),
    onDone: (batch) => steps.note(steps.acknowledged, batch),
  });
  const deliverAll = async () => {
    for (const key of events.files.keys()) queue.send(notificationOf(key));
    await run.drain();
  };
  await deliverAll();
  weather.bad = false;
  services.aws.misbehave({ kind: 'reset' }, 0);
  queue.redrive();
  await run.drain();
  const before = new Set(sent.opened.keys());
  const { delivered, acknowledged } = steps;
  const verdict = judgeCorrelations({ events, ...sent, delivered, acknowledged });
  await deliverAll();
  // What a table that fails forgets, no count can show.
  const isExact = weather.excuses === 0;
  return {
    ...verdict,
    incomplete: verdict.incomplete.filter((complaint) => isExact || !/ counts /.test(complaint)),
    repeated: [
      ...sent.contradictions,
      ...[...sent.opened.keys()].filter((id) => !before.has(id)),
      ...(isExact ? sent.postedTwice() : []),
    ],
    unreconciled: run.unreconciled,
    alerts: before.size,
  };
}
