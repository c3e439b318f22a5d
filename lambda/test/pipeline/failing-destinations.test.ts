// A destination that fails does not use up the time of an invocation, receives what it accepts, and nothing that it refuses is lost or repeated.

import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/app/pipeline.ts';
import { PortError } from '../../src/app/ports.ts';
import { aRecord, batchOf, records, strangers } from './payloads.ts';
import {
  ACCOUNT_CHANNEL,
  createWorld,
  deliveredEvents,
  firstMessages,
  type PostedNotice,
  type World,
  withPost,
} from './pipeline-world.ts';

const unavailable = (more: { retryAfterMs?: number } = {}) => new PortError('transient', 'http_503', 'busy', more);
const refused = () => new PortError('permanent', 'invalid_blocks', 'refused');

/** Delivers so many alerts of as many threads, with `answer` before each call. Returns when calls began, and the counters. */
async function deliver(alerts: number, answer: (world: World, alert: string) => Promise<void>) {
  const world = createWorld();
  world.put('file', ...strangers(alerts));
  const startedMs = world.clock.nowMs();
  const calls: number[] = [];
  const destinations = withPost(world, async (post, message: PostedNotice) => {
    calls.push(world.clock.nowMs() - startedMs);
    if (!message.details) await answer(world, message.notice.id);
    return post();
  });
  const { counters } = await world.invoke(batchOf('file'), { destinations });
  return { calls, counters, events: deliveredEvents(world.channel()) };
}

/** Fails every second alert, each time it is tried. */
function everySecond(fail: (world: World) => Promise<void>) {
  const alerts: string[] = [];
  return async (world: World, alert: string) => {
    if (!alerts.includes(alert)) alerts.push(alert);
    if (alerts.indexOf(alert) % 2 === 0) await fail(world);
  };
}

describe('a destination that refuses messages', () => {
  it('is not called again after three refusals in a row', async () => {
    const { calls, counters } = await deliver(10, () => Promise.reject(refused()));
    expect(calls).toHaveLength(3);
    expect(counters).toMatchObject({ failed: 10, delivered: 0 });
  });

  it('receives all others if it accepts some in between', async () => {
    const { counters } = await deliver(
      10,
      everySecond(() => Promise.reject(refused())),
    );
    expect(counters).toMatchObject({ failed: 5, delivered: 5 });
  });
});

describe('an alert that a destination and its fallback refuse', () => {
  it('is delivered by the next invocation', async () => {
    const perAccount = { accounts: ['111111111111'], slack_channel_id: 'C0ACCOUNT01' };
    const world = createWorld({ settings: { slack_app_configuration: [perAccount] } });
    world.put('file', aRecord());
    for (const channel of [world.channel(), world.channel(ACCOUNT_CHANNEL)]) channel.failNext(refused);
    expect((await world.invoke(batchOf('file'))).counters).toMatchObject({ failed: 1, rerouted: 1 });
    expect((await world.invoke(batchOf('file'))).counters).toMatchObject({ delivered: 1, held: 0 });
  });
});

describe('a destination that does not answer', () => {
  const failingAfter = (ms: number) => async (world: World) => {
    await world.clock.sleep(ms);
    throw unavailable();
  };

  it('is not called again once that took ten seconds', async () => {
    const { calls, counters } = await deliver(5, failingAfter(3_500));
    expect(calls).toHaveLength(3);
    expect(counters).toMatchObject({ delivered: 0, failed: 5 });
  });

  it('is called again if it answers in between', async () => {
    const { counters } = await deliver(6, everySecond(failingAfter(1_000)));
    expect(counters).toMatchObject({ delivered: 3, failed: 3 });
  });
});

describe('a destination that asks for pauses', () => {
  it('is called for the next alert, however long its answers take, but not before the pause has ended', async () => {
    let attempts = 0;
    const { calls, counters } = await deliver(2, async ({ clock }) => {
      attempts += 1;
      if (attempts > 3) return;
      await clock.sleep(4_000);
      throw unavailable({ retryAfterMs: 2_000 });
    });
    expect(calls.slice(0, 4)).toEqual([0, 6_000, 12_000, 18_000]);
    expect(counters).toMatchObject({ delivered: 1, failed: 1 });
  });
});

describe('a separate message with the count of one that was deleted', () => {
  const NOTHING = batchOf();

  /** A world in which five alerts were folded into a message that no longer exists, by an invocation with these ports. */
  async function folded(ports: (world: World) => Partial<Pipeline>) {
    const world = createWorld({ settings: { thread_replies_max: 0 } });
    world.put('one', aRecord());
    await world.invoke(batchOf('one'));
    for (const { handle } of firstMessages(world.channel())) world.channel().remove(handle);
    world.put('two', ...records(5));
    await world.invoke(batchOf('two'), ports(world));
    return world;
  }
  const counts = (world: World) => firstMessages(world.channel()).map(({ message }) => message.count);

  it('is posted by the next invocation if the channel does not accept it at first', async () => {
    const world = await folded((world) => ({ destinations: withPost(world, () => Promise.reject(unavailable())) }));
    expect(counts(world)).toEqual([]);
    await world.invoke(NOTHING);
    expect(counts(world)).toEqual([5]);
  });

  it('is posted once if an invocation ends before it records that the count is shown', async () => {
    const world = await folded((world) => ({ state: { ...world.pipeline.state, settleCount: async () => {} } }));
    world.clock.advance(61_000);
    await world.invoke(NOTHING);
    expect(counts(world)).toEqual([5]);
  });
});
