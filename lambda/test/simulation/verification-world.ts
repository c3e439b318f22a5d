// The world of a history of verification: memory ports that all invocations share, what was delivered, and the final judgement.

import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryMarks } from '../../src/adapters/memory/marks.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Destination } from '../../src/app/ports.ts';
import type { KeyRing } from '../../src/app/verification/key-ring.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import type { MarkStore } from '../../src/app/verification/verification-port.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import type { Buckets } from '../digests/trail-world.ts';
import { foldersOf, logFilesOf, storedDigest } from '../verification/verification-world.ts';
import {
  clockFor,
  type FaultContext,
  faultyCall,
  faultyCorrelations,
  faultyLogFiles,
  faultyNotifier,
  faultyState,
} from './faulty-ports.ts';
import type { PostedNotice } from './judgement.ts';
import { memoryPorts, OPTIONS } from './memory-ports.ts';
import type { Queue } from './queue.ts';
import type { Aftermath } from './verification-aftermath.ts';
import { type Clean, judgeVerification, type Verdict } from './verification-judgement.ts';
import { alertsIn, type SimulatedTrails } from './verification-trail.ts';
import { RULE, RULES } from './world.ts';

const RULE_SET = createRuleSet({
  ...RULES,
  rules: [
    ...RULES.rules,
    { ...RULE, name: 'finding', expression: "eventSource == 'cloudtrail-to-slack'", severity: 'high' },
  ],
});
const TOPIC = 'sns:T';

/** A world with one topic that receives everything. */
export function createVerificationWorld(trails: SimulatedTrails, queue: Queue) {
  const { buckets } = trails;
  const notifier = createMemoryNotifier<PostedNotice>({ threads: false });
  const [state, marks, heads] = [createMemoryState(), createMemoryMarks(), createMemoryCorrelations()];
  const excused = new Set<string>();
  const early: string[] = [];
  const settled = new Set<string>();
  const senders = new Map<string, string[]>();
  const destination = (context: FaultContext): Destination =>
    ({
      id: TOPIC,
      kind: 'sns',
      renderer: { message: (notice: Notice, count: number) => ({ notice, count }) },
      notifier: faultyNotifier(context, TOPIC, {
        post(message: PostedNotice, thread) {
          senders.set(message.notice.id, [...(senders.get(message.notice.id) ?? []), context.owner]);
          return notifier.post(message, thread);
        },
      }),
    }) as Destination;
  const pipelineFor = (context: FaultContext, keys: KeyRing): Pipeline => ({
    ruleSet: RULE_SET,
    destinations: new Map([[TOPIC, destination(context)]]),
    routeTables: [[{ destination: TOPIC }]],
    options: OPTIONS,
    ...memoryPorts(),
    logFiles: faultyLogFiles(context, logFilesOf(buckets)),
    state: faultyState(context, state),
    verification: {
      ...verificationFor(context, buckets, queue),
      marks: faultyMarks(context, watchMarks(watchSettled(marks, settled), buckets, senders, early)),
      trails: faultyCorrelations(context, heads),
      keys,
    },
    clock: clockFor(context),
  });
  const judge = (clean: Clean, later: Aftermath['expected']): Verdict => {
    const notices = notifier.posts.map(({ message }) => message.notice);
    const { alerts, findings, late } = trails.expected;
    const expected = {
      alerts: new Set([...alerts, ...later.alerts]),
      findings: new Set([...findings, ...later.findings]),
      late,
    };
    return judgeVerification({ trails: { ...trails, expected }, notices, senders, excused, clean, early });
  };
  return { pipelineFor, excuse: (owner: string) => void excused.add(owner), judge, settled: () => settled.size };
}

function verificationFor(context: FaultContext, buckets: Buckets, queue: Queue) {
  const { rates, scheduler } = context;
  const { refused, answerLost } = rates();
  return {
    folders: { list: (...page) => faultyCall(context, refused, 0, () => foldersOf(buckets).list(...page)) },
    digests: { read: (location) => faultyCall(context, refused, 0, async () => storedDigest(buckets, location)) },
    queue: {
      send: (messages) =>
        faultyCall(context, refused, answerLost, async () => {
          const nowMs = scheduler.clock.nowMs();
          for (const { body, delaySeconds } of messages) queue.send(body, nowMs + delaySeconds * 1_000);
        }),
    },
    unwritten: [],
    runningSinceMs: async () => 0,
  } satisfies Partial<Verification>;
}

function watchSettled(marks: MarkStore, settled: Set<string>): MarkStore {
  return {
    ...marks,
    async settle(mark, ...times) {
      const isSettled = await marks.settle(mark, ...times);
      if (isSettled) settled.add(mark.key);
      return isSettled;
    },
  };
}

// A mark says that the alerts of a log file are delivered, so they must have been posted when it is written.
function watchMarks(
  marks: MarkStore,
  buckets: Buckets,
  senders: ReadonlyMap<string, unknown>,
  early: string[],
): MarkStore {
  return {
    ...marks,
    write(written, keepUntilMs) {
      const files = written.filter(({ key }) => key.includes('/CloudTrail/')).map(({ key }) => key);
      early.push(...files.filter((key) => alertsIn(buckets, key).some((id) => !senders.has(`event#${id}`))));
      return marks.write(written, keepUntilMs);
    },
  };
}

// A lost mark spoils the invocation: its log files will be read again.
function faultyMarks(context: FaultContext, marks: MarkStore): MarkStore {
  const { stateRefused, answerLost } = context.rates();
  const spoil = () => context.excuse('mark lost');
  return {
    write: (...args) => faultyCall(context, stateRefused, answerLost, () => marks.write(...args), spoil),
    settle: (...args) => faultyCall(context, stateRefused, 0, () => marks.settle(...args)),
    read: (...args) => faultyCall(context, stateRefused, 0, () => marks.read(...args)),
  };
}
