// One random history over real services: rounds of concurrent invocations, some of which crash, while Slack and AWS have
// outages; then the faults end, dead letters are redriven, and every alert must have been delivered.

import type { AwsFault } from '../servers/faulty-aws.ts';
import type { Fault } from '../servers/slack.ts';
import { announceFiles } from './history.ts';
import { ACCOUNTS, createLogBucket, type LogBucket, TEST_EVENT } from './log-bucket.ts';
import { type Chance, createChance } from './random.ts';
import { CHANNELS, createJumpingClock, prepare, type RealServices, realPipeline } from './real-world.ts';
import { createRealRun } from './run-real-queue.ts';

export interface RealHistory {
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  readonly split: readonly string[];
  readonly unreconciled: readonly string[];
  /** Faults after which an alert may be delivered again: crashes, lost responses, a lost table. */
  readonly excuses: number;
  readonly delivered: number;
}

/** What Slack and AWS answer on bad days. */
const SLACK_FAULTS: readonly Fault[] = [
  { kind: 'rate_limit', retryAfterSeconds: 2 },
  { kind: 'rate_limit', retryAfterSeconds: 60 },
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'lost_answer' },
  { kind: 'error', code: 'fatal_error' },
];
export const AWS_FAULTS: readonly AwsFault[] = [
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
  const run = createRealRun({
    ...{ chance, queue, clock, weather },
    pipelineFor: (call) => realPipeline(services, tableName, clock, isFolding ? 1 : 1_000, call),
    onBatches: () => misbehave(chance, services, isFolding),
  });
  await run.drain();
  weather.bad = false;
  services.aws.misbehave({ kind: 'reset' }, 0);
  // What was left of Slack's faults may send a message to the dead-letter queue once more.
  do {
    queue.redrive();
    await run.drain();
  } while (queue.dead.length > 0);
  // The next invocation, whatever for, shows the counts that were noted, unless it meets what was left of Slack's faults.
  let seen: number;
  do {
    seen = services.slack.calls.length;
    clock.jumpTo(clock.nowMs() + 61_000);
    queue.send(TEST_EVENT);
    await run.drain();
  } while (services.slack.calls.slice(seen).some(({ answer }) => answer !== 'ok'));
  const lostAnswers = services.slack.calls.filter(({ answer }) => answer === 'lost_answer').length;
  return { ...judge(bucket, services, weather.excuses + lostAnswers), unreconciled: run.unreconciled };
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
