// Threads of a channel: what becomes of them when people delete messages, archive channels, or settings change.

import { describe, expect, it } from 'vitest';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { IDS_MAX } from '../../src/app/delivery/post-thread.ts';
import { type Notifier, PortError, type StateStore } from '../../src/app/ports.ts';
import type { Json } from '../../src/core/records/record.ts';
import { createHangingCall } from './hanging-call.ts';
import { aRecord, batch, batchOf, records, TEST_EVENT } from './payloads.ts';
import {
  ACCOUNT_CHANNEL,
  createWorld,
  DEFAULT_CHANNEL,
  deliveredEvents,
  firstMessages,
  memoryDestination,
  type PostedNotice,
  type World,
} from './pipeline-world.ts';

const archived = () => new PortError('permanent', 'is_archived', 'Slack answered is_archived');
const PER_ACCOUNT = { slack_app_configuration: [{ accounts: ['111111111111'], slack_channel_id: 'C0ACCOUNT01' }] };

async function deliver(world: World, name: string, ...of: ReturnType<typeof aRecord>[]) {
  world.put(name, ...of);
  return world.invoke(batchOf(name));
}

function threadsOf(world: World, id = DEFAULT_CHANNEL): number[] {
  const { posts } = world.channel(id);
  return firstMessages(world.channel(id)).map(
    ({ handle }) => posts.filter(({ thread, message }) => thread?.ts === handle.ts && !message.details).length,
  );
}

