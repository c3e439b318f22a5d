// Once: no matter how an event arrives, it is delivered to a destination exactly once. It can be delivered twice only after a
// crash or while the table is unavailable, and it is never lost.

import { describe, expect, it } from 'vitest';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { type LogFileStore, PortError, type StateStore } from '../../src/app/ports.ts';
import { createHangingCall } from './hanging-call.ts';
import { aRecord, batch, batchOf, notification, records } from './payloads.ts';
import {
  ACCOUNT_CHANNEL,
  createWorld,
  DEFAULT_CHANNEL,
  deliveredEvents,
  firstMessages,
  TIMEOUT_MS,
  TOPIC,
  type World,
} from './pipeline-world.ts';

const unavailableChannel = () => new PortError('transient', 'unavailable', 'the channel is down');
const unavailable = () => Promise.reject(new PortError('transient', 'InternalServerError', 'the table is down'));

describe('an event is delivered once', () => {
  it('when its message is delivered again', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const first = await world.invoke(batchOf('file'));
    const second = await world.invoke(batchOf('file'));
    expect([first.counters.delivered, second.counters.duplicate]).toEqual([1, 1]);
    expect(second.retries).toEqual([]);
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });

  it('when its file is announced twice in one batch', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const { counters } = await world.invoke(batch(notification('file', 'file'), notification('file')));
    expect(counters).toMatchObject({ alerted: 3, delivered: 1, duplicate: 2 });
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });

  it('and all of its messages are retried if it cannot be delivered', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    world.channel().failNext(unavailableChannel, 3);
    const { retries, counters } = await world.invoke(batchOf('file', 'file'));
    expect(retries).toHaveLength(2);
    expect(counters).toMatchObject({ alerted: 2, failed: 2, duplicate: 0 });
    expect((await world.invoke(batchOf('file', 'file'))).retries).toEqual([]);
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });

  it('when one file contains it twice', async () => {
    const world = createWorld();
    const record = aRecord();
    world.put('file', record, aRecord(), record);
    const { counters } = await world.invoke(batchOf('file'));
    expect(counters).toMatchObject({ alerted: 3, delivered: 2, duplicate: 1 });
  });

  it('when two files contain it', async () => {
    const world = createWorld();
    const record = aRecord();
    world.put('one', record);
    world.put('two', record);
    await world.invoke(batchOf('one', 'two'));
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });

  it('when it has no event id but is the same record', async () => {
    const world = createWorld();
    const record = aRecord({ eventID: '' });
    world.put('one', record, record);
    await world.invoke(batchOf('one'));
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });

  it('when two invocations have its file at the same time; the one that comes too late tries again', async () => {
    const world = createWorld();
    world.put('file', ...records(5));
    const reports = await Promise.all([world.invoke(batchOf('file')), world.invoke(batchOf('file'))]);
    const sum = (name: 'delivered' | 'held' | 'duplicate') =>
      reports.reduce((total, { counters }) => total + counters[name], 0);
    expect(sum('delivered')).toBe(5);
    expect(sum('held') + sum('duplicate')).toBe(5);
    for (const { counters, retries } of reports) expect(retries).toHaveLength(counters.held > 0 ? 1 : 0);
    const { counters } = await world.invoke(batchOf('file'));
    expect(counters).toMatchObject({ duplicate: 5, failed: 0, held: 0 });
    expect(deliveredEvents(world.channel())).toHaveLength(5);
  });

  it('at each of its destinations, whatever the others do', async () => {
    const world = createWorld({ settings: { default_sns_topic_arn: TOPIC.slice(4) } });
    world.put('file', aRecord());
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    const first = await world.invoke(batchOf('file'));
    expect([first.counters.failed, first.retries.length]).toEqual([1, 1]);
    expect(deliveredEvents(world.channel(TOPIC))).toHaveLength(1);
    const second = await world.invoke(batchOf('file'));
    expect(second.counters).toMatchObject({ delivered: 1, failed: 0 });
    expect([world.channel(), world.channel(TOPIC)].map((channel) => deliveredEvents(channel).length)).toEqual([1, 1]);
  });

  it('for two weeks, after which no retry is possible', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    await world.invoke(batchOf('file'));
    world.clock.advance(14 * 24 * 3600 * 1_000 - 60_000);
    await world.invoke(batchOf('file'));
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });
});

describe('a crash', () => {
  it('between claim and post leaves the alert to an invocation after the lease', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const { call: post, made } = createHangingCall();
    const hanging = new Map(
      [...world.pipeline.destinations].map(([id, one]) => [id, { ...one, notifier: { ...one.notifier, post } }]),
    );
    const startedMs = world.clock.nowMs();
    void world.invoke(batchOf('file'), { destinations: hanging });
    await made;
    const early = await world.invoke(batchOf('file'));
    expect(early.counters).toMatchObject({ held: 1, delivered: 0 });
    expect(early.retries).toHaveLength(1);
    // The crashed invocation could run until now, and its last call a little longer.
    world.clock.advance(startedMs + TIMEOUT_MS - world.clock.nowMs());
    expect((await world.invoke(batchOf('file'))).counters).toMatchObject({ held: 1, delivered: 0 });
    world.clock.advance(2_000);
    const late = await world.invoke(batchOf('file'));
    expect(late.counters).toMatchObject({ delivered: 1 });
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });

  it('between post and the mark of it repeats the alert once', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const { call: startThread, made } = createHangingCall();
    void world.invoke(batchOf('file'), { state: { ...world.pipeline.state, startThread } });
    await made;
    for (let times = 0; times < 3; times++) {
      world.clock.advance(6 * TIMEOUT_MS);
      await world.invoke(batchOf('file'));
    }
    expect(deliveredEvents(world.channel())).toHaveLength(2);
  });

  it('between the record of a message in its thread and its settling repeats nothing', async () => {
    const world = createWorld();
    world.put('file', ...records(3));
    await crashInSettling(world);
    const { counters } = await world.invoke(batchOf('file'));
    expect(counters).toMatchObject({ delivered: 0, duplicate: 3 });
    expect(deliveredEvents(world.channel())).toHaveLength(3);
  });

  it('while alerts are folded counts them again rather than never', async () => {
    const world = createWorld({ settings: { thread_replies_max: 1 } });
    world.put('file', ...records(10));
    await crashInSettling(world);
    await world.invoke(batchOf('file'));
    world.clock.advance(61_000);
    await world.invoke(batchOf('file'));
    expect(firstMessages(world.channel())).toMatchObject([{ message: { count: 2 + 8 + 8 } }]);
  });

  // The function is ended in the middle of a call, and the next attempt comes after its lease.
  async function crashInSettling(world: World): Promise<void> {
    const { call: settle, made } = createHangingCall();
    void world.invoke(batchOf('file'), { state: { ...world.pipeline.state, settle } });
    await made;
    world.clock.advance(TIMEOUT_MS + 2_000);
  }
});

