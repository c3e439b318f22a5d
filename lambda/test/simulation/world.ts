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
import { type Judgement, judge, type Opening, THREAD_WINDOW_SECONDS, type Told } from './judgement.ts';
import { ACCOUNTS, ALERTING, BUCKET, type LogBucket } from './log-bucket.ts';

export type Limits = Pick<PipelineOptions, 'threadRepliesMax' | 'maxMessagesPerInvocation'>;

export interface World {
  pipelineFor(context: FaultContext): Pipeline;
  /** An invocation met something after which what it claimed may be told once more. */
  excuse(owner: string): void;
  judge(): Judgement;
}

/** One rule, which `ALERTING` events match. */
export const RULE_SET = createRuleSet({
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
const OPTIONS = {
  functionName: 'f',
  threadWindowSeconds: THREAD_WINDOW_SECONDS,
  notifyRuleErrors: true,
  notifyRemovedObjects: true,
  pushAccessDeniedMetrics: true,
};
export const DESTINATIONS = ['slack:C1', 'slack:C2', 'sns:T'] as const;
// What C1 refuses for good goes to C2; what the others refuse has nowhere to go.
const ROUTES = [
  [{ accounts: [ACCOUNTS[0]], destination: 'slack:C1' }, { destination: 'slack:C2' }],
  [{ destination: 'sns:T' }],
];

/** A world with two Slack channels and a topic. */
export function createWorld(bucket: LogBucket, limits: Limits, threadsMayEnd: boolean): World {
  const notifiers = new Map<string, MemoryNotifier<Told>>(
    DESTINATIONS.map((id) => [id, createMemoryNotifier<Told>({ channel: id, threads: id !== 'sns:T' })]),
  );
  const logFiles = createMemoryLogFiles();
  for (const [key, bytes] of bucket.files) logFiles.put(BUCKET, key, bytes);
  const state = createMemoryState();
  const remembered = new Set<string>();
  const senders = new Map<string, Set<string>>();
  const noteSender = (claimId: string, owner: string) =>
    void senders.set(claimId, new Set([...(senders.get(claimId) ?? []), owner]));
  const excused = new Set<string>();
  const openings: Opening[] = [];
  const destination = (id: string, notifier: MemoryNotifier<Told>, context: FaultContext): Destination =>
    ({
      id,
      kind: id.split(':')[0] as string,
      renderer: { message: (notice: Notice, count: number) => ({ notice, count }) },
      notifier: faultyNotifier(context, id, {
        ...notifier,
        async post(message: Told, thread) {
          const { kind, threadKey } = message.notice;
          noteSender(`${message.notice.id}#${id}`, context.owner);
          if (thread === null && kind === 'alert' && notifier.update) {
            const atMs = context.scheduler.clock.nowMs();
            openings.push({ thread: `${id}#${threadKey}`, owner: context.owner, atMs });
          }
          return notifier.post(message, thread);
        },
      }),
    }) as Destination;
  return {
    pipelineFor: (context) => ({
      ruleSet: RULE_SET,
      destinations: new Map([...notifiers].map(([id, notifier]) => [id, destination(id, notifier, context)])),
      routeTables: ROUTES,
      options: { ...OPTIONS, ...limits },
      logFiles: faultyLogFiles(context, logFiles),
      state: faultyState(
        context,
        watchState(state, (id) => noteSender(id, context.owner), remembered),
      ),
      metrics: createMemoryMetrics(),
      clock: clockFor(context),
      log: createCollectingLog(),
    }),
    excuse: (owner) => void excused.add(owner),
    judge: () => judge({ bucket, notifiers, remembered, senders, openings, excused, threadsMayEnd }),
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
