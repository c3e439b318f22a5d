// A destination is down for hours while log files arrive. In: how long, and how it fails. Out: what was delivered when, and
// what the dead-letter queue has. Time is a manual clock, so a day takes a second.

import { PortError, type RetryQueue } from '../../src/app/ports.ts';
import { aRecord, BUCKET, keyOf, logFile, notificationOf } from '../pipeline/payloads.ts';
import { createWorld, TIMEOUT_MS, TOPIC, type World, withPost } from '../pipeline/pipeline-world.ts';
import { createQueue, type QueueMessage, retryQueueOf } from './queue.ts';
import { createChance } from './random.ts';
import { sqsPayload } from './run-queue.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** About how long an adapter waits for an answer. */
export const CALL_TIMEOUT_MS = 4_000;
const NEW_FILE_MS = 20 * MINUTE_MS;

/** A way to be down: what a call of the destination does. */
export type Failure = (world: World) => Promise<never>;

export const FAILURES = {
  'answers with errors': async () => {
    throw new PortError('transient', 'http_503', 'down');
  },
  'does not answer': async ({ clock }) => {
    await clock.sleep(CALL_TIMEOUT_MS);
    throw new PortError('transient', 'ETIMEDOUT', 'no answer');
  },
  'asks for long pauses': async () => {
    throw new PortError('transient', 'ratelimited', 'slow down', { retryAfterMs: 5 * MINUTE_MS });
  },
  'refuses everything': async () => {
    throw new PortError('permanent', 'token_revoked', 'no token');
  },
} satisfies Record<string, Failure>;

export interface Outage {
  readonly hours: number;
  readonly failure: Failure;
  readonly maxReceives: number;
  /** How often the queue is polled while nothing is visible. */
  readonly pollMs?: number;
  /** Replaces the port that changes the visibility of messages. */
  readonly retryQueue?: RetryQueue;
}

interface OutageDelivery {
  readonly destination: string;
  readonly event: string;
  readonly severity: string;
  readonly invocation: number;
  readonly atMs: number;
}

/** Plays an outage until the queue is empty. Files arrive during all of it, the last one when it ends. */
export async function playOutage({ hours, failure, maxReceives, retryQueue, pollMs = MINUTE_MS / 4 }: Outage) {
  const world = createWorld({ settings: { rules: RULES, default_sns_topic_arn: TOPIC.slice(4) } });
  const { clock } = world;
  const queue = createQueue(createChance(1), 6 * TIMEOUT_MS, maxReceives);
  const startMs = clock.nowMs();
  const endMs = startMs + hours * HOUR_MS;
  const deliveries: OutageDelivery[] = [];
  const sentAtMs = new Map<string, number>();
  let invocations = 0;
  const destinations = withPost(world, async (post, { notice, details }, id) => {
    if (id !== TOPIC && clock.nowMs() < endMs) return failure(world);
    const handle = await post();
    const event = notice.id.replace(/^event#/, '');
    if (!details) {
      const severity = event.replace(/-.*/, '');
      deliveries.push({ destination: id, event, severity, invocation: invocations, atMs: clock.nowMs() });
    }
    return handle;
  });
  const sendFiles = () => {
    const count = Math.floor((Math.min(clock.nowMs(), endMs) - startMs) / NEW_FILE_MS);
    for (let file = sentAtMs.size; file <= count; file++) {
      const name = `file-${file}`;
      world.logFiles.put(BUCKET, keyOf(name), logFile(...recordsOf(file)));
      queue.send(notificationOf(keyOf(name)));
      sentAtMs.set(String(file), clock.nowMs());
    }
  };
  const invoke = async (batch: readonly QueueMessage[]) => {
    invocations++;
    const ports = { destinations, retryQueue: retryQueue ?? retryQueueOf(queue, clock.nowMs) };
    const { retries } = await world.invoke(sqsPayload(batch), ports);
    const failed = new Set(retries.map(({ id }) => id));
    for (const { id } of batch) if (!failed.has(id)) queue.remove(id);
  };
  const drain = async () => {
    for (sendFiles(); queue.waiting() > 0 || clock.nowMs() < endMs; sendFiles()) {
      const batch = queue.receive(clock.nowMs(), 10);
      if (batch.length > 0) await invoke(batch);
      else clock.advance(pollMs);
    }
  };
  await drain();
  return {
    deliveries,
    dead: queue.dead.length,
    endMs,
    sentAtMs,
    world,
    invocations: () => invocations,
    redrive: async () => {
      queue.redrive();
      await drain();
    },
  };
}

const RULES = [
  { name: 'outside', expression: "sourceIPAddress == '198.51.100.9'", severity: 'critical' },
  { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'low' },
];

// Each file has an alert of low severity and a critical one, in this order, of other identities than every other file.
function recordsOf(file: number) {
  return [
    aRecord({ eventID: `low-${file}` }, `user-${file}`),
    aRecord({ eventID: `critical-${file}`, sourceIPAddress: '198.51.100.9' }, `attacker-${file}`),
  ];
}