describe('threads', () => {
  it('hold the alerts of one identity and event name together', async () => {
    const world = createWorld();
    await deliver(world, 'one', aRecord(), aRecord(), aRecord({}, 'joe'));
    await deliver(world, 'two', aRecord());
    expect(threadsOf(world)).toEqual([2, 0]);
  });

  it('end with their time', async () => {
    const world = createWorld({ settings: { dynamodb_time_to_live: 60 } });
    await deliver(world, 'one', aRecord());
    world.clock.advance(59_999);
    await deliver(world, 'two', aRecord());
    world.clock.advance(1);
    await deliver(world, 'three', aRecord());
    expect(threadsOf(world)).toEqual([1, 0]);
  });

  it('mention people once for each rule and outcome', async () => {
    const world = createWorld();
    const failed = { errorCode: 'AccessDenied', errorMessage: 'denied' };
    await deliver(world, 'one', aRecord(failed), aRecord(failed), aRecord());
    await deliver(world, 'two', aRecord(), aRecord(failed));
    const messages = world.channel().posts.filter(({ message }) => !message.details);
    expect(messages.map(({ message }) => message.isRepeat)).toEqual([false, true, false, true, true]);
    world.clock.advance(900_000);
    await deliver(world, 'three', aRecord());
    expect(firstMessages(world.channel()).at(-1)?.message.isRepeat).toBe(false);
  });

  it('are one where two first alerts come at the same time', async () => {
    const world = createWorld();
    world.put('one', aRecord());
    world.put('two', aRecord());
    await Promise.all([world.invoke(batchOf('one')), world.invoke(batchOf('two'))]);
    expect(threadsOf(world)).toEqual([1]);
  });

  it('that a crashed invocation was starting delay other invocations only briefly', async () => {
    const world = createWorld();
    const { call: startThread, made } = createHangingCall();
    world.put('one', aRecord());
    void world.invoke(batchOf('one'), { state: { ...world.pipeline.state, startThread } });
    await made;
    const { retries, counters } = await deliver(world, 'two', aRecord(), aRecord({ eventID: 'unrelated' }, 'joe'));
    expect(deliveredEvents(world.channel())).toContain('unrelated');
    expect(counters).toMatchObject({ delivered: 1, failed: 1 });
    expect(retries).toMatchObject([{ id: 'm0' }]);
    world.clock.advance(60_000);
    expect((await world.invoke(batchOf('two'))).counters).toMatchObject({ delivered: 1, duplicate: 1 });
  });

  it('are started again when the first message was deleted', async () => {
    const world = createWorld();
    await deliver(world, 'one', aRecord());
    const [first] = firstMessages(world.channel());
    if (first) world.channel().remove(first.handle);
    await deliver(world, 'two', ...records(3));
    expect(threadsOf(world)).toEqual([2]);
    expect(world.logged('delivery_failed')).toEqual([]);
  });

  it('continue under the reply that the channel shows because the first message was deleted', async () => {
    const world = createWorld();
    const showing = new Map(
      [...world.pipeline.destinations].map(([id, one]) => {
        const post: Notifier<unknown>['post'] = (message, thread) =>
          one.notifier.post(message, thread).catch(() => one.notifier.post(message, null));
        return [id, { ...one, notifier: { ...one.notifier, post } }];
      }),
    );
    await deliver(world, 'one', aRecord());
    const [first] = firstMessages(world.channel());
    if (first) world.channel().remove(first.handle);
    for (const [name, ...events] of [
      ['two', ...records(2)],
      ['three', ...records(2)],
    ] as const) {
      world.put(name, ...events);
      await world.invoke(batchOf(name), { destinations: showing });
    }
    expect(threadsOf(world)).toEqual([3]);
  });

  it('show what was folded into a deleted message in a separate message', async () => {
    const world = createWorld({ settings: { thread_replies_max: 0 } });
    await deliver(world, 'one', aRecord());
    const [first] = firstMessages(world.channel());
    if (first) world.channel().remove(first.handle);
    await deliver(world, 'two', ...records(5));
    world.clock.advance(61_000);
    await world.invoke(batch(TEST_EVENT));
    await deliver(world, 'three', aRecord());
    expect(firstMessages(world.channel())).toMatchObject([
      { message: { count: 5, isRepeat: true } },
      { message: { count: 1, isRepeat: false } },
    ]);
  });

  it.each([
    ['may no longer be changed', 'edit_window_closed'],
    ['cannot be changed by any user', 'cant_update_message'],
  ])('whose first message %s are counted in separate messages', async (_, code) => {
    const world = createWorld({ settings: { thread_replies_max: 0 } });
    const frozen = new Map(
      [...world.pipeline.destinations].map(([id, one]) => {
        const update = () => Promise.reject(new PortError('permanent', code, code));
        return [id, { ...one, notifier: { ...one.notifier, update } }];
      }),
    );
    for (const [index, name] of ['one', 'two', 'three', 'four'].entries()) {
      world.put(name, ...records(10 ** index));
      await world.invoke(batchOf(name), { destinations: frozen });
    }
    world.clock.advance(61_000);
    await world.invoke(batch(TEST_EVENT), { destinations: frozen });
    const shown = firstMessages(world.channel()).map(({ message }) => message.count);
    expect(shown.reduce((sum, count) => sum + count, 0)).toBe(1_111);
    expect(shown.length).toBeLessThanOrEqual(4);
  });

  it('that were deleted are counted again only once, even if two invocations detect this at the same time', async () => {
    const world = createWorld({ settings: { thread_replies_max: 0 } });
    await deliver(world, 'one', ...records(3));
    await deliver(world, 'two', aRecord()); // Too few for a step, so the note of it waits.
    const [first] = firstMessages(world.channel());
    if (first) world.channel().remove(first.handle);
    world.clock.advance(61_000);
    await Promise.all([world.invoke(batch(TEST_EVENT)), world.invoke(batch(TEST_EVENT))]);
    expect(firstMessages(world.channel())).toMatchObject([{ message: { count: 1 } }]);
  });

  it('that end before their count was shown keep it apart from that of the next one', async () => {
    const world = createWorld({ settings: { thread_replies_max: 0, dynamodb_time_to_live: 60 } });
    await deliver(world, 'one', ...records(100));
    world.clock.advance(30_000);
    await deliver(world, 'two', ...records(20)); // Too few for a step, so the note of them waits.
    world.clock.advance(30_000);
    await deliver(world, 'three', ...records(500));
    world.clock.advance(61_000);
    await world.invoke(batch(TEST_EVENT));
    expect(firstMessages(world.channel()).map(({ message }) => message.count)).toEqual([120, 500]);
  });

  it.each([
    ['unknown text', 'what?'],
    ['nothing', 'null'],
    ['no destination of these settings', '{"destination":"slack:C0GONE00001","notice":{}}'],
    ['no notice', '{"destination":"slack:C0DEFAULT01"}'],
  ])('with a note that contains %s do not stop other threads, and are logged once', async (_, note) => {
    const world = createWorld();
    await world.pipeline.state.deferCount('key', { channel: 'C0DEFAULT01', ts: '1.1' }, 7, note);
    expect((await deliver(world, 'one', aRecord())).counters).toMatchObject({ delivered: 1 });
    await deliver(world, 'two', aRecord());
    expect(world.logged('count_not_shown')).toHaveLength(1);
  });

  const matching = (text: string) => `eventName == 'DeleteTrail' or eventName == '${text}'`;
  const manyRules = Array.from({ length: 200 }, (_, at) => matching(`${at}`.padEnd(3_000, 'x')));

  it.each<[string, Readonly<Record<string, Json>>, (readonly string[])?]>([
    ['with large fields', { requestParameters: { policy: 'x'.repeat(900_000) } }],
    ['with many fields', Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`a${at}`, 'x'.repeat(200)]))],
    ['matched by many long rules', {}, manyRules],
  ])('are counted from notes that fit into the table, however large the events are: %s', async (_, fields, rules) => {
    const world = createWorld({ settings: { thread_replies_max: 0, ...(rules && { rules }) } });
    const { state } = world.pipeline;
    const check = (note: string) => {
      if (note.length > 400_000)
        throw new PortError('permanent', 'ValidationException', 'Item size has exceeded 400 KB');
    };
    const limited: StateStore = {
      ...state,
      startThread: async (key, handle, start) => {
        check(start.note);
        return state.startThread(key, handle, start);
      },
      deferCount: async (key, handle, total, note) => {
        check(note);
        return state.deferCount(key, handle, total, note);
      },
    };
    world.put('file', ...[1, 2, 3].map(() => ({ ...fields, ...aRecord() })));
    await world.invoke(batchOf('file'), { state: limited });
    expect(world.logged('state_unavailable')).toEqual([]);
    const shown = { notice: { alert: { record: { eventName: 'DeleteTrail', awsRegion: 'eu-west-1' } } }, count: 3 };
    expect(firstMessages(world.channel())).toMatchObject([{ message: shown }]);
  });

  it('keep few ids in the table, however many critical alerts are posted in them', async () => {
    const rules = [{ name: 'critical', expression: "eventName == 'DeleteTrail'", severity: 'critical' }];
    const memory = createMemoryState();
    const ids: (string | null | undefined)[] = [];
    const state: StateStore = {
      ...memory,
      addToThread: (key, handle, change) => {
        ids.push(change.posted?.id);
        return memory.addToThread(key, handle, change);
      },
    };
    const world = createWorld({ settings: { rules, max_messages_per_invocation: 1_000 }, state });
    for (const name of ['one', 'two']) {
      world.put(name, ...records(400));
      await world.invoke(batchOf(name));
    }
    expect(firstMessages(world.channel())).toHaveLength(1);
    expect(new Set(deliveredEvents(world.channel())).size).toBe(800);
    expect([ids.length, ids.filter(Boolean).length]).toEqual([799, IDS_MAX - 1]);
  });

  it('do not flood a channel that takes no replies', async () => {
    const world = createWorld({ settings: { max_messages_per_invocation: 1_000 } });
    const refuse = () => new PortError('thread_gone', 'restricted_action_non_threadable_channel', 'no threads here');
    const destinations = new Map(
      [...world.pipeline.destinations].map(([id, destination]) => {
        const { notifier } = destination;
        const post: typeof notifier.post = (message, thread) =>
          thread ? Promise.reject(refuse()) : notifier.post(message, null);
        return [id, { ...destination, notifier: { ...notifier, post } }];
      }),
    );
    world.put('file', ...records(500));
    const { retries } = await world.invoke(batchOf('file'), { destinations });
    expect(retries).toEqual([]);
    expect(world.channel().posts.length).toBeLessThan(5);
    const shown = firstMessages(world.channel()).reduce((sum, { message }) => sum + message.count, 0);
    expect(shown).toBe(500);
  });

  it('of another channel are left alone when the setting changes', async () => {
    const world = createWorld();
    await deliver(world, 'one', aRecord());
    const moved = createMemoryNotifier<PostedNotice>({ channel: 'C0OTHER0001' });
    const id = 'slack:C0OTHER0001';
    world.put('two', aRecord());
    await world.invoke(batchOf('two'), {
      destinations: new Map([[id, memoryDestination(id, moved)]]),
      routeTables: [[{ destination: id }]],
    });
    expect(threadsOf(world)).toEqual([0]);
    expect(firstMessages(moved)).toHaveLength(1);
  });
});

