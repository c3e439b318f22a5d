// One random history of scheduled summaries: log files and jobs arrive, some twice, and are processed by concurrent invocations
// that crash, run out of time and meet a failing table, while summaries become due. In some, a mute covers a part of the alerts; in some, all
// routes with a schedule and a destination are removed in the end, and the job with them. Then the faults end, and all is sent.

import { createMemoryCollections } from '../../src/adapters/memory/collections.ts';
import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createInstanceMutes } from '../../src/app/mutes/instance-mutes.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Destination } from '../../src/app/ports.ts';
import type { CollectionStore } from '../../src/app/summaries/collection-port.ts';
import { type Mute, muteKeyOf } from '../../src/core/mutes/mute.ts';
import { writeMutes } from '../../src/core/mutes/mute-list.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { hasSchedules, type RouteTable } from '../../src/core/routing/route.ts';
import type { SummarySchedule } from '../../src/core/summaries/schedule.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import type { Notice, ScheduledSummaryNotice } from '../../src/core/threads/notice.ts';
import { type FaultContext, type FaultRates, faultyCall, faultyNotifier, NO_FAULTS } from './faulty-ports.ts';
import { announceFiles } from './history.ts';
import { createLogBucket, type LogBucket, notificationOf, TEST_EVENT } from './log-bucket.ts';
import { type Chance, createChance } from './random.ts';
import { createQueueRun } from './run-queue.ts';
import type { Sabotage } from './sabotage.ts';
import { createScheduler } from './scheduler.ts';
import { createWorld, RULE_SET } from './world.ts';

export interface SummaryHistory {
  /** Alerts that no summary counts, or that are counted twice: a sentence for each destination. */
  readonly miscounted: readonly string[];
  /** Summaries that were sent twice, without an exception that allows it. */
  readonly repeated: readonly string[];
  readonly unreconciled: readonly string[];
  readonly summaries: number;
  readonly summarized: number;
  readonly muted: number;
  /** Alerts in summaries that were sent although no route had a schedule then. */
  readonly remaining: number;
  readonly crashes: number;
}

const JOB = JSON.stringify({ cloudtrailToSlack: { job: 'summaries' } });
const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
const CHANNEL = 'slack:C1';
const TOPIC = 'sns:T';

interface Message {
  readonly notice: Notice;
}

interface Sent {
  readonly notice: Notice;
  /** The destination that received it. */
  readonly to: string;
  /** The invocation that sent it. */
  readonly owner: string;
}

/** Plays the history of a seed to its end. */
export async function playSummaries(seed: number, sabotage: Sabotage = {}): Promise<SummaryHistory> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const bucket = createLogBucket(chance);
  const queue = announceFiles(bucket, chance);
  const excused = new Set<string>();
  let rates = badDays(chance);
  const mute = chance.hits(0.5) ? aMute(bucket, chance) : null;
  const { pipelineFor, posts, removeRoutes } = summaryWorld(
    chance,
    mute?.mute ?? null,
    createWorld(bucket, LIMITS, false).pipelineFor,
  );
  const run = createQueueRun({
    ...{ chance, scheduler, queue, sabotage, pipelineFor, rates: () => rates, pollMs: 2_000, batchMax: 2 },
    excuse: (owner) => void excused.add(owner),
  });
  const sendJobs = (count: number) => Array.from({ length: count }, () => queue.send(JOB));
  sendJobs(chance.below(6));
  await run.process();
  for (const [key] of bucket.files) if (chance.hits(0.5)) queue.send(notificationOf(key));
  sendJobs(chance.below(6));
  await run.process(chance.below(5 * 60_000));
  const badRates = rates;
  rates = NO_FAULTS;
  queue.redrive();
  await run.process();
  if (chance.hits(0.4)) {
    removeRoutes();
    for (const dayRates of [badRates, NO_FAULTS, NO_FAULTS]) {
      rates = dayRates;
      queue.send(TEST_EVENT);
      await run.process(HOUR_MS);
      queue.redrive();
    }
  } else {
    for (let day = 0; day < 2; day++) {
      sendJobs(1);
      await run.process(DAY_MS);
    }
  }
  const expected = { alerts: bucket.alerting.size, muted: mute?.covers.size ?? 0 };
  const judgement = judge(posts(), expected, excused.size);
  return { ...judgement, unreconciled: run.unreconciled, crashes: run.count.crashes };
}

// A mute of one caller in one channel, for the whole history, and the events that it covers.
function aMute({ files, alerting }: LogBucket, chance: Chance) {
  const records = [...files.values()].flatMap(
    (bytes) => JSON.parse(Buffer.from(bytes).toString()).Records as JsonObject[],
  );
  const alerts = records.filter(({ eventID }) => alerting.has(String(eventID)));
  if (alerts.length === 0) return null;
  const callerOf = (record: JsonObject) => JSON.stringify(record.userIdentity);
  const record = chance.pick(alerts);
  const { rule, rules } = RULE_SET.decide(record);
  if (rule === null) throw new Error('the record has no alert');
  const key = chance.hits(0.7) ? muteKeyOf(noticeOfAlert({ record, rule, rules, origin: null })) : null;
  const covered = alerts.filter((one) => key === null || callerOf(one) === callerOf(record));
  const mute: Mute = {
    ...{ id: 'm', destination: CHANNEL, rule: 'r', key, what: '', by: 'U0000ALICE' },
    ...{ startedMs: 0, untilMs: Number.MAX_SAFE_INTEGER, announced: true },
  };
  return { mute, covers: new Set(covered.map(({ eventID }) => eventID)) };
}

