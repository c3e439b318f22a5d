// How long what is retried waits in its queue, and what happens if the wait cannot be set.

import { describe, expect, it } from 'vitest';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { type LogFileStore, PortError } from '../../src/app/ports.ts';
import { processPayload, type Report } from '../../src/app/process-payload.ts';
import { sqsPayload } from '../simulation/run-queue.ts';
import { aRecord, keyOf, notification, notificationOf, strangers } from './payloads.ts';
import { createWorld, TIMEOUT_MS, type World, withPost } from './pipeline-world.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:queue';
const busy = (more: { retryAfterMs?: number } = {}) => new PortError('transient', 'http_503', 'busy', more);

/** A batch of one message for each file, each received so many times. */
function received(names: readonly string[], receives = 1, sentAtMs: readonly (number | null)[] = []) {
  const messages = names.map((name, index) => ({
    id: name,
    body: notificationOf(keyOf(name)),
    receives,
    sentAtMs: sentAtMs[index] ?? null,
    visibleAtMs: 0,
  }));
  return sqsPayload(messages);
}

const waits = ({ retryQueue }: World) =>
  Object.fromEntries(retryQueue.delays.map(({ receiptHandle, delaySeconds }) => [receiptHandle, delaySeconds]));

describe('what failed', () => {
  it.each([
    [1, 30],
    [4, 240],
    [20, 1_800],
  ])('waits longer with each attempt: received %d times, at least %d seconds', async (receives, seconds) => {
    const world = createWorld();
    world.put('file', aRecord());
    world.channel().failNext(busy, 3);
    const { retries } = await world.invoke(received(['file'], receives));
    expect(retries).toMatchObject([{ id: 'file', why: 'failed' }]);
    expect(world.retryQueue.delays).toMatchObject([{ queueArn: QUEUE, receiptHandle: 'file' }]);
    expect(waits(world).file).toBeGreaterThanOrEqual(seconds);
    expect(waits(world).file).toBeLessThanOrEqual(seconds * 1.2);
  });

  it('waits alone: what was delivered with it does not', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    world.put('other', ...strangers(1));
    world.channel().failNext(busy, 3);
    await world.invoke(received(['file', 'other']));
    expect(Object.keys(waits(world))).toHaveLength(1);
  });

  it('is a file that cannot be read, too', async () => {
    const world = createWorld();
    const read = async () => Promise.reject(new PortError('transient', 'AccessDenied', 'no access'));
    await world.invoke(received(['file'], 3), { logFiles: { read } });
    expect(waits(world).file).toBeGreaterThanOrEqual(120);
  });

  it('is an alert whose destination asks for a longer pause than there is time', async () => {
    const world = createWorld();
    world.put('one', ...strangers(1));
    world.put('two', ...strangers(2).slice(1));
    world.channel().failNext(() => busy({ retryAfterMs: 60_000 }));
    const { retries } = await world.invoke(received(['one', 'two'], 5));
    expect(retries.map(({ why }) => why)).toEqual(['failed', 'failed']);
  });
});

describe('what there was no time for', () => {
  it('comes back soon, but not before the claims of the invocation have run out', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const { retries } = await world.invoke(received(['file'], 5), { timeoutMs: 4_000 });
    expect(retries).toMatchObject([{ why: 'out_of_time' }]);
    expect(waits(world).file).toBeGreaterThanOrEqual(10);
    expect(waits(world).file).toBeLessThanOrEqual(12);
  });

  it('waits for claims that the invocation holds until its end, if its calls are too slow to use all of its time', async () => {
    const world = createWorld();
    world.put('file', ...strangers(20));
    const { state } = world.pipeline;
    const startThread: typeof state.startThread = (...args) =>
      world.clock.sleep(2_000).then(() => state.startThread(...args));
    const slow = withPost(world, (post) => world.clock.sleep(3_500).then(post));
    const endMs = world.clock.nowMs() + TIMEOUT_MS;
    await world.invoke(received(['file']), { destinations: slow, state: { ...state, startThread } });
    const backMs = world.clock.nowMs() + Number(waits(world).file) * 1000;
    expect(endMs - world.clock.nowMs()).toBeGreaterThan(10_000);
    expect(backMs).toBeGreaterThanOrEqual(endMs + 2_000);
  });

  it('comes back soon if only some of its alerts were delivered', async () => {
    const world = createWorld();
    world.put('file', ...strangers(20));
    const slow = withPost(world, (post) => world.clock.sleep(2_000).then(post));
    const { retries } = await world.invoke(received(['file'], 3), { destinations: slow });
    expect(retries).toMatchObject([{ why: 'out_of_time', cause: expect.stringMatching(/of 20 alerts/) }]);
    expect(waits(world).file).toBeLessThanOrEqual(12);
  });
});

