// The real pipeline over memory ports, one world a test. Every invocation is checked on its way out: its counters adds up
// and its metrics say the same as its counters.

import { expect } from 'vitest';
import { createManualClock } from '../../src/adapters/memory/clock.ts';
import { createMemoryCollections } from '../../src/adapters/memory/collections.ts';
import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryNotifier, type MemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryRetryQueue } from '../../src/adapters/memory/retry-queue.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import { trackPendingCounts } from '../../src/app/delivery/pending-counts.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Destination, Logger, StateStore } from '../../src/app/ports.ts';
import { processPayload, type Report } from '../../src/app/process-payload.ts';
import type { CollectionStore } from '../../src/app/summaries/collection-port.ts';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import type { Occasion } from '../../src/core/render/occasion.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings, type Settings } from '../../src/setup/settings.ts';
import { BUCKET, keyOf, logFile } from './payloads.ts';
import { contradictionsOf } from './reconcile.ts';

await loadPatternEngine();

/** A message in these tests. */
export interface PostedNotice {
  readonly notice: Notice;
  readonly count: number;
  readonly isRepeat?: boolean;
  readonly details?: boolean;
}

export const DEFAULT_CHANNEL = 'slack:C0DEFAULT01';
export const ACCOUNT_CHANNEL = 'slack:C0ACCOUNT01';
export const TOPIC = 'sns:arn:aws:sns:eu-west-1:111111111111:topic';
export const TIMEOUT_MS = 30_000;

const SETTINGS = {
  use_default_rules: false,
  rules: [{ name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }],
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0DEFAULT01',
  dynamodb_table_name: 'state',
};

export interface WorldOptions {
  /** Variables of the module, over those of the tests. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly state?: StateStore;
  readonly collections?: CollectionStore;
  /** Instead of memory destinations. */
  readonly destinations?: (settings: Settings, log: Logger) => ReadonlyMap<string, Destination>;
}

/** A world with the channel C0DEFAULT01, and whatever else the settings name. */
export function createWorld(options: WorldOptions = {}) {
  const settings = parseSettings({ ...SETTINGS, ...options.settings });
  const notifiers = new Map(settings.destinations.map(({ id, kind }) => [id, memoryNotifier(id, kind)]));
  const clock = createManualClock();
  const log = createCollectingLog();
  const logFiles = createMemoryLogFiles();
  logFiles.put(BUCKET, 'something', new Uint8Array());
  const retryQueue = createMemoryRetryQueue();
  const base: Omit<Pipeline, 'metrics'> = {
    ruleSet: compileRules(settings),
    destinations:
      options.destinations?.(settings, log) ??
      new Map(
        settings.destinations.map(({ id, kind }) => [id, memoryDestination(id, notifiers.get(id) as never, kind)]),
      ),
    routeTables: settings.routeTables,
    options: settings,
    logFiles,
    correlations: createCorrelationMemory(createMemoryCorrelations()),
    collections: options.collections ?? createMemoryCollections(),
    state: trackPendingCounts(clock.nowMs).watch(options.state ?? createMemoryState()),
    retryQueue,
    clock,
    log,
  };
  const invoke = async (payload: unknown, ports: Partial<Pipeline> & { timeoutMs?: number } = {}): Promise<Report> => {
    const metrics = createMemoryMetrics();
    const { timeoutMs = TIMEOUT_MS, ...replaced } = ports;
    const report = await processPayload(payload, { ...base, metrics, ...replaced }, clock.nowMs() + timeoutMs);
    expect(contradictionsOf(report.counters, metrics)).toEqual([]);
    return report;
  };
  return {
    pipeline: base,
    clock,
    log,
    logFiles,
    retryQueue,
    invoke,
    put: (name: string, ...of: readonly unknown[]) => logFiles.put(BUCKET, keyOf(name), logFile(...of)),
    putBytes: (name: string, bytes: Uint8Array) => logFiles.put(BUCKET, keyOf(name), bytes),
    channel: (id = DEFAULT_CHANNEL) => notifiers.get(id) as MemoryNotifier<PostedNotice>,
    /** Lines of the log with one event name. */
    logged: (event: string) => log.lines.filter((line) => line.event === event),
  };
}

export type World = ReturnType<typeof createWorld>;

function memoryNotifier(id: string, kind: string): MemoryNotifier<PostedNotice> {
  return createMemoryNotifier<PostedNotice>({ channel: id.slice(id.indexOf(':') + 1), threads: kind === 'slack-app' });
}

/** A destination whose messages are the notices themselves. */
export function memoryDestination(id: string, notifier: MemoryNotifier<PostedNotice>, kind = 'memory'): Destination {
  const renderer = {
    message: (notice: Notice, count: number, { isRepeat = false }: Occasion = {}) => ({ notice, count, isRepeat }),
    details: (notice: Notice) => (notice.kind === 'alert' ? { notice, count: 0, details: true } : null),
  };
  return { id, kind, renderer, notifier } as Destination;
}

/** Ids of the events that were delivered to a destination as single messages, in order, without details. */
export function deliveredEvents({ posts }: MemoryNotifier<PostedNotice>): string[] {
  return posts.filter(({ message }) => !message.details).map(({ message }) => message.notice.id.replace(/^event#/, ''));
}

/** First messages of threads, and messages without a thread. */
export function firstMessages({ posts }: MemoryNotifier<PostedNotice>) {
  return posts.filter(({ thread }) => thread === null);
}

type Post = Destination['notifier']['post'];

/** The destinations of a world, with something around each post. */
export function withPost(
  { pipeline }: World,
  around: (post: () => ReturnType<Post>, message: PostedNotice, id: string) => ReturnType<Post>,
) {
  const destinations = [...pipeline.destinations].map(([id, destination]): [string, Destination] => {
    const { notifier } = destination;
    const post: Post = (message, thread) => around(() => notifier.post(message, thread), message as PostedNotice, id);
    return [id, { ...destination, notifier: { ...notifier, post } }];
  });
  return new Map(destinations);
}

/** The destinations of a world, where every post takes so long. */
export function slowDestinations(world: World, ms: number): Pick<Pipeline, 'destinations'> {
  return { destinations: withPost(world, (post) => world.clock.sleep(ms).then(post)) };
}

/** A mute of the rule of these tests in their channel, for an hour from the start of the clock. */
export const aMute = (more: Partial<Mute> = {}): Mute => ({
  ...{ id: 'm1', destination: DEFAULT_CHANNEL, rule: 'trail-deleted', key: null, what: '', by: 'U0000ALICE' },
  ...{ startedMs: Date.UTC(2026, 0, 1), untilMs: Date.UTC(2026, 0, 1, 1), announced: true },
  ...more,
});
