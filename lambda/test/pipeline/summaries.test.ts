// Scheduled summaries: alerts of a route with a schedule are counted once, and sent once, whatever happens in between.

import { describe, expect, it } from 'vitest';
import { createMemoryCollections } from '../../src/adapters/memory/collections.ts';
import { type Destination, PortError } from '../../src/app/ports.ts';
import type { CollectionStore, OpenCollection } from '../../src/app/summaries/collection-port.ts';
import { BURST, denied } from './correlation-world.ts';
import { aRecord, batchOf, records, strangers } from './payloads.ts';
import { deliveredEvents } from './pipeline-world.ts';
import {
  collecting,
  DAILY,
  DAY,
  HOUR,
  JOB,
  LOUD,
  logged,
  readFile,
  sendDue,
  sendNextDay,
  sent,
  TEAM,
  totals,
  unavailable,
  untilDue,
  worldOf,
} from './summaries-world.ts';

describe('a route with a schedule', () => {
  it('collects alerts over all invocations, and sends them in one message when they are due', async () => {
    const world = worldOf();
    expect(await readFile(world, 'one', ...records(3))).toMatchObject({ alerted: 3, collected: 3, delivered: 0 });
    expect(await readFile(world, 'two', ...records(2), ...strangers(4))).toMatchObject({ collected: 6 });
    world.clock.advance(8 * HOUR - 1);
    await world.invoke(JOB);
    expect(world.channel(TEAM).posts).toEqual([]);
    world.clock.advance(1);
    expect((await world.invoke(JOB)).counters).toMatchObject({ summariesSent: 1, summarized: 9, messagesPosted: 1 });
    expect(sent(world)).toMatchObject([{ total: 9, due: '2026-01-01 08:00 UTC', failures: 0 }]);
    expect(sent(world)[0]?.lines.map(({ who, count }) => [who, count])).toEqual([
      ['jane', 5],
      ...['user-0', 'user-1', 'user-2', 'user-3'].map((who) => [who, 1]),
    ]);
    await world.invoke(JOB);
    await sendNextDay(world);
    expect(totals(world)).toEqual([9]);
  });

  it('logs a line for each collected alert', async () => {
    const world = worldOf();
    await readFile(world, 'one', aRecord());
    expect(logged(world, 'alert')).toMatchObject([{ rule: 'trail-deleted', collected: true }]);
  });

  it('sends no summary without alerts', async () => {
    const world = worldOf();
    expect((await sendDue(world)).counters).toMatchObject({ summariesSent: 0, messagesPosted: 0 });
  });

  it('counts an event once, however often its log file is announced, before and after it was sent', async () => {
    const world = await collecting(30);
    const again = async () => (await world.invoke(batchOf('one'))).counters;
    expect(await again()).toMatchObject({ collected: 0, duplicate: 30 });
    await sendDue(world);
    expect(await again()).toMatchObject({ collected: 0, duplicate: 30 });
    await sendNextDay(world);
    expect(totals(world)).toEqual([30]);
  });

  it('counts an event once if its log file is announced twice in one batch', async () => {
    const world = worldOf();
    world.put('one', aRecord());
    expect((await world.invoke(batchOf('one', 'one'))).counters).toMatchObject({ collected: 1, duplicate: 1 });
    await sendDue(world);
    expect(totals(world)).toEqual([1]);
  });

  it('counts an alert of a correlation once, and not the other events of its interval', async () => {
    const world = worldOf({ settings: { rules: [BURST] } });
    expect(await readFile(world, 'one', ...[0, 1, 2, 3, 4].map((second) => denied(second)))).toMatchObject({
      failed: 0,
    });
    await sendDue(world);
    expect(totals(world)).toEqual([1]);
  });

  it('counts an event once if several invocations read it at the same time', async () => {
    const world = worldOf();
    world.put('one', ...records(20));
    world.put('two', ...records(20));
    const reports = await Promise.all(['one', 'two', 'one', 'two'].map((name) => world.invoke(batchOf(name))));
    expect(reports.map(({ counters }) => counters.collected + counters.duplicate)).toEqual([20, 20, 20, 20]);
    await sendDue(world);
    expect(totals(world)).toEqual([40]);
  });

  it('counts an event in the next summary if it is read after the last one was due', async () => {
    const world = await collecting(2);
    untilDue(world);
    await readFile(world, 'late', ...records(5));
    await world.invoke(JOB);
    expect(totals(world)).toEqual([2]);
    await sendNextDay(world);
    expect(totals(world)).toEqual([2, 5]);
  });

  it('posts critical alerts immediately, to its own destinations too', async () => {
    const world = worldOf();
    const counters = await readFile(world, 'one', aRecord({ eventName: 'DeleteUser', eventID: 'urgent' }), aRecord());
    expect(counters).toMatchObject({ delivered: 1, collected: 1 });
    expect([TEAM, LOUD].map((id) => deliveredEvents(world.channel(id)))).toEqual([['urgent'], ['urgent']]);
  });

  it('reports a rule that does not work immediately', async () => {
    const world = worldOf({ settings: { rules: [{ name: 'broken', expression: 'eventName ==' }] } });
    await readFile(world, 'one', aRecord());
    expect(world.channel(TEAM).posts.map(({ message }) => message.notice.kind)).toEqual(['rule-error']);
  });

  it('counts an alert as delivered that another destination receives', async () => {
    const world = worldOf({ settings: { routes: [DAILY, { destinations: ['loud'] }] } });
    expect(await readFile(world, 'one', aRecord())).toMatchObject({ delivered: 1, collected: 0 });
    await sendDue(world);
    expect(totals(world)).toEqual([1]);
  });

  it('collects thousands of alerts of as many identities with few calls, and counts them all', async () => {
    const calls = { open: 0, write: 0 };
    const world = worldOf({ collections: counted(createMemoryCollections(), calls) });
    await readFile(world, 'one', ...strangers(4_500));
    expect(calls).toEqual({ open: 3, write: 3 });
    await sendDue(world);
    const [summary] = sent(world);
    expect(summary?.lines).toHaveLength(30);
    expect(summary).toMatchObject({ total: 4_500, rest: [{ rule: 'trail-deleted', count: 4_470 }] });
  });
});