describe('what another invocation is delivering', () => {
  it('comes back when that invocation has ended', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    let nested: Report | undefined;
    // That invocation may have started just before this one ended, so that all of its time is left.
    const read: LogFileStore['read'] = (file) => world.clock.sleep(8_000).then(() => world.logFiles.read(file));
    const destinations = withPost(world, async (post) => {
      nested ??= await world.invoke(received(['file'], 2), { logFiles: { read } });
      return post();
    });
    await world.invoke(received(['file']), { destinations });
    expect(nested?.retries).toMatchObject([{ why: 'held' }]);
    expect(waits(world).file).toBeGreaterThanOrEqual(TIMEOUT_MS / 1000 + 2);
    expect(waits(world).file).toBeLessThanOrEqual((TIMEOUT_MS / 1000 + 2) * 1.2 + 1);
  });
});

describe('a wait that cannot be set', () => {
  it('is logged, and the message is retried after the visibility timeout of its queue', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    world.channel().failNext(busy, 3);
    const delay = () => Promise.reject(new PortError('transient', 'AccessDenied', 'not allowed'));
    const { retries } = await world.invoke(received(['file']), { retryQueue: { delay } });
    expect(retries).toMatchObject([{ id: 'file' }]);
    expect(world.logged('retries_not_delayed')).toMatchObject([{ level: 'warn', fields: { messages: 1 } }]);
  });

  it('is not tried in the last seconds of an invocation, which must not time out over it', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const { retries } = await world.invoke(received(['file']), { timeoutMs: 2_000 });
    expect(retries).toHaveLength(1);
    expect(world.retryQueue.delays).toEqual([]);
    expect(world.logged('retries_not_delayed')).toHaveLength(1);
  });

  it('is that of a direct invocation, which has no queue: nothing is called', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    world.channel().failNext(busy, 3);
    const { retries } = await world.invoke(notification('file'));
    expect(retries).toMatchObject([{ id: null, queued: null }]);
    expect(world.retryQueue.delays).toEqual([]);
    await world.invoke(notification('file'), { timeoutMs: 2_000 });
    expect(world.logged('retries_not_delayed')).toEqual([]);
  });
});

describe('the metric OldestRetry', () => {
  const pushed = async (sentAgoMs: readonly (number | null)[], failures: number) => {
    const world = createWorld();
    const metrics = createMemoryMetrics();
    const names = sentAgoMs.map((_, index) => `file-${index}`);
    for (const name of names) world.put(name, aRecord({}, name));
    world.channel().failNext(busy, failures);
    const sentAtMs = sentAgoMs.map((ms) => (ms === null ? null : world.clock.nowMs() - ms));
    const endMs = world.clock.nowMs() + TIMEOUT_MS;
    await processPayload(received(names, 7, sentAtMs), { ...world.pipeline, metrics }, endMs);
    return metrics.pushes.flatMap(({ metrics }) => metrics.filter(({ name }) => name === 'OldestRetry'));
  };

  it.each([
    [[3_600_000], 3],
    [[60_000, 3_600_000, null, 120_000], 12],
  ])('is the age of the oldest message in seconds: %j', async (sentAgoMs, failures) => {
    const [metric, ...others] = await pushed(sentAgoMs, failures);
    expect(others).toEqual([]);
    expect(metric).toMatchObject({
      namespace: 'CloudTrailToSlack',
      unit: 'Seconds',
      dimensions: { FunctionName: expect.anything() },
    });
    expect(metric?.value).toBeGreaterThanOrEqual(3_600);
    expect(metric?.value).toBeLessThan(3_600 + TIMEOUT_MS / 1000);
  });

  it.each([
    ['nothing is retried', 3_600_000, 0],
    ['the message does not say when it was sent', null, 3],
  ])('is not pushed if %s', async (_, sentAgoMs, failures) => {
    expect(await pushed([sentAgoMs], failures)).toEqual([]);
  });
});
