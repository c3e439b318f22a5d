// One random storm with costs: log files of up to thousands of alerts, among them a few critical ones, processed by invocations
// with little processor time, slow services and a deadline. Every attempt is judged: did it end in time, and get further?

import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { contradictionsOf } from '../pipeline/reconcile.ts';
import { type Costs, withCosts } from './costs.ts';
import { type FaultContext, NO_FAULTS } from './faulty-ports.ts';
import { ALERTING, CRITICAL, type LogBucket, notificationOf, TEST_EVENT } from './log-bucket.ts';
import { type Chance, createChance } from './random.ts';
import { sqsPayload } from './run-queue.ts';
import { createScheduler } from './scheduler.ts';
import { createWorld, RULE, RULES } from './world.ts';

export interface StormHistory {
  /** What is wrong, in words. */
  readonly faults: readonly string[];
  readonly alerts: number;
  readonly attempts: number;
}

const TIMEOUT_MS = 30_000;
const ATTEMPTS_MAX = 60;
const REDELIVERED_AFTER_MS = 40_000;
const COUNTS_SETTLE_MS = 61_000;
const COUNTS_MAX = 200;

/** Plays the storm of a seed to its end. */
export async function playStorm(seed: number): Promise<StormHistory> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const isSlow = chance.hits(0.2);
  const bucket = createStormBucket(chance, isSlow ? [8] : [10, 300, 2_000]);
  const costs = randomCosts(chance, isSlow);
  const limits = { threadRepliesMax: chance.pick([0, 10]), maxMessagesPerInvocation: chance.pick([5, 100]) };
  const world = createWorld(bucket, limits, false);
  const correlating = chance.hits(0.4) ? correlatingPorts(chance) : {};
  const faults: string[] = [];
  let files = [...bucket.files.keys()];
  let attempts = 0;
  const attempt = async (bodies: readonly string[]) => {
    const owner = `invocation-${attempts++}`;
    const none = () => {};
    const context: FaultContext = { owner, chance, scheduler, rates: () => NO_FAULTS, excuse: none, onCrash: none };
    const metrics = createMemoryMetrics();
    const wait = (ms: number) => scheduler.wait(owner, ms);
    const pipeline = withCosts({ ...world.pipelineFor(context), ...correlating, metrics }, costs, wait, recordsIn);
    const messages = bodies.map((body, index) => ({ id: `m${index}`, body, receives: 1, visibleAtMs: 0, sentAtMs: 0 }));
    const endMs = scheduler.clock.nowMs() + TIMEOUT_MS;
    const { retries, counters } = await processPayload(sqsPayload(messages), pipeline, endMs);
    const lateMs = scheduler.clock.nowMs() - endMs;
    if (lateMs > 0) faults.push(`attempt ${attempts} ended ${lateMs} ms after its deadline`);
    faults.push(...contradictionsOf(counters, metrics));
    const failed = new Set(retries.map(({ id }) => id));
    return { failed, pending: (await pipeline.state.deferredCounts()).length };
  };
  const play = async () => {
    while (files.length > 0 && attempts < ATTEMPTS_MAX) {
      const { failed } = await attempt(files.map(notificationOf));
      files = files.filter((_, index) => failed.has(`m${index}`));
      await scheduler.wait('queue', REDELIVERED_AFTER_MS);
    }
    // Later invocations, whatever they are for, show the counts that were noted.
    for (let pending = 1, times = 0; pending > 0 && times < COUNTS_MAX; times++) {
      await scheduler.wait('queue', COUNTS_SETTLE_MS);
      pending = (await attempt([TEST_EVENT])).pending;
    }
  };
  let hasEnded = false;
  void play().then(() => {
    hasEnded = true;
  });
  await scheduler.run(() => hasEnded);
  if (files.length > 0) faults.push(`${files.length} files are not through after ${attempts} attempts`);
  const { lost, repeated, split, hidden } = world.judge();
  return { faults: [...faults, ...lost, ...repeated, ...split, ...hidden], alerts: bucket.alerting.size, attempts };
}

// The same rules, and one that also counts the alerts of each identity.
function correlatingPorts(chance: Chance): Pick<Pipeline, 'ruleSet' | 'correlations'> {
  const gte = chance.pick([2, 20, 1_000]);
  const correlation = { type: 'event_count' as const, gte, timespanMs: 600_000, groupBy: ['userIdentity.arn'] };
  const burst = { ...RULE, name: 'burst', severity: 'medium' as const, expression: `eventName == '${ALERTING}'` };
  const none = { rules: null, field: null, aliases: {}, learnMs: 0 };
  return {
    ruleSet: createRuleSet({
      ...RULES,
      rules: [...RULES.rules, { ...burst, correlation: { ...correlation, ...none } }],
    }),
    correlations: createCorrelationMemory(createMemoryCorrelations()),
  };
}

// Usual days, and now and then one on which every call takes seconds; then a few alerts are enough.
function randomCosts(chance: Chance, isSlow: boolean): Costs {
  return {
    recordMs: chance.pick([0.2, 1, 2]),
    stateMs: isSlow ? 1_500 : chance.pick([5, 50, 300]),
    idMs: chance.pick([0.05, 0.3]),
    messageMs: isSlow ? 2_000 : chance.pick([150, 400]),
  };
}

function createStormBucket(chance: Chance, sizes: readonly number[]): LogBucket {
  const files = new Map<string, Uint8Array>();
  const alerting = new Map<string, string>();
  const critical = new Set<string>();
  const identities = chance.pick([1, 3, 1_000]);
  for (let file = 0; file <= chance.below(3); file++) {
    const records = Array.from({ length: chance.pick(sizes) }, (_, index) => {
      const eventName = chance.hits(0.002) ? CRITICAL : ALERTING;
      const eventID = `event-${file}-${index}`;
      alerting.set(eventID, '111111111111');
      if (eventName === CRITICAL) critical.add(eventID);
      return stormRecord(eventID, eventName, chance.below(identities));
    });
    files.set(`AWSLogs/111111111111/CloudTrail/${file}.json.gz`, Buffer.from(JSON.stringify({ Records: records })));
  }
  return { files, alerting, critical };
}

function stormRecord(eventID: string, eventName: string, user: number) {
  const arn = `arn:aws:iam::111111111111:user/${user}`;
  return {
    eventID,
    eventName,
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'cloudtrail.amazonaws.com',
    recipientAccountId: '111111111111',
    userIdentity: { type: 'IAMUser', arn, accountId: '111111111111', principalId: `user-${user}` },
  };
}

function recordsIn(bytes: Uint8Array): number {
  return (JSON.parse(Buffer.from(bytes).toString()) as { Records: unknown[] }).Records.length;
}