describe('a table that cannot be reached', () => {
  const down = (store: StateStore): StateStore =>
    Object.fromEntries(Object.keys(store).map((name) => [name, unavailable])) as unknown as StateStore;

  it('delays no alert, and is logged once per invocation', async () => {
    const world = createWorld();
    world.put('one', aRecord(), aRecord(), aRecord({}, 'joe'));
    world.put('two', aRecord());
    const { retries, counters } = await world.invoke(batchOf('one', 'two'), { state: down(world.pipeline.state) });
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ delivered: 4 });
    expect(world.logged('state_unavailable')).toHaveLength(1);
    expect(world.logged('state_unavailable')[0]?.fields.effect).toMatch(/duplicates/);
  });

  it('still delivers once within an invocation, in one thread', async () => {
    const world = createWorld();
    const record = aRecord();
    world.put('one', record, aRecord());
    world.put('two', record);
    await world.invoke(batchOf('one', 'two'), { state: down(world.pipeline.state) });
    expect(deliveredEvents(world.channel())).toHaveLength(2);
    expect(world.channel().posts.filter(({ thread }) => thread === null)).toHaveLength(1);
  });

  it('still knows what it delivered before, and continues its threads', async () => {
    const world = createWorld();
    const record = aRecord();
    const withoutThread = aRecord({ userIdentity: {} });
    world.put('slow', record, withoutThread);
    world.put('next', record, withoutThread, aRecord());
    // More than half of the time passes, so what the first file contains is delivered before the next one is read.
    const read: LogFileStore['read'] = async (file) => {
      if (file.key.includes('slow')) await world.clock.sleep(TIMEOUT_MS / 2 + 1);
      return world.logFiles.read(file);
    };
    const { state } = world.pipeline;
    let claims = 0;
    const claim: StateStore['claim'] = (...args) => (claims++ === 0 ? state.claim(...args) : unavailable());
    await world.invoke(batchOf('slow', 'next'), { logFiles: { read }, state: { ...state, claim } });
    expect(claims).toBe(2);
    expect(deliveredEvents(world.channel())).toHaveLength(3);
    expect(firstMessages(world.channel())).toHaveLength(2);
  });

  it.each<[what: string, call: Partial<StateStore>]>([
    ['of a note', { deferCount: unavailable }],
    ['of all notes', { deferCount: unavailable, deferredCounts: unavailable }],
    ['of a count', { addToThread: unavailable }],
  ])('at the writing %s hides nothing that was folded, even if the channel takes no updates', async (_, calls) => {
    const world = createWorld({ settings: { thread_replies_max: 1 } });
    world.put('file', ...records(40));
    const destinations = new Map(
      [...world.pipeline.destinations].map(([id, one]) => {
        const update = () => Promise.reject(new PortError('transient', 'http_503', 'busy'));
        return [id, { ...one, notifier: { ...one.notifier, update } }];
      }),
    );
    const state = { ...createMemoryState(), ...calls };
    const { counters } = await world.invoke(batchOf('file'), { state, destinations });
    const counts = world
      .channel()
      .posts.filter(({ message }) => !message.details)
      .map(({ message }) => message.count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(counters).toMatchObject({ delivered: 40 });
  });

  it.each(['claim', 'settle', 'startThread', 'addToThread', 'release', 'deferCount', 'deferredCounts'] as const)(
    'at %s loses nothing and repeats nothing within the invocation',
    async (call) => {
      const world = createWorld({ settings: { thread_replies_max: 1 } });
      world.put('file', ...records(4), aRecord({}, 'joe'));
      const { retries, counters } = await world.invoke(batchOf('file'), {
        state: { ...createMemoryState(), [call]: unavailable },
      });
      expect(retries).toEqual([]);
      expect(counters.delivered).toBe(5);
      expect(new Set(deliveredEvents(world.channel())).size).toBe(deliveredEvents(world.channel()).length);
    },
  );
});

describe('routes', () => {
  it('deliver an alert to the channel of its account, and count one without a destination', async () => {
    const world = createWorld({
      settings: {
        default_slack_channel_id: null,
        slack_app_configuration: [{ accounts: ['111111111111'], slack_channel_id: 'C0ACCOUNT01' }],
      },
    });
    world.put('file', aRecord(), aRecord({}, 'joe', '999999999999'));
    const { retries, counters } = await world.invoke(batchOf('file'));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ delivered: 1, unrouted: 1 });
    expect(deliveredEvents(world.channel(ACCOUNT_CHANNEL))).toHaveLength(1);
    expect(world.pipeline.destinations.has(DEFAULT_CHANNEL)).toBe(false);
  });
});