function counted(store: CollectionStore, calls: { open: number; write: number }): CollectionStore {
  return {
    ...store,
    async open(...args) {
      calls.open++;
      const opened = await store.open(...args);
      const write: OpenCollection['write'] = (...change) => {
        calls.write++;
        return opened.write(...change);
      };
      return { ...opened, write };
    },
  };
}

/** A store of which some calls fail, before they have an effect or after. */
function failing(store: CollectionStore, method: 'write' | 'remove', when: 'before' | 'after', isOn: () => boolean) {
  const fail = async (call: () => Promise<boolean>): Promise<boolean> => {
    if (isOn() && when === 'before') throw unavailable();
    const result = await call();
    if (isOn()) throw unavailable();
    return result;
  };
  return {
    ...store,
    async open(...args: Parameters<CollectionStore['open']>): Promise<OpenCollection> {
      const opened = await store.open(...args);
      if (method === 'remove') return { ...opened, remove: () => fail(() => opened.remove()) };
      return { ...opened, write: (...change) => fail(() => opened.write(...change)) };
    },
  };
}

describe('a summary that cannot be sent', () => {
  it('fails the job, says so, and is sent by the next one', async () => {
    const world = await collecting(2);
    untilDue(world);
    world.channel(TEAM).failNext(unavailable, 3);
    const report = await world.invoke(JOB);
    expect(report.retries).toMatchObject([{ why: 'failed', cause: expect.stringContaining('1 of 1 scheduled') }]);
    expect(report.counters).toMatchObject({ summariesFailed: 1, summariesSent: 0 });
    expect(world.logged('summary_not_sent')).toHaveLength(1);
    await readFile(world, 'two', ...records(5));
    expect((await world.invoke(JOB)).retries).toEqual([]);
    expect(sent(world)).toMatchObject([{ total: 2, failures: 1 }]);
    await sendNextDay(world);
    expect(sent(world)).toMatchObject([{ total: 2 }, { total: 5, failures: 0 }]);
  });

  it('does not keep the others from being sent', async () => {
    const world = worldOf({ settings: { routes: [{ digest: 'daily', destinations: ['team', 'loud'] }] } });
    await readFile(world, 'one', aRecord());
    untilDue(world);
    world.channel(TEAM).failNext(unavailable, 3);
    const { counters } = await world.invoke(JOB);
    expect(counters).toMatchObject({ summariesFailed: 1, summariesSent: 1 });
    expect(sent(world, LOUD)).toHaveLength(1);
  });

  it('is given up after two weeks, with its counts in the log', async () => {
    const world = await collecting(2);
    untilDue(world);
    world.channel(TEAM).failNext(unavailable, 3);
    await world.invoke(JOB);
    await world.clock.advance(14 * DAY + 1);
    expect((await world.invoke(JOB)).counters).toMatchObject({ unsent: 2, summariesFailed: 1, summariesSent: 0 });
    const why = 'it could not be sent for two weeks';
    expect(logged(world, 'summary_dropped')).toMatchObject([{ total: 2, rules: { 'trail-deleted': 2 }, why }]);
    await world.invoke(JOB);
    expect(world.logged('summary_dropped')).toHaveLength(1);
  });

  it('is sent after two weeks if nothing tried to send it before', async () => {
    const world = await collecting(2);
    untilDue(world);
    world.clock.advance(60 * DAY);
    await world.invoke(JOB);
    expect(totals(world)).toEqual([2]);
  });

  it('is reported if it has expired', async () => {
    const world = await collecting(2);
    world.clock.advance(92 * DAY);
    expect((await world.invoke(JOB)).counters).toMatchObject({ summariesFailed: 1 });
    expect(logged(world, 'summary_dropped')).toMatchObject([{ why: expect.stringContaining('expired') }]);
    await world.invoke(JOB);
    expect(world.logged('summary_dropped')).toHaveLength(1);
  });

  it('is sent once by two jobs at the same time', async () => {
    const world = await collecting(2);
    untilDue(world);
    await Promise.all([world.invoke(JOB), world.invoke(JOB), world.invoke(JOB)]);
    expect(totals(world)).toEqual([2]);
  });

  it.each(['before', 'after'] as const)('is sent once if closing it fails %s it has an effect', async (when) => {
    let isOn = false;
    const world = await collecting(2, { collections: failing(createMemoryCollections(), 'write', when, () => isOn) });
    untilDue(world);
    isOn = true;
    expect((await world.invoke(JOB)).retries).toHaveLength(1);
    isOn = false;
    world.clock.advance(15 * 60_000);
    await world.invoke(JOB);
    expect(totals(world)).toEqual([2]);
  });

  it('repeats only if it was sent and that cannot be recorded, not while the lease runs, and says so', async () => {
    let isOn = true;
    const world = await collecting(2, {
      collections: failing(createMemoryCollections(), 'remove', 'before', () => isOn),
    });
    expect((await sendDue(world)).retries).toHaveLength(1);
    isOn = false;
    await world.invoke(JOB);
    expect(totals(world)).toEqual([2]);
    world.clock.advance(15 * 60_000);
    await world.invoke(JOB);
    await world.invoke(JOB);
    expect(totals(world)).toEqual([2, 2]);
    expect(sent(world).map(({ mayRepeat }) => mayRepeat)).toEqual([false, true]);
  });

  it('says that it may be a repetition if the answer to the first one was lost', async () => {
    const world = await collecting(2);
    untilDue(world);
    const team = world.pipeline.destinations.get(TEAM) as Destination;
    const post: Destination['notifier']['post'] = async (message, thread) => {
      await team.notifier.post(message, thread);
      throw new PortError('transient', 'request_failed', 'the answer was lost');
    };
    const losing = new Map([...world.pipeline.destinations, [TEAM, { ...team, notifier: { ...team.notifier, post } }]]);
    expect((await world.invoke(JOB, { destinations: losing })).retries).toHaveLength(1);
    const unsure = sent(world).length;
    await world.invoke(JOB);
    expect(sent(world).map(({ mayRepeat }) => mayRepeat)).toEqual([...Array(unsure).fill(false), true]);
  });
});

