// Slow: hours of simulated outages.
// A long outage heals itself: everything is delivered when the destination is back, without a redrive, and meanwhile other
// destinations are not affected.

import { describe, expect, it } from 'vitest';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { type Destination, PortError } from '../../src/app/ports.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { batchOf, strangers } from '../pipeline/payloads.ts';
import { createWorld, DEFAULT_CHANNEL, deliveredEvents, TIMEOUT_MS, TOPIC } from '../pipeline/pipeline-world.ts';
import { readText } from '../repository.ts';
import { CALL_TIMEOUT_MS, FAILURES, type Outage, playOutage } from './outage.ts';
import { createChance } from './random.ts';
import { createScheduler } from './scheduler.ts';

const DEFAULT_ATTEMPTS = Number(
  /variable "max_receive_count" \{[\s\S]*?default\s*= (\d+)/.exec(readText('variables.tf'))?.[1],
);
const MINUTE_MS = 60_000;
const CASES = Object.entries(FAILURES).flatMap(([how, failure]) =>
  [1, 6, 12].map((hours) => ({
    how,
    hours,
    outage: { hours, failure, maxReceives: DEFAULT_ATTEMPTS } satisfies Outage,
  })),
);

describe('an outage with the default number of attempts', () => {
  it.each(CASES)(
    'of $hours hours, in which Slack $how, ends with every alert delivered once',
    async ({ hours, outage }) => {
      const { deliveries, dead, endMs, sentAtMs } = await playOutage(outage);
      expect(dead).toBe(0);
      expect(sentAtMs.size).toBe(hours * 3 + 1);
      const events = [...sentAtMs.keys()].flatMap((file) => [`critical-${file}`, `low-${file}`]).sort();
      for (const id of [DEFAULT_CHANNEL, TOPIC]) {
        const delivered = deliveries.filter(({ destination }) => destination === id);
        expect(delivered.map(({ event }) => event).sort()).toEqual(events);
      }
      const inSlack = deliveries.filter(({ destination }) => destination === DEFAULT_CHANNEL);
      expect(Math.min(...inSlack.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(endMs);
      expect(Math.max(...inSlack.map(({ atMs }) => atMs))).toBeLessThan(endMs + 37 * MINUTE_MS);
    },
  );

  it('delivers the most severe first, over all that an invocation has in hand', async () => {
    const { deliveries } = await playOutage({
      hours: 6,
      failure: FAILURES['answers with errors'],
      maxReceives: DEFAULT_ATTEMPTS,
      pollMs: 10 * MINUTE_MS,
    });
    const inSlack = deliveries.filter(({ destination }) => destination === DEFAULT_CHANNEL);
    const invocations = [...new Set(inSlack.map(({ invocation }) => invocation))];
    const shared = invocations
      .map((one) => inSlack.filter(({ invocation }) => invocation === one))
      .filter(({ length }) => length > 2);
    expect(shared.length).toBeGreaterThan(0);
    for (const ofOne of shared) {
      const severities = ofOne.map(({ severity }) => severity);
      expect(severities).toEqual([...severities].sort()); // `critical` sorts before `low`.
    }
  });

  it.each(Object.entries(FAILURES))(
    'in which Slack %s does not delay what another destination gets',
    async (_, failure) => {
      const { deliveries, sentAtMs } = await playOutage({ hours: 6, failure, maxReceives: DEFAULT_ATTEMPTS });
      for (const { destination, event, atMs } of deliveries) {
        if (destination !== TOPIC) continue;
        expect(atMs - (sentAtMs.get(event.replace(/.*-/, '')) ?? 0)).toBeLessThanOrEqual(TIMEOUT_MS + MINUTE_MS);
      }
    },
  );

  it('of a day fills the dead-letter queue, and a redrive delivers what is in it', async () => {
    const outage = { hours: 24, failure: FAILURES['answers with errors'], maxReceives: DEFAULT_ATTEMPTS };
    const { deliveries, dead, redrive, sentAtMs } = await playOutage(outage);
    expect(dead).toBeGreaterThan(0);
    await redrive();
    const inSlack = deliveries.filter(({ destination }) => destination === DEFAULT_CHANNEL);
    expect(new Set(inSlack.map(({ event }) => event)).size).toBe(2 * sentAtMs.size);
    expect(inSlack).toHaveLength(2 * sentAtMs.size);
  });
});

describe('an outage', () => {
  it('of five minutes ends well with five attempts, the previous default', async () => {
    const { dead, deliveries } = await playOutage({
      hours: 1 / 12,
      failure: FAILURES['answers with errors'],
      maxReceives: 5,
    });
    expect([dead, deliveries.length]).toEqual([0, 4]);
  });

  it('of an hour ends well if the waits cannot be set, because the visibility timeout of the queue applies', async () => {
    const delay = () => Promise.reject(new PortError('transient', 'AccessDenied', 'not allowed'));
    const { dead, world } = await playOutage({
      hours: 1,
      failure: FAILURES['answers with errors'],
      maxReceives: DEFAULT_ATTEMPTS,
      retryQueue: { delay },
    });
    expect(dead).toBe(0);
    expect(world.logged('retries_not_delayed').length).toBeGreaterThan(0);
  });
});

describe('a batch for two destinations', () => {
  // When the last alert reached the topic, and how many did, in virtual time in which calls overlap.
  const deliverNextTo = async (slack: (sleep: (ms: number) => Promise<void>) => Promise<null>) => {
    const world = createWorld({ settings: { default_sns_topic_arn: TOPIC.slice(4) } });
    for (const name of ['a', 'b', 'c']) world.putBytes(name, asLogFile(strangers(10)));
    const scheduler = createScheduler(createChance(1));
    const sleep = (ms: number) => scheduler.wait('invocation', ms);
    const clock = { nowMs: scheduler.clock.nowMs, sleep };
    const startMs = clock.nowMs();
    let lastMs = 0;
    const destinations = new Map(
      [...world.pipeline.destinations].map(([id, destination]): [string, Destination] => {
        const post: Destination['notifier']['post'] = async (message, thread) => {
          if (id !== TOPIC) return slack(sleep);
          await sleep(300);
          lastMs = clock.nowMs() - startMs;
          return destination.notifier.post(message, thread);
        };
        return [id, { ...destination, notifier: { post } }];
      }),
    );
    const pipeline = { ...world.pipeline, clock, destinations, metrics: createMemoryMetrics() };
    let over = false;
    const invocation = processPayload(batchOf('a', 'b', 'c'), pipeline, startMs + TIMEOUT_MS).then((report) => {
      over = true;
      return report;
    });
    await scheduler.run(() => over);
    const { retries } = await invocation;
    return { lastMs, delivered: deliveredEvents(world.channel(TOPIC)).length, retries: retries.length };
  };

  it('of which one is broken reaches the other in the time that it needs alone', async () => {
    const alone = await deliverNextTo(async () => null);
    expect(alone).toMatchObject({ delivered: 30, retries: 0 });
    const hangs = await deliverNextTo(async (sleep) => {
      await sleep(CALL_TIMEOUT_MS);
      throw new PortError('transient', 'ETIMEDOUT', 'no answer');
    });
    expect(hangs).toEqual({ ...alone, retries: 3 });
    const refuses = await deliverNextTo(async () => {
      throw new PortError('transient', 'http_503', 'down');
    });
    expect(refuses).toEqual({ ...alone, retries: 3 });
  });
});

// Not gzipped, because decompression takes real time.
function asLogFile(records: readonly unknown[]): Uint8Array {
  return Buffer.from(JSON.stringify({ Records: records }));
}