describe('a channel that was archived', () => {
  it('sends its alerts, threads and all, to the default channel', async () => {
    const world = createWorld({ settings: PER_ACCOUNT });
    await deliver(world, 'one', aRecord());
    world.channel(ACCOUNT_CHANNEL).failNext(archived, 1_000);
    const { retries, counters } = await deliver(world, 'two', ...records(3), aRecord({}, 'joe'));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ delivered: 4, rerouted: 4 });
    expect(threadsOf(world)).toEqual([2, 0]);
    expect(world.logged('destination_broken')).toMatchObject([
      { fields: { destination: ACCOUNT_CHANNEL, fallback: DEFAULT_CHANNEL, cause: expect.stringMatching('archived') } },
    ]);
  });

  it.each([
    ['posts to the default channel what was folded before', PER_ACCOUNT, [4], 0],
    ['gives an alarm for what was folded before, where there is no other channel', {}, [], 1],
  ])('%s', async (_, settings, shown, refused) => {
    const world = createWorld({ settings: { ...settings, thread_replies_max: 0 } });
    const own = world.channel('slack_app_configuration' in settings ? ACCOUNT_CHANNEL : DEFAULT_CHANNEL);
    await deliver(world, 'one', aRecord());
    own.failNext(archived, 2);
    const { counters } = await deliver(world, 'two', ...records(4));
    expect(counters).toMatchObject({ delivered: 4, countsRefused: refused });
    if (own !== world.channel()) {
      expect(firstMessages(world.channel()).map(({ message }) => message.count)).toEqual(shown);
    }
    world.clock.advance(61_000);
    await world.invoke(batch(TEST_EVENT)); // It is open again.
    const all = [...new Set([own, world.channel()])].flatMap((channel) => firstMessages(channel));
    expect(all.reduce((sum, { message }) => sum + message.count, 0)).toBe(5);
  });

  it('returns its alerts to the queue if there is no other channel, after only a few calls', async () => {
    const world = createWorld();
    world.channel().failNext(archived, 1_000);
    const file = Array.from({ length: 50 }, (_, index) => aRecord({}, `user-${index}`));
    const { retries, counters } = await deliver(world, 'one', ...file);
    expect(retries).toMatchObject([{ id: 'm0', cause: expect.stringMatching('50 of 50') }]);
    expect(counters).toMatchObject({ failed: 50, delivered: 0 });
    expect(world.channel().calls()).toBeLessThanOrEqual(3);
  });

  it('delivers everything when it is open again', async () => {
    const world = createWorld();
    world.channel().failNext(archived, 3);
    world.put('one', aRecord(), aRecord({}, 'joe'), aRecord({}, 'ann'));
    await world.invoke(batchOf('one'));
    await world.invoke(batchOf('one'));
    expect(deliveredEvents(world.channel())).toHaveLength(3);
  });
});
