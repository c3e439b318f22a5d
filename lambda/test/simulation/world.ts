// The world of a history: memory ports that all invocations share, what they were told, and the judgement at the end.

import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryNotifier, type MemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { Pipeline, PipelineOptions } from '../../src/app/pipeline.ts';
import type { Destination, StateStore } from '../../src/app/ports.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { clockFor, type FaultContext, faultyLogFiles, faultyNotifier, faultyState } from './faulty-ports.ts';
import { ACCOUNTS, ALERTING, BUCKET, type LogBucket } from './log-bucket.ts';

/** What a message says here: which notice, and the count it shows. */
interface Told {
  readonly notice: Notice;
  readonly count: number;
}

export type Limits = Pick<PipelineOptions, 'threadRepliesMax' | 'maxMessagesPerInvocation'>;

export interface World {
  pipelineFor(context: FaultContext): Pipeline;
  /** An invocation met something after which what it claimed may be told once more. */
  excuse(owner: string): void;
  judge(): { lost: readonly string[]; repeated: readonly string[]; told: number };
}

const RULE_SET = createRuleSet({
  rules: [
    {
      name: 'r',
      expression: `eventName == '${ALERTING}'`,
      severity: 'high',
      description: '',
      pack: null,
      runbookUrl: null,
    },
  ],
  ignoreRules: [],
  eventsToTrack: [],
  lists: {},
  countAccessDenied: true,
});
const ROUTES = [
  [{ accounts: [ACCOUNTS[0]], destination: 'slack:C1' }, { destination: 'slack:C2' }],
  [{ destination: 'sns:T' }],
];

/** A world with two Slack channels and a topic. */
export function createWorld(bucket: LogBucket, limits: Limits): World {
  const notifiers = new Map<string, MemoryNotifier<Told>>(
    ['slack:C1', 'slack:C2', 'sns:T'].map((id) => [
      id,
      createMemoryNotifier<Told>({ channel: id, threads: id !== 'sns:T' }),
    ]),
  );
  const logFiles = createMemoryLogFiles();
  for (const [key, bytes] of bucket.files) logFiles.put(BUCKET, key, bytes);
  const state = createMemoryState();
  const remembered = new Set<string>();
  const tellers = new Map<string, Set<string>>();
  const noteTeller = (claimId: string, owner: string) =>
    void tellers.set(claimId, new Set([...(tellers.get(claimId) ?? []), owner]));
  const excused = new Set<string>();
  const options = {
    functionName: 'f',
    threadWindowSeconds: 900,
    ...limits,
    notifyRuleErrors: true,
    notifyRemovedObjects: true,
    pushAccessDeniedMetrics: true,
  };
  const destination = (id: string, notifier: MemoryNotifier<Told>, context: FaultContext): Destination =>
    ({
      id,
      kind: id.split(':')[0] as string,
      renderer: { message: (notice: Notice, count: number) => ({ notice, count }) },
      notifier: faultyNotifier(context, {
        ...notifier,
        async post(message: Told, thread) {
          noteTeller(`${message.notice.id}#${id}`, context.owner);
          return notifier.post(message, thread);
        },
      }),
    }) as Destination;
  return {
    pipelineFor: (context) => ({
      ruleSet: RULE_SET,
      destinations: new Map([...notifiers].map(([id, notifier]) => [id, destination(id, notifier, context)])),
      routeTables: ROUTES,
      options,
      logFiles: faultyLogFiles(context, logFiles),
      state: faultyState(
        context,
        watchState(state, (id) => noteTeller(id, context.owner), remembered),
      ),
      metrics: createMemoryMetrics(),
      clock: clockFor(context),
      log: createCollectingLog(),
    }),
    excuse: (owner) => void excused.add(owner),
    judge: () => judge({ bucket, notifiers, remembered, tellers, excused }),
  };
}

// Writes down who claims what, and what is remembered as told.
function watchState(state: StateStore, onClaimed: (id: string) => void, remembered: Set<string>): StateStore {
  return {
    ...state,
    async claim(id, lease) {
      const result = await state.claim(id, lease);
      if (result === 'claimed') onClaimed(id);
      return result;
    },
    async complete(id, keepUntilMs) {
      remembered.add(id);
      return state.complete(id, keepUntilMs);
    },
  };
}

interface Evidence {
  readonly bucket: LogBucket;
  readonly notifiers: ReadonlyMap<string, MemoryNotifier<Told>>;
  readonly remembered: ReadonlySet<string>;
  /** Who claimed or told an alert, by claim. */
  readonly tellers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly excused: ReadonlySet<string>;
}

function judge({ bucket, notifiers, remembered, tellers, excused }: Evidence) {
  const lost: string[] = [];
  const repeated: string[] = [];
  let told = 0;
  for (const [id, notifier] of notifiers) {
    const posts = notifier.posts.filter(({ message }) => message.notice.kind === 'alert');
    let unposted = 0;
    for (const [eventId, account] of bucket.alerting) {
      if (id !== 'sns:T' && id !== (account === ACCOUNTS[0] ? 'slack:C1' : 'slack:C2')) continue;
      const claimId = `event#${eventId}#${id}`;
      const times = posts.filter(({ message }) => message.notice.id === `event#${eventId}`).length;
      const allowed = 1 + [...(tellers.get(claimId) ?? [])].filter((owner) => excused.has(owner)).length * 3;
      told += times;
      if (times > allowed) repeated.push(`${claimId}: ${times} times, ${allowed} allowed`);
      if (times === 0 && !remembered.has(claimId)) lost.push(claimId);
      if (times === 0 && remembered.has(claimId)) unposted++;
    }
    const backed = foldedOrDigested(notifier);
    if (unposted > backed) lost.push(`${id}: ${unposted} folded or digested, but only ${backed} of them counted`);
  }
  return { lost, repeated, told };
}

// Alerts that have no message of their own stand in the count of a first message or in a digest.
function foldedOrDigested({ posts }: MemoryNotifier<Told>): number {
  const inDigests = posts.map(({ message }) => (message.notice.kind === 'digest' ? message.notice.total : 0));
  const inCounts = posts
    .filter(({ thread, message }) => thread === null && message.notice.kind === 'alert')
    .map(({ handle, message }) => {
      const replies = posts.filter((post) => post.thread?.ts === handle.ts).map((post) => post.message.notice.id);
      return Math.max(0, message.count - 1 - new Set(replies).size);
    });
  return [...inDigests, ...inCounts].reduce((sum, count) => sum + count, 0);
}
