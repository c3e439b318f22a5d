// One random history over real services: rounds of concurrent invocations, some of which crash, while Slack and AWS have
// outages; then the faults end, dead letters are redriven, and every alert must have been delivered.

import { processPayload } from '../../src/app/process-payload.ts';
import { contradictionsOf } from '../pipeline/reconcile.ts';
import type { AwsFault } from '../servers/faulty-aws.ts';
import type { Fault } from '../servers/slack.ts';
import { announceFiles } from './history.ts';
import { ACCOUNTS, createLogBucket, type LogBucket } from './log-bucket.ts';
import { type QueueMessage, retryQueueOf } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import { type Call, CHANNELS, createJumpingClock, prepare, type RealServices, realPipeline } from './real-world.ts';
import { sqsPayload } from './run-queue.ts';

export interface RealHistory {
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  readonly split: readonly string[];
  readonly unreconciled: readonly string[];
  /** Faults after which an alert may be delivered again: crashes, lost responses, a lost table. */
  readonly excuses: number;
  readonly delivered: number;
}

const TIMEOUT_MS = 30_000;
const CONCURRENT_BATCHES = 3;
const TEST_EVENT = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' });

const SLACK_FAULTS: readonly Fault[] = [
  { kind: 'rate_limit', retryAfterSeconds: 2 },
  { kind: 'rate_limit', retryAfterSeconds: 60 },
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'lost_answer' },
  { kind: 'error', code: 'fatal_error' },
];
const AWS_FAULTS: readonly AwsFault[] = [
  { kind: 'answer', status: 500, body: '' },
  { kind: 'answer', status: 503, body: '' },
  { kind: 'reset' },
  { kind: 'lost_answer' },
];

/** Plays the history of a seed to its end. Chance decides what happens, but not in which order real calls end. */
export async function playRealHistory(seed: number, services: RealServices): Promise<RealHistory> {
  const chance = createChance(seed);
  const bucket = createLogBucket(chance);
  const queue = announceFiles(bucket, chance);
  const tableName = `state-${seed}`;
  await prepare(bucket, tableName);
  services.slack.reset();
  const clock = createJumpingClock();
  // What a table that fails forgets, no count can show; so either AWS has bad days, or alerts are folded.
  const isFolding = chance.hits(0.5);
  const weather = { bad: true, excuses: 0 };
  const unreconciled: string[] = [];

  const invoke = async (batch: readonly QueueMessage[]) => {
    const { call, crashed } = mortal(chance, weather);
    const ports = realPipeline(services, tableName, clock, isFolding ? 1 : 1_000, call);
    const pipeline = { ...ports, retryQueue: retryQueueOf(queue, clock.nowMs) };
    const report = await Promise.race([
      processPayload(sqsPayload(batch), pipeline, clock.nowMs() + TIMEOUT_MS),
      crashed,
    ]);
    weather.excuses += pipeline.log.lines.filter(({ event }) => event === 'state_unavailable').length;
    if (report === 'crashed') return;
    unreconciled.push(...contradictionsOf(report.counters, pipeline.metrics));
    const failed = new Set(report.retries.map(({ id }) => id));
    for (const { id } of batch) if (!failed.has(id)) queue.remove(id);
  };
  const drain = async () => {
    while (queue.waiting() > 0) {
      if (weather.bad) misbehave(chance, services, isFolding);
      const batches = Array.from({ length: CONCURRENT_BATCHES }, () =>
        queue.receive(clock.nowMs(), 1 + chance.below(3)),
      );
      const filled = batches.filter((batch) => batch.length > 0);
      await Promise.all(filled.map(invoke));
      if (filled.length === 0) clock.jumpTo(queue.nextVisibleMs() ?? 0);
    }
  };
  await drain();
  weather.bad = false;
  services.aws.misbehave({ kind: 'reset' }, 0);
  // What was left of Slack's faults may send a message to the dead-letter queue once more.
  do {
    queue.redrive();
    await drain();
  } while (queue.dead.length > 0);
  // The next invocation, whatever for, shows the counts that were noted, unless it meets what was left of Slack's faults.
  let seen: number;
  do {
    seen = services.slack.calls.length;
    clock.jumpTo(clock.nowMs() + 61_000);
    queue.send(TEST_EVENT);
    await drain();
  } while (services.slack.calls.slice(seen).some(({ answer }) => answer !== 'ok'));
  const lostAnswers = services.slack.calls.filter(({ answer }) => answer === 'lost_answer').length;
  return { ...judge(bucket, services, weather.excuses + lostAnswers), unreconciled };
}

// An invocation whose calls all hang once it has crashed, before or after the effect of one of them.
function mortal(chance: Chance, weather: { readonly bad: boolean; excuses: number }) {
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

function misbehave(chance: Chance, { slack, aws }: RealServices, isFolding: boolean): void {
  if (chance.hits(0.6)) slack.misbehave(chance.pick(SLACK_FAULTS), { times: 1 + chance.below(3) });
  if (!isFolding && chance.hits(0.5)) aws.misbehave(chance.pick(AWS_FAULTS), 1 + chance.below(3));
}

function judge({ alerting }: LogBucket, { slack }: RealServices, excuses: number): Omit<RealHistory, 'unreconciled'> {
  const lost: string[] = [];
  const repeated: string[] = [];
  const split: string[] = [];
  for (const channel of CHANNELS) {
    const inChannel = slack.messages.filter((message) => message.channel === channel);
    const said = inChannel.map(({ ts, threadTs, text }) => ({ ts, threadTs, ...(JSON.parse(text) as Said) }));
    const first = said.filter(({ threadTs }) => threadTs === null);
    const events = [...alerting].filter(
      ([, account]) => (account === ACCOUNTS[0] ? CHANNELS[0] : CHANNELS[1]) === channel,
    );
    for (const [event] of events) {
      const times = said.filter(({ id }) => id === `event#${event}`).length;
      if (times > 1 + excuses) repeated.push(`${event} in ${channel}: ${times} times, ${excuses} excuses`);
    }
    const shown = first.reduce((sum, { ts, count }) => {
      const replies = said.filter(({ threadTs }) => threadTs === ts).length;
      return sum + Math.max(count, 1 + replies);
    }, 0);
    if (shown < events.length) lost.push(`${channel}: ${events.length} alerts, ${shown} shown`);
    if (excuses === 0 && shown > events.length) repeated.push(`${channel}: ${events.length} alerts, ${shown} shown`);
    const keys = first.map(({ threadKey }) => threadKey);
    if (excuses === 0 && new Set(keys).size < keys.length) split.push(`${channel}: ${keys.join(', ')}`);
  }
  return { lost, repeated, split, excuses, delivered: slack.messages.length };
}

interface Said {
  readonly id: string;
  readonly threadKey: string | null;
  readonly count: number;
}
