// A destination that fails does not use up the time of an invocation, but one that refuses some messages receives the others.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { aRecord, batchOf, strangers } from './payloads.ts';
import { ACCOUNT_CHANNEL, createWorld, deliveredEvents, type PostedNotice, withPost } from './pipeline-world.ts';

const unavailable = (more: { retryAfterMs?: number } = {}) => new PortError('transient', 'http_503', 'busy', more);
const refused = () => new PortError('permanent', 'invalid_blocks', 'refused');

/** Delivers so many alerts of as many threads, with `answer` before each call. Returns when calls began, and the counters. */
async function deliver(
  alerts: number,
  answer: (world: ReturnType<typeof createWorld>, alert: string) => Promise<void>,
) {
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
function everySecond(fail: (world: ReturnType<typeof createWorld>) => Promise<void>) {
  const alerts: string[] = [];
  return async (world: ReturnType<typeof createWorld>, alert: string) => {
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
  const failingAfter = (ms: number) => async (world: ReturnType<typeof createWorld>) => {
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
