// The world of a history of correlations: memory ports that all invocations share, a channel with threads and a topic without, and
// what they were sent.

import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Destination, StateStore } from '../../src/app/ports.ts';
import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import type { CorrelationEvents } from './correlation-events.ts';
import { factsOf } from './correlation-evidence.ts';
import {
  clockFor,
  type FaultContext,
  faultyCorrelations,
  faultyLogFiles,
  faultyNotifier,
  faultyState,
} from './faulty-ports.ts';
import type { PostedNotice } from './judgement.ts';
import { BUCKET } from './log-bucket.ts';
import { memoryPorts, OPTIONS } from './memory-ports.ts';

export interface CorrelationWorld {
  pipelineFor(context: FaultContext): Pipeline;
  /** Where notices go, with `wrap` around each notifier. */
  routing(
    wrap: (id: string, notifier: Notifier) => Notifier,
  ): Pick<Pipeline, 'destinations' | 'routeTables' | 'options'>;
  /** A state store whose settled notices count as sent. */
  watch(state: StateStore): StateStore;
  readonly sent: SentNotices;
}

const CHANNEL = 'slack:C1';
const TOPIC = 'sns:T';

// Threads last longer than a history, so that all events that continue an alert are counted in its thread.
const LONG_THREADS = { ...OPTIONS, threadWindowSeconds: 30 * 86_400 };

/** A world with the log files of some events. */
export function createCorrelationWorld({ files, ruleSet }: CorrelationEvents): CorrelationWorld {
  const notifiers = new Map([CHANNEL, TOPIC].map((id) => [id, aNotifier(id)]));
  const logFiles = createMemoryLogFiles();
  for (const [key, bytes] of files) logFiles.put(BUCKET, key, bytes);
  const sent = createSentNotices([...notifiers.values()]);
  const state = watchSettled(createMemoryState(), sent);
  const correlations = createMemoryCorrelations();
  const watched = (id: string, notifier: Notifier): Notifier => ({
    ...notifier,
    post: (posted, thread) => {
      if (id === CHANNEL) sent.noteOpened(posted);
      return notifier.post(posted, thread);
    },
  });
  const routing: CorrelationWorld['routing'] = (wrap) => ({
    destinations: new Map(
      [...notifiers].map(([id, notifier]): [string, Destination] => {
        const wrapped = wrap(id, watched(id, notifier));
        return [id, { id, kind: 'memory', renderer: { message: sent.message }, notifier: wrapped } as Destination];
      }),
    ),
    routeTables: [[{ destination: CHANNEL }], [{ destination: TOPIC }]],
    options: LONG_THREADS,
  });
  return {
    sent,
    routing,
    watch: (store) => watchSettled(store, sent),
    pipelineFor: (context) => ({
      ruleSet,
      ...routing((id, notifier) => ({ ...notifier, ...faultyNotifier(context, id, notifier) })),
      ...memoryPorts(),
      logFiles: faultyLogFiles(context, logFiles),
      state: faultyState(context, state),
      correlations: createCorrelationMemory(faultyCorrelations(context, correlations)),
      clock: clockFor(context),
    }),
  };
}

type Notifier = ReturnType<typeof aNotifier>;

const aNotifier = (id: string) => createMemoryNotifier<PostedNotice>({ channel: id, threads: id === CHANNEL });

function watchSettled(state: StateStore, { settled }: SentNotices): StateStore {
  return {
    ...state,
    async settle(ids, keepUntilMs) {
      for (const { id } of ids) if (id.endsWith(`#${CHANNEL}`)) settled.add(id.slice(0, -CHANNEL.length - 1));
      return state.settle(ids, keepUntilMs);
    },
  };
}

interface SentNotices {
  /** Alerts that were posted in the channel, by notice id. */
  readonly opened: ReadonlyMap<string, CorrelationFacts>;
  /** Notices that were settled for the channel. */
  readonly settled: Set<string>;
  /** Alerts that were rendered with different facts. */
  readonly contradictions: readonly string[];
  message(notice: Notice, count: number): PostedNotice;
  noteOpened(posted: PostedNotice): void;
  /** Everything that was sent so far, and each count that a first message shows now. */
  shown(): ReadonlySet<string>;
  /** Notices that were posted more than once, and events that only continue an alert but were posted. */
  postedTwice(): readonly string[];
  /** First messages whose count is not that of the alert and of the events that continue it. */
  miscounted(): readonly string[];
}

function createSentNotices(notifiers: readonly Notifier[]): SentNotices {
  const opened = new Map<string, CorrelationFacts>();
  const settled = new Set<string>();
  const contradictions: string[] = [];
  const idsOf = ({ posts }: Notifier) => posts.map(({ message }) => message.notice.id);
  const counts = () => notifiers.flatMap(({ posts, update }) => (update ? posts : [])).map(({ message }) => message);
  const continuing = (id: string) => [...settled].filter((one) => one.startsWith(`${id}#`)).length;
  return {
    opened,
    settled,
    contradictions,
    message(notice, count) {
      const facts = factsOf(notice);
      const known = opened.get(notice.id);
      if (facts !== null && known && JSON.stringify(known) !== JSON.stringify(facts))
        contradictions.push(`${notice.id} has other facts`);
      return { notice, count };
    },
    noteOpened({ notice }) {
      const facts = factsOf(notice);
      if (facts !== null) opened.set(notice.id, facts);
    },
    shown: () =>
      new Set([...opened.keys(), ...settled, ...counts().map(({ notice, count }) => `${notice.id} ${count}`)]),
    postedTwice: () =>
      notifiers.map(idsOf).flatMap((ids) => ids.filter((id, index) => ids.indexOf(id) !== index || !opened.has(id))),
    miscounted: () =>
      counts().flatMap(({ notice: { id }, count }) =>
        count === 1 + continuing(id) ? [] : [`${id} shows ${count}, and ${continuing(id)} events continue it`],
      ),
  };
}
