// Storms: for any number of alerts in a short time, a channel gets few messages, and their counts are correct.
// Slow: it delivers ten thousand alerts several times.

import { describe, expect, it } from 'vitest';
import type { Destination } from '../../src/app/ports.ts';
import type { SummaryNotice } from '../../src/core/threads/notice.ts';
import { aRecord, batch, batchOf, notification, records, strangers, TEST_EVENT } from './payloads.ts';
import {
  createWorld,
  DEFAULT_CHANNEL,
  deliveredEvents,
  firstMessages,
  slowDestinations,
  TOPIC,
  type World,
} from './pipeline-world.ts';

const DENIED = { eventName: 'GetObject', errorCode: 'AccessDenied' };
const RULES = { rules: ["errorCode == 'AccessDenied'", "eventName == 'DeleteTrail'"] };
const STORM = 10_000;

/** Any later invocation updates the counts. */
async function afterAMinute(world: World): Promise<void> {
  world.clock.advance(61_000);
  await world.invoke(batch(TEST_EVENT));
}

async function storm(world: World, files: number, filesInABatch: number): Promise<void> {
  const names = Array.from({ length: files }, (_, index) => `file-${index}`);
  for (const name of names) world.put(name, ...records(STORM / files, DENIED));
  for (let at = 0; at < files; at += filesInABatch) {
    await world.invoke(batchOf(...names.slice(at, at + filesInABatch)));
    world.clock.advance(2_000);
  }
}

describe('ten thousand AccessDenied of one identity', () => {
  it.each([
    [1, 1],
    [10, 10],
    [10, 1],
    [100, 10],
    [100, 1],
  ])(
    'in %i log files, %i an invocation, cost few calls, and the count is right in the end',
    async (files, inABatch) => {
      const world = createWorld({ settings: RULES });
      await storm(world, files, inABatch);
      await afterAMinute(world);
      expect(world.channel().calls()).toBeLessThan(40);
      expect(firstMessages(world.channel())).toMatchObject([{ message: { count: STORM } }]);
      expect(deliveredEvents(world.channel())).toHaveLength(1 + 10);
    },
  );

  it.each([
    ['a webhook', { slack_bot_token_reference: null, default_slack_hook_url_reference: '/hook' }, 'webhook:/hook'],
    ['a topic', { default_sns_topic_arn: TOPIC.slice(4) }, TOPIC],
  ])('cost %s no more messages than an invocation may post', async (_, settings, id) => {
    const world = createWorld({ settings: { ...RULES, ...settings, max_messages_per_invocation: 20 } });
    await storm(world, 1, 1);
    expect(world.channel(id).calls()).toBeLessThanOrEqual(21);
    expect(deliveredAndFolded(world, id)).toBe(STORM);
  });

  it.each([
    [0, 0],
    [1, 1],
    [10, 10],
  ])('are answered with %i replies where so many are wanted', async (wanted, replies) => {
    const world = createWorld({ settings: { ...RULES, thread_replies_max: wanted } });
    await storm(world, 10, 1);
    await afterAMinute(world);
    expect(deliveredEvents(world.channel())).toHaveLength(1 + replies);
    expect(firstMessages(world.channel())).toMatchObject([{ message: { count: STORM } }]);
  });

  it('do not delay an alert of another identity', async () => {
    const world = createWorld({ settings: RULES });
    world.put('file', ...records(STORM, DENIED), aRecord({ eventID: 'needle' }, 'mallory'));
    await world.invoke(batchOf('file'));
    expect(deliveredEvents(world.channel())).toContain('needle');
  });
});

