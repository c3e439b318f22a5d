// One random history of mutes: log files arrive while people mute and unmute what they contain, and invocations crash and meet a failing
// table and channel. Then the faults end, every mute ends and is reported. No alert may be lost, archives must be complete, and the
// reports must contain every alert that was suppressed.

import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import { changeMutes } from '../../src/app/mutes/change-mutes.ts';
import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { type Mute, muteIdOf, muteKeyOf } from '../../src/core/mutes/mute.ts';
import { endMute, startMute } from '../../src/core/mutes/mute-list.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import { type FaultContext, type FaultRates, NO_FAULTS } from './faulty-ports.ts';
import { BUCKET, createLogBucket, type LogBucket, notificationOf } from './log-bucket.ts';
import { CHANNEL, createMuteWorld, type MuteJudgement } from './mute-world.ts';
import { createQueue } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import { createQueueRun, TIMEOUT_MS } from './run-queue.ts';
import { addingUp, type Sabotage } from './sabotage.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { RULE_SET } from './world.ts';

export interface MuteHistory extends MuteJudgement {
  readonly unreconciled: readonly string[];
  readonly crashes: number;
  readonly mutes: number;
}

const JOB = { cloudtrailToSlack: { job: 'mutes' } };
const MINUTE_MS = 60_000;
const MAX_RECEIVES = 5;

/** Plays the history of a seed to its end. */
export async function playMutes(seed: number, sabotage: Sabotage = {}): Promise<MuteHistory> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const bucket = createLogBucket(chance);
  const queue = createQueue(chance, TIMEOUT_MS * 6, MAX_RECEIVES);
  const store = createMemoryMutes();
  const world = createMuteWorld(bucket, store);
  const badDays = randomFaults(chance);
  let rates = badDays;
  const counting = addingUp(sabotage, ({ suppressed }) => suppressed);
  const run = createQueueRun({
    ...{ chance, scheduler, queue, sabotage: counting, pollMs: 15_000 },
    ...{ rates: () => rates, pipelineFor: world.pipelineFor, excuse: () => {} },
  });
  const jobs = createJobs(world.pipelineFor, { chance, scheduler, rates: () => rates, excuse: () => {} }, sabotage);
  const people = createPeople(bucket, store, chance, scheduler);
  let hasStopped = false;
  const everyMinute = async (minutes: number) => {
    for (let minute = 0; minute < minutes && !hasStopped; minute++) {
      await scheduler.wait('schedule', MINUTE_MS);
      await jobs.run();
    }
  };
  void people.act();
  void everyMinute(Number.POSITIVE_INFINITY);
  for (const key of bucket.files.keys()) {
    for (let times = chance.hits(0.3) ? 2 : 1; times > 0; times--) queue.send(notificationOf(key));
    await run.process(chance.pick([0, 20_000, 5 * MINUTE_MS]));
  }
  rates = NO_FAULTS;
  queue.redrive();
  await run.process();
  await scheduler.run(people.isDone);
  hasStopped = true;
  await scheduler.run(() => false); // The rest of the last jobs.
  hasStopped = false;
  const reported = everyMinute(30);
  await scheduler.run(() => false);
  await reported;
  const isExact = badDays.answerLost === 0 && run.count.crashes === 0;
  const crashes = run.count.crashes + jobs.crashes();
  const judgement = await world.judge({
    started: people.started,
    counted: counting.total(),
    isExact,
    isOnce: crashes === 0 && badDays.answerLost === 0,
  });
  return { ...judgement, unreconciled: run.unreconciled, crashes, mutes: people.started.length };
}

type Surroundings = Omit<FaultContext, 'owner' | 'onCrash'>;

/** The invocations that the schedule starts. */
function createJobs(pipelineFor: (context: FaultContext) => Pipeline, around: Surroundings, sabotage: Sabotage) {
  let jobs = 0;
  let crashes = 0;
  const run = () => {
    const owner = `job-${jobs++}`;
    return new Promise<void>((resolve) => {
      const onCrash = () => {
        crashes++;
        around.scheduler.crash(owner);
        resolve();
      };
      const pipeline = { ...pipelineFor({ ...around, owner, onCrash }), metrics: createMemoryMetrics() };
      const ready = sabotage.pipeline?.(pipeline) ?? pipeline;
      void processPayload(JOB, ready, around.scheduler.clock.nowMs() + TIMEOUT_MS).then(() => resolve());
    });
  };
  return { run, crashes: () => crashes };
}

function randomFaults(chance: Chance): FaultRates {
  const severity = chance.next();
  return {
    ...NO_FAULTS,
    refused: chance.hits(0.5) ? 0.2 * severity : 0,
    answerLost: chance.hits(0.3) ? 0.05 * severity : 0,
    crash: chance.hits(0.5) ? 0.03 * severity : 0,
    cold: chance.pick([0, 0.2, 1]),
  };
}

interface People {
  /** Mutes and unmutes until all have ended. */
  act(): Promise<void>;
  readonly isDone: () => boolean;
  readonly started: readonly Mute[];
}

// People use buttons whose requests succeed: their faults are in the tests of the endpoint.
function createPeople(bucket: LogBucket, store: MuteStore, chance: Chance, { clock, wait }: Scheduler): People {
  const started: Mute[] = [];
  let isDone = false;
  const begin = async () => {
    const mute = aMute(bucket, chance, clock.nowMs());
    const { kind } = await changeMutes(store, (mutes) => startMute(mutes, mute));
    if (kind === 'started') started.push(mute);
  };
  const end = async () => {
    const { id } = chance.pick(started);
    await changeMutes(store, (mutes) => endMute(mutes, id, { atMs: clock.nowMs(), by: 'U0000BOB' }));
  };
  return {
    started,
    isDone: () => isDone,
    async act() {
      if (chance.hits(0.5)) await begin(); // Before the first alert.
      for (let times = chance.below(6); times > 0; times--) {
        await wait('people', chance.below(40_000));
        if (started.length > 0 && chance.hits(0.4)) await end();
        else await begin();
      }
      isDone = true;
    },
  };
}

function aMute(bucket: LogBucket, chance: Chance, nowMs: number): Mute {
  const notices = noticesOf(bucket);
  const notice = notices.length > 0 ? chance.pick(notices) : null;
  const key = notice && chance.hits(0.5) ? muteKeyOf(notice) : null;
  const covers = { destination: CHANNEL, rule: 'r', key };
  const durationMs = chance.pick([20_000, 60_000, 5 * MINUTE_MS]);
  return {
    ...{ ...covers, id: muteIdOf(covers, nowMs), what: '', by: 'U0000ALICE' },
    ...{ startedMs: nowMs, untilMs: nowMs + durationMs, announced: chance.hits(0.8) },
  };
}

function noticesOf({ files }: LogBucket) {
  const records = [...files.values()].flatMap(
    (bytes) => JSON.parse(Buffer.from(bytes).toString()).Records as unknown[],
  );
  return records.flatMap((record) => {
    if (typeof record !== 'object' || record === null) return [];
    const { rule, rules } = RULE_SET.decide(record as never);
    return rule ? [noticeOfAlert({ record: record as never, rule, rules, origin: { bucket: BUCKET, key: 'k' } })] : [];
  });
}