describe('a collection that cannot be written', () => {
  it.each([
    ['before', { collected: 3, duplicate: 0 }],
    ['after', { collected: 0, duplicate: 3 }],
  ] as const)(
    'makes its log file be retried, and counts it once, if it fails %s it has an effect',
    async (when, next) => {
      let isOn = true;
      const world = worldOf({ collections: failing(createMemoryCollections(), 'write', when, () => isOn) });
      world.put('one', ...records(3));
      const { counters, retries } = await world.invoke(batchOf('one'));
      expect([counters, retries]).toMatchObject([{ failed: 3, itemsRetried: 1 }, [{ why: 'failed' }]]);
      expect(logged(world, 'collection_failed')).toMatchObject([{ destination: TEAM, alerts: 3 }]);
      isOn = false;
      expect((await world.invoke(batchOf('one'))).counters).toMatchObject(next);
      await sendDue(world);
      expect(totals(world)).toEqual([3]);
    },
  );

  it('makes its log file be retried if other invocations change it all the time', async () => {
    const store = createMemoryCollections();
    const busy = {
      ...store,
      open: async (...args: Parameters<CollectionStore['open']>) => ({
        ...(await store.open(...args)),
        write: async () => false,
      }),
    };
    const world = worldOf({ collections: busy });
    world.put('one', aRecord());
    const { retries, counters } = await world.invoke(batchOf('one'));
    expect(counters).toMatchObject({ failed: 1 });
    expect(retries).toMatchObject([{ why: 'out_of_time' }]);
  });
});