const LIMITS = { threadRepliesMax: 10, maxMessagesPerInvocation: 100 };

function badDays(chance: Chance): FaultRates {
  const severity = chance.next();
  return {
    ...NO_FAULTS,
    refused: 0.2 * severity,
    answerLost: chance.hits(0.5) ? 0.05 * severity : 0,
    correlationsRefused: chance.hits(0.5) ? 0.15 * severity : 0,
    correlationsLost: chance.hits(0.5) ? 0.15 * severity : 0,
    crash: chance.hits(0.7) ? 0.03 * severity : 0,
  };
}

// Two destinations with a schedule each, due while the log files are processed.
function summaryWorld(chance: Chance, mute: Mute | null, pipelineFor: ReturnType<typeof createWorld>['pipelineFor']) {
  const store = createMemoryCollections();
  const mutes = createMemoryMutes();
  if (mute) void mutes.write(writeMutes([mute]), 0);
  const sent: Sent[] = [];
  const daily = (): SummarySchedule => ({ every: 'day', weekday: null, hour: 0, minute: chance.below(6), zone: 'UTC' });
  let ids = [CHANNEL, TOPIC];
  let routeTables: readonly RouteTable[] = ids.map((id) => [{ destination: id, schedule: daily() }]);
  const destination = (id: string, context: FaultContext): Destination => {
    const memory = createMemoryNotifier<Message>({ channel: id, threads: id === CHANNEL });
    const post: typeof memory.post = (message, thread) => {
      sent.push({ notice: message.notice, to: id, owner: context.owner });
      return memory.post(message, thread);
    };
    return {
      ...{ id, kind: 'slack-app', renderer: { message: (notice: Notice) => ({ notice }) } },
      ...(id === CHANNEL && { hasButtons: true }),
      notifier: faultyNotifier(context, id, { ...memory, post }),
    } as Destination;
  };
  return {
    posts: () => sent,
    removeRoutes() {
      const removed = chance.pick([CHANNEL, TOPIC, null]);
      ids = ids.filter((id) => id !== removed);
      routeTables = ids.map((id) => [{ destination: id }]);
    },
    pipelineFor: (context: FaultContext): Pipeline => ({
      ...pipelineFor(context),
      destinations: new Map(ids.map((id) => [id, destination(id, context)])),
      collections: faultyCollections(context, store),
      ...(!hasSchedules(routeTables) && { remaining: { isDue: () => true } }),
      ...(mute && { mutes: createInstanceMutes(mutes, createCollectingLog()) }),
      routeTables,
    }),
  };
}

function faultyCollections(context: FaultContext, store: CollectionStore): CollectionStore {
  const { correlationsRefused: refused, correlationsLost: lost } = context.rates();
  return {
    keys: () => faultyCall(context, refused, 0, () => store.keys()),
    async open(...args) {
      const opened = await faultyCall(context, refused, 0, () => store.open(...args));
      return {
        ...opened,
        write: (...change) => faultyCall(context, refused, lost, () => opened.write(...change)),
        remove: () =>
          faultyCall(
            context,
            refused,
            lost,
            () => opened.remove(),
            () => context.excuse('not removed'),
          ),
      };
    },
  };
}

interface Expected {
  readonly alerts: number;
  /** Those that the mute of the channel covers. */
  readonly muted: number;
}

function judge(posts: readonly Sent[], expected: Expected, excuses: number) {
  const miscounted: string[] = [];
  const repeated: string[] = [];
  const counts = { summaries: 0, summarized: 0, muted: 0, remaining: 0 };
  const sent = posts.flatMap(({ notice, ...where }) =>
    notice.kind === 'scheduled-summary' ? { ...notice, ...where } : [],
  );
  if (sent.length !== posts.length) miscounted.push('an alert was posted');
  const distinct = new Map<string, (typeof sent)[number]>();
  for (const summary of sent) {
    const first = distinct.get(summary.id) ?? summary;
    distinct.set(summary.id, first);
    if (first.total !== summary.total || first.muted !== summary.muted) miscounted.push(`${summary.id} changed`);
    // A call whose answer is lost is repeated within its invocation.
    if (first.owner !== summary.owner && !summary.mayRepeat) repeated.push(`${summary.id} without a remark`);
  }
  for (const place of [CHANNEL, TOPIC]) {
    const summaries = [...distinct.values()].filter(({ collectedFor, to }) => (collectedFor ?? to) === place);
    const sum = (of: (one: ScheduledSummaryNotice) => number) => summaries.reduce((total, one) => total + of(one), 0);
    const [total, muted] = [sum((one) => one.total), sum((one) => one.muted)];
    const mutedHere = place === CHANNEL ? expected.muted : 0;
    if (total !== expected.alerts - mutedHere || muted !== mutedHere)
      miscounted.push(`${place}: ${total} and ${muted} muted of ${expected.alerts} alerts, ${mutedHere} muted`);
    counts.summarized += total;
    counts.muted += muted;
    counts.remaining += sum((one) => (one.isFinal ? one.total : 0));
  }
  const repeats = sent.length - distinct.size;
  if (repeats > 3 * excuses) repeated.push(`${repeats} repeated, ${excuses} faults excuse it`);
  counts.summaries = sent.length;
  return { miscounted, repeated, ...counts };
}