describe('alerts of many identities', () => {
  const limits = { max_messages_per_invocation: 20 };

  it('are folded into a summary beyond the limit, with a correct total', async () => {
    const world = createWorld({ settings: limits });
    world.put('file', ...strangers(300));
    await world.invoke(batchOf('file'));
    expect(summaries(world)).toHaveLength(1);
    expect(world.channel().posts.length).toBeLessThanOrEqual(20 + 2);
    expect(deliveredAndFolded(world)).toBe(300);
  });

  it('are posted one by one at the limit, and folded beyond it', async () => {
    for (const [count, summariesExpected] of [
      [10, 0],
      [11, 0], // A summary of one alert would contain less than the alert.
      [12, 1],
    ] as const) {
      const world = createWorld({ settings: limits });
      world.put('file', ...strangers(count));
      await world.invoke(batchOf('file')); // Each takes two messages: itself and its details.
      expect(summaries(world)).toHaveLength(summariesExpected);
      expect(deliveredAndFolded(world)).toBe(count);
    }
  });

  it('are as many messages at a destination that shows no details', async () => {
    const world = createWorld({ settings: limits });
    const destination = world.pipeline.destinations.get(DEFAULT_CHANNEL) as Destination;
    const plain = { ...destination, renderer: { message: destination.renderer.message } };
    world.put('file', ...strangers(20));
    await world.invoke(batchOf('file'), { destinations: new Map([[DEFAULT_CHANNEL, plain]]) });
    expect(summaries(world)).toEqual([]);
    expect(world.channel().posts.map(({ message }) => message.details)).toEqual(Array(20).fill(undefined));
  });

  it('are delivered as a summary if there is not enough time for single messages', async () => {
    const world = createWorld({ settings: limits });
    world.put('file', ...strangers(300));
    const slow = slowDestinations(world, 2_000);
    const { retries } = await world.invoke(batchOf('file'), slow);
    expect(retries).toEqual([]);
    expect(deliveredAndFolded(world)).toBe(300);
  });

  it('go back to the queue when time is up and there are no more of them than may be posted', async () => {
    const world = createWorld({ settings: { max_messages_per_invocation: 100 } });
    world.put('file', ...strangers(20));
    const { retries } = await world.invoke(batchOf('file'), slowDestinations(world, 2_000));
    expect(retries).toHaveLength(1);
    const before = deliveredEvents(world.channel()).length;
    expect(before).toBeGreaterThan(0);
    for (let times = 0; times < 8; times++) await world.invoke(batchOf('file'), slowDestinations(world, 2_000));
    expect(new Set(deliveredEvents(world.channel())).size).toBe(20);
    expect(deliveredEvents(world.channel())).toHaveLength(20);
    expect(summaries(world)).toHaveLength(0);
  });

  it('take time in proportion to their number', { timeout: 60_000 }, async () => {
    const timeOf = async (count: number) => {
      const world = createWorld({ settings: limits });
      world.put('file', ...strangers(count));
      const before = process.cpuUsage(); // Not by the clock, which goes on while others have the processor.
      await world.invoke(notification('file'));
      const { user, system } = process.cpuUsage(before);
      expect(deliveredAndFolded(world)).toBe(count);
      return user + system;
    };
    const leastOf = async (count: number) => Math.min(await timeOf(count), await timeOf(count));
    const few = await leastOf(2_000);
    expect((await leastOf(16_000)) / few).toBeLessThan(8 * 3); // Were it quadratic, 64.
  });

  it('take few calls of the state table', async () => {
    const world = createWorld({ settings: limits });
    world.put('file', ...strangers(1_000));
    const { state, clock } = world.pipeline;
    const slowly =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A) => {
        await clock.sleep(10);
        return call(...args);
      };
    const slow = { ...state, claim: slowly(state.claim), settle: slowly(state.settle) };
    const began = clock.nowMs();
    await world.invoke(batchOf('file'), { state: slow });
    expect(clock.nowMs() - began).toBeLessThan((2 * 1_000 * 10) / 8);
  });
});

function summaries(world: World, id = DEFAULT_CHANNEL): SummaryNotice[] {
  return world
    .channel(id)
    .posts.map(({ message }) => message.notice)
    .filter((notice) => notice.kind === 'digest');
}

function deliveredAndFolded(world: World, id = DEFAULT_CHANNEL): number {
  const folded = summaries(world, id).reduce((sum, { total }) => sum + total, 0);
  return deliveredEvents(world.channel(id)).length - summaries(world, id).length + folded;
}
