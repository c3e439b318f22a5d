// What was collected for scheduled summaries survives changes of the settings, also the removal of the last route with a schedule; and
// what a mute means for it.

import { describe, expect, it } from 'vitest';
import { createMemoryCollections } from '../../src/adapters/memory/collections.ts';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import { createInstanceMutes } from '../../src/app/mutes/instance-mutes.ts';
import { PortError } from '../../src/app/ports.ts';
import { createRemainingWatch, type RemainingWatch } from '../../src/app/summaries/remaining-watch.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import { writeMutes } from '../../src/core/mutes/mute-list.ts';
import { batchOf, records } from './payloads.ts';
import type { World } from './pipeline-world.ts';
import {
  collecting,
  JOB,
  LOUD,
  logged,
  SETTINGS,
  sendDue,
  sent,
  TEAM,
  totals,
  unavailable,
  untilDue,
  worldOf,
} from './summaries-world.ts';

describe('settings that change while alerts are collected', () => {
  const afterChange = async (settings: Readonly<Record<string, unknown>>) => {
    const store = createMemoryCollections();
    await collecting(3, { collections: store });
    const world = worldOf({ collections: store, settings });
    await sendDue(world);
    return { world, store };
  };

  it('do not keep the summary of a removed route from being sent', async () => {
    const { world } = await afterChange({ routes: [{ destinations: ['team', 'loud'] }] });
    expect(totals(world)).toEqual([3]);
  });

  it('do not keep a summary from being sent whose schedule changes', async () => {
    const { world } = await afterChange({ routes: [{ digest: 'daily', digest_at: '20:00', destinations: ['team'] }] });
    expect(totals(world)).toEqual([3]);
  });

  it('send what was collected for a removed destination to the default channel, which learns that', async () => {
    const settings = {
      default_slack_channel_id: 'C0DEFAULT01',
      destinations: { loud: SETTINGS.destinations.loud },
      routes: [],
    };
    const { world } = await afterChange(settings);
    expect(sent(world, 'slack:C0DEFAULT01')).toMatchObject([{ total: 3, collectedFor: TEAM }]);
    expect(sent(world, LOUD)).toEqual([]);
  });

  it('send it to the only destination if there is one', async () => {
    const { loud } = SETTINGS.destinations;
    const routes = [{ accounts: ['123456789012'], destinations: ['loud'] }];
    const { world } = await afterChange({ destinations: { loud }, routes });
    expect(sent(world, LOUD)).toMatchObject([{ total: 3, collectedFor: TEAM }]);
  });

  it('do not send it to PagerDuty, which would wake who is on call for a count', async () => {
    const pager = { type: 'pagerduty', routing_key_reference: '/security/pagerduty-key' };
    const { world } = await afterChange({ destinations: { pager }, routes: [{ destinations: ['pager'] }] });
    expect(sent(world, 'pagerduty:/security/pagerduty-key')).toEqual([]);
    expect(logged(world, 'summary_dropped')).toMatchObject([{ destination: TEAM, total: 3 }]);
  });

  it('drop it if no destination takes every alert, with its counts in the log', async () => {
    const { loud } = SETTINGS.destinations;
    const mail = { type: 'sns', topic_arn: 'arn:aws:sns:eu-west-1:123456789012:mail' };
    const archive = { type: 'firehose', delivery_stream_name: 'archive' };
    const routes = [{ severities: ['high'], destinations: ['loud', 'mail'] }];
    const { world, store } = await afterChange({ destinations: { loud, mail, archive }, routes });
    const why = 'its destination was removed from the settings';
    expect(logged(world, 'summary_dropped')).toMatchObject([
      { destination: TEAM, total: 3, rules: { 'trail-deleted': 3 }, due: '2026-01-01 08:00 UTC', why },
    ]);
    expect(await store.keys()).toEqual([]);
  });

  it('send it to the default channel if its own refuses permanently', async () => {
    const settings = { default_slack_channel_id: 'C0DEFAULT01' };
    const world = await collecting(3, { settings });
    untilDue(world);
    world.channel(TEAM).failNext(() => new PortError('permanent', 'is_archived', 'injected'), 1);
    expect((await world.invoke(JOB)).retries).toEqual([]);
    expect(sent(world, 'slack:C0DEFAULT01')).toMatchObject([{ total: 3, collectedFor: TEAM }]);
  });
});

