// One random history of scheduled summaries: log files and jobs arrive, some twice, and are processed by concurrent invocations
// that crash, run out of time and meet a failing table, while summaries become due. Then the faults end, and all is sent.

import { createMemoryCollections } from '../../src/adapters/memory/collections.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import type { Destination } from '../../src/app/ports.ts';
import type { CollectionStore } from '../../src/app/summaries/collection-port.ts';
import type { RouteTable } from '../../src/core/routing/route.ts';
import type { SummarySchedule } from '../../src/core/summaries/schedule.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { type FaultContext, type FaultRates, faultyCall, faultyNotifier, NO_FAULTS } from './faulty-ports.ts';
import { announceFiles } from './history.ts';
import { createLogBucket } from './log-bucket.ts';
import { type Chance, createChance } from './random.ts';
import { createQueueRun } from './run-queue.ts';
import type { Sabotage } from './sabotage.ts';
import { createScheduler } from './scheduler.ts';
import { createWorld } from './world.ts';

export interface SummaryHistory {
  /** Alerts that no summary counts, or that are counted twice: a sentence for each destination. */
  readonly miscounted: readonly string[];
  /** Summaries that were sent twice, without an exception that allows it. */
  readonly repeated: readonly string[];
  readonly unreconciled: readonly string[];
  readonly summaries: number;
  readonly summarized: number;
  readonly crashes: number;
}

const JOB = JSON.stringify({ cloudtrailToSlack: { job: 'summaries' } });
const DAY_MS = 24 * 3600 * 1000;

interface Message {
  readonly notice: Notice;
}

/** Plays the history of a seed to its end. */
export async function playSummaries(seed: number, sabotage: Sabotage = {}): Promise<SummaryHistory> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const bucket = createLogBucket(chance);
  const queue = announceFiles(bucket, chance);
  const excused = new Set<string>();
  let rates = badDays(chance);
  const { pipelineFor, posts } = summaryWorld(chance, createWorld(bucket, LIMITS, false).pipelineFor);
  const run = createQueueRun({
    ...{ chance, scheduler, queue, sabotage, pipelineFor, rates: () => rates, pollMs: 2_000, batchMax: 2 },
    excuse: (owner) => void excused.add(owner),
  });
  const sendJobs = (count: number) => Array.from({ length: count }, () => queue.send(JOB));
  sendJobs(chance.below(6));
  await run.process();
  for (const [key] of bucket.files) if (chance.hits(0.5)) queue.send(announcement(key));
  sendJobs(chance.below(6));
  await run.process(chance.below(5 * 60_000));
  rates = NO_FAULTS;
  queue.redrive();
  await run.process();
  for (let day = 0; day < 2; day++) {
    sendJobs(1);
    await run.process(DAY_MS);
  }
  const judgement = judge(posts(), bucket.alerting.size, excused.size);
  return { ...judgement, unreconciled: run.unreconciled, crashes: run.count.crashes };
}

const LIMITS = { threadRepliesMax: 10, maxMessagesPerInvocation: 100 };

function announcement(key: string): string {
  const s3 = { bucket: { name: 'logs' }, object: { key: encodeURIComponent(key) } };
  return JSON.stringify({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] });
}

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
function summaryWorld(chance: Chance, pipelineFor: ReturnType<typeof createWorld>['pipelineFor']) {
  const store = createMemoryCollections();
  const notifiers = new Map(
    ['slack:C1', 'sns:T'].map((id) => [id, createMemoryNotifier<Message>({ channel: id, threads: id !== 'sns:T' })]),
  );
  const daily = (): SummarySchedule => ({ every: 'day', weekday: null, hour: 0, minute: chance.below(6), zone: 'UTC' });
  const routeTables: readonly RouteTable[] = ['slack:C1', 'sns:T'].map((id) => [
    { destination: id, schedule: daily() },
  ]);
  const destination = (id: string, context: FaultContext): Destination =>
    ({
      id,
      kind: 'memory',
      renderer: { message: (notice: Notice) => ({ notice }) },
      notifier: faultyNotifier(context, id, notifiers.get(id) as NonNullable<ReturnType<typeof notifiers.get>>),
    }) as Destination;
  return {
    posts: () => new Map([...notifiers].map(([id, { posts }]) => [id, posts.map(({ message }) => message.notice)])),
    pipelineFor: (context: FaultContext) => ({
      ...pipelineFor(context),
      destinations: new Map([...notifiers.keys()].map((id) => [id, destination(id, context)])),
      collections: faultyCollections(context, store),
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

function judge(posts: ReadonlyMap<string, readonly Notice[]>, alerts: number, excuses: number) {
  const miscounted: string[] = [];
  const repeated: string[] = [];
  let [summaries, summarized] = [0, 0];
  for (const [id, notices] of posts) {
    const sent = notices.filter((notice) => notice.kind === 'scheduled-summary');
    const distinct = new Map(sent.map((notice) => [notice.id, notice.total]));
    const total = [...distinct.values()].reduce((sum, count) => sum + count, 0);
    if (total !== alerts) miscounted.push(`${id}: ${total} of ${alerts} alerts counted`);
    if (sent.some((notice) => distinct.get(notice.id) !== notice.total)) miscounted.push(`${id}: a summary changed`);
    if (sent.length !== notices.length) miscounted.push(`${id}: an alert was posted`);
    const repeats = sent.length - distinct.size;
    if (repeats > 3 * excuses) repeated.push(`${id}: ${repeats} repeated, ${excuses} faults excuse it`);
    summaries += sent.length;
    summarized += total;
  }
  return { miscounted, repeated, summaries, summarized };
}
