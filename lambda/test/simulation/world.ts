// The world of a history: memory ports that all invocations share, what was delivered to them, and the final judgement.

import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryNotifier, type MemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { Pipeline, PipelineOptions } from '../../src/app/pipeline.ts';
import type { Destination, StateStore } from '../../src/app/ports.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import type { RuleSetDefinition } from '../../src/core/rules/rule-set.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { clockFor, type FaultContext, faultyLogFiles, faultyNotifier, faultyState } from './faulty-ports.ts';
import { type Judgement, judge, type Opening, type PostedNotice, THREAD_WINDOW_SECONDS } from './judgement.ts';
import { ACCOUNTS, ALERTING, BUCKET, CRITICAL, type LogBucket } from './log-bucket.ts';
import { memoryPorts, OPTIONS } from './memory-ports.ts';

export type Limits = Pick<PipelineOptions, 'threadRepliesMax' | 'maxMessagesPerInvocation'>;

export interface World {
  pipelineFor(context: FaultContext): Pipeline;
  /** An invocation had a fault after which the alerts that it claimed may be delivered again. */
  excuse(owner: string): void;
  judge(): Judgement;
}

export const RULE = { description: '', pack: null, runbookUrl: null };
/** A rule for each kind of event. */
export const RULES: RuleSetDefinition = {
  rules: [
    { ...RULE, name: 'r', expression: `eventName == '${ALERTING}'`, severity: 'medium' },
    { ...RULE, name: 'c', expression: `eventName == '${CRITICAL}'`, severity: 'critical' },
  ],
  ignoreRules: [],
  eventsToTrack: [],
  lists: {},
  countAccessDenied: true,
};
export const RULE_SET = createRuleSet(RULES);
export const DESTINATIONS = ['slack:C1', 'slack:C2', 'sns:T'] as const;
// Alerts that C1 refuses permanently go to C2; the other destinations have no fallback.
const ROUTES = [
  [{ accounts: [ACCOUNTS[0]], destination: 'slack:C1' }, { destination: 'slack:C2' }],
  [{ destination: 'sns:T' }],
];

/** A world with two Slack channels and a topic. */
export function createWorld(bucket: LogBucket, limits: Limits, threadsMayEnd: boolean): World {
  const notifiers = new Map<string, MemoryNotifier<PostedNotice>>(
    DESTINATIONS.map((id) => [id, createMemoryNotifier<PostedNotice>({ channel: id, threads: id !== 'sns:T' })]),
  );
  const logFiles = createMemoryLogFiles();
  for (const [key, bytes] of bucket.files) logFiles.put(BUCKET, key, bytes);
  const state = createMemoryState();
  const recorded = new Set<string>();
  const senders = new Map<string, Set<string>>();
  const noteSender = (claimId: string, owner: string) =>
    void senders.set(claimId, new Set([...(senders.get(claimId) ?? []), owner]));
  const excused = new Set<string>();
  const openings: Opening[] = [];
  const destination = (id: string, notifier: MemoryNotifier<PostedNotice>, context: FaultContext): Destination =>
    ({
      id,
      kind: id.split(':')[0] as string,
      renderer: { message: (notice: Notice, count: number) => ({ notice, count }) },
      notifier: faultyNotifier(context, id, {
        ...notifier,
        async post(message: PostedNotice, thread) {
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
      options: { ...OPTIONS, threadWindowSeconds: THREAD_WINDOW_SECONDS, ...limits },
      ...memoryPorts(),
      logFiles: faultyLogFiles(context, logFiles),
      state: faultyState(
        context,
        watchState(state, (id) => noteSender(id, context.owner), recorded),
      ),
      clock: clockFor(context),
    }),
    excuse: (owner) => void excused.add(owner),
    judge: () => judge({ bucket, notifiers, recorded, senders, openings, excused, threadsMayEnd }),
  };
}

// Records which invocation claims which alert, and which alerts are marked as delivered.
function watchState(state: StateStore, onClaimed: (id: string) => void, recorded: Set<string>): StateStore {
  return {
    ...state,
    async claim(ids, keys, lease) {
      const claims = await state.claim(ids, keys, lease);
      for (const [id, found] of claims.ids) if (found === 'claimed') onClaimed(id);
      return claims;
    },
    async settle(ids, keepUntilMs) {
      for (const { id } of ids) recorded.add(id);
      return state.settle(ids, keepUntilMs);
    },
  };
}