describe('after the last route with a schedule was removed', () => {
  const left = async (
    settings: Readonly<Record<string, unknown>> = { routes: [] },
    store = createMemoryCollections(),
  ) => {
    await collecting(3, { collections: store });
    const world = worldOf({ collections: store, settings });
    const remaining = createRemainingWatch();
    return { world, store, readAny: (name: string) => anyInvocation(world, name, remaining) };
  };
  const anyInvocation = (world: World, name: string, remaining: RemainingWatch) => {
    world.put(name);
    return world.invoke(batchOf(name), { remaining });
  };

  it('any invocation sends what was collected, before it is due, and says why', async () => {
    const { world, store, readAny } = await left();
    for (const name of ['a', 'b']) await readAny(name);
    expect(sent(world)).toMatchObject([{ total: 3, isFinal: true, due: '2026-01-01 08:00 UTC' }]);
    expect(await store.keys()).toEqual([]);
    for (const name of ['c', 'd']) await readAny(name);
    expect(totals(world)).toEqual([3]);
  });

  it('sends it to the default channel if the destination was removed with the route', async () => {
    const { world, readAny } = await left({ default_slack_channel_id: 'C0DEFAULT01', destinations: {}, routes: [] });
    for (const name of ['a', 'b']) await readAny(name);
    expect(sent(world, 'slack:C0DEFAULT01')).toMatchObject([{ total: 3, isFinal: true, collectedFor: TEAM }]);
  });

  it('tries again a quarter of an hour later if that fails, and the log file is not read again', async () => {
    const { world, readAny } = await left();
    world.channel(TEAM).failNext(unavailable, 3);
    const reports = [await readAny('a'), await readAny('b'), await readAny('c')];
    expect(reports.flatMap(({ retries }) => retries)).toEqual([]);
    expect(totals(world)).toEqual([]);
    world.clock.advance(15 * 60_000);
    await readAny('d');
    expect(sent(world)).toMatchObject([{ total: 3, failures: 1 }]);
  });

  it('asks the table rarely, and not in the first invocation of most instances', async () => {
    let asked = 0;
    const store = createMemoryCollections();
    const counting = { ...store, keys: () => store.keys().finally(() => asked++) };
    const { world, readAny } = await left({ routes: [] }, counting);
    world.clock.advance(1); // One in ten new instances asks first.
    await readAny('a');
    expect(asked).toBe(0);
    for (const name of ['b', 'c', 'd']) await readAny(name);
    expect(asked).toBe(1);
    expect(totals(world)).toEqual([3]);
    world.clock.advance(15 * 60_000);
    for (const name of ['e', 'f']) await readAny(name);
    expect(asked).toBe(2);
  });
});

describe('a mute of a channel with a scheduled summary', () => {
  const muted = async (mute: Partial<Mute>, hasButtons = true) => {
    const store = createMemoryMutes();
    const covers = { destination: TEAM, rule: 'trail-deleted', key: null, what: '', by: 'U0000ALICE' };
    const times = { startedMs: 0, untilMs: Date.UTC(2027, 0, 1), announced: true };
    await store.write(writeMutes([{ id: 'm1', ...covers, ...times, ...mute }]), 0);
    const world = worldOf({ settings: { routes: [{ digest: 'daily', destinations: ['team', 'loud'] }] } });
    const mutes = createInstanceMutes(store, world.log);
    const destinations = new Map(
      [...world.pipeline.destinations].map(([id, one]) => [id, hasButtons ? { ...one, hasButtons } : one]),
    );
    const invoke = (payload: unknown) => world.invoke(payload, { mutes, destinations });
    return { world, store, invoke };
  };

  it('leaves the alerts out of the counts, once, and the message says how many', async () => {
    const { world, store, invoke } = await muted({});
    world.put('one', ...records(5));
    expect((await invoke(batchOf('one'))).counters).toMatchObject({ muted: 5, suppressed: 5, collected: 0 });
    expect((await invoke(batchOf('one'))).counters).toMatchObject({ duplicate: 5, suppressed: 0 });
    untilDue(world);
    expect((await invoke(JOB)).counters).toMatchObject({ summariesSent: 2, summarized: 5 });
    expect(sent(world)).toMatchObject([{ total: 0, muted: 5, lines: [] }]);
    expect(sent(world, LOUD)).toMatchObject([{ total: 5, muted: 0 }]);
    expect((await store.counts('m1')).total).toBe(0);
  });

  it('that has ended, or of another rule or channel, changes nothing', async () => {
    for (const mute of [{ untilMs: 1 }, { rule: 'other' }, { destination: 'slack:C0OTHER0001' }]) {
      const { world, invoke } = await muted(mute);
      world.put('one', ...records(5));
      expect((await invoke(batchOf('one'))).counters).toMatchObject({ muted: 0, collected: 5 });
    }
  });

  it('changes nothing without buttons', async () => {
    const { world, invoke } = await muted({}, false);
    world.put('one', ...records(5));
    expect((await invoke(batchOf('one'))).counters).toMatchObject({ muted: 0, collected: 5 });
  });
});
