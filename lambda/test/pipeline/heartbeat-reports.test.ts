// The reports of the heartbeat: each is delivered once, whatever fails between finding it and delivering it.

import { describe, expect, it } from 'vitest';
import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { DigestedAccountStore } from '../../src/app/heartbeat/digested-accounts-port.ts';
import { PortError, type StateStore } from '../../src/app/ports.ts';
import { BACK, DARK, HOUR, hours, ONE, watching } from './heartbeat-world.ts';

describe('a report', () => {
  const darkWorld = async (accounts?: DigestedAccountStore) => {
    const world = watching(accounts && { accounts });
    await hours(world, 1, [ONE, 'eu-west-1']);
    await hours(world, 3);
    world.clock.advance(HOUR);
    return world;
  };

  it('that could not be delivered is delivered by the retry', async () => {
    const world = await darkWorld();
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    expect((await world.beat()).retries).toMatchObject([{ why: 'failed' }]);
    expect((await world.beat()).retries).toEqual([]);
    await hours(world, 3);
    expect(world.reported()).toEqual([DARK]);
  });

  it('of a return that could not be delivered is delivered by the retry', async () => {
    const world = await darkWorld();
    await world.beat();
    await world.digest([ONE, 'eu-west-1']);
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    expect((await world.beat()).retries).toMatchObject([{ why: 'failed' }]);
    await world.beat();
    expect(world.reported()).toEqual([DARK, BACK]);
  });

  it('that another invocation is delivering is kept until that is done', async () => {
    const world = await darkWorld();
    const { state } = world.pipeline;
    const claim: StateStore['claim'] = async (...args) => {
      const claims = await state.claim(...args);
      return { ...claims, ids: new Map([...claims.ids.keys()].map((id) => [id, 'held'])) };
    };
    const { retries } = await world.beat({ state: { ...state, claim } });
    expect([retries.length, world.reported()]).toEqual([1, []]);
    world.clock.advance(HOUR);
    await world.beat();
    expect(world.reported()).toEqual([DARK]);
  });

  it('for which there is no time left is delivered by the retry', async () => {
    const world = await darkWorld();
    const replaceWatch: DigestedAccountStore['replaceWatch'] = async (account, watch) => {
      world.clock.advance(27_000);
      return world.accounts.replaceWatch(account, watch);
    };
    const accounts = { ...world.accounts, replaceWatch };
    const { retries } = await world.beat({ heartbeat: { accounts, ignored: new Set() } });
    expect([retries.length, world.reported()]).toEqual([1, []]);
    await world.beat();
    expect(world.reported()).toEqual([DARK]);
  });

  it('that could not be stored for a correlation is correlated by the retry', async () => {
    const correlation = { type: 'event_count', timespan: '1h', gte: 1 };
    const expression = "eventName == 'AccountWentDark'";
    const world = watching({ rules: [{ name: 'dark', expression, correlation }] });
    await hours(world, 1, [ONE, 'eu-west-1']);
    await hours(world, 3);
    world.clock.advance(HOUR);
    const read = async () => Promise.reject(new PortError('transient', 'Throttled', 'busy'));
    const store = { ...createMemoryCorrelations(), read };
    expect((await world.beat({ correlations: createCorrelationMemory(store) })).retries).toHaveLength(1);
    expect(world.reported()).toEqual([]);
    await world.beat();
    expect(world.reported()).toHaveLength(1);
  });

  it.each([1, 2])('is delivered once if storing fails at write %d', async (write) => {
    let writes = 0;
    const accounts = createMemoryDigestedAccounts();
    const replaceWatch: DigestedAccountStore['replaceWatch'] = async (account, watch) => {
      if (++writes === write) throw new PortError('transient', 'Throttled', 'busy');
      return accounts.replaceWatch(account, watch);
    };
    const world = await darkWorld({ ...accounts, replaceWatch });
    expect((await world.beat()).retries).toMatchObject([{ cause: 'Throttled: busy' }]);
    await world.beat();
    await hours(world, 3);
    expect(world.reported()).toEqual([DARK]);
  });

  it('is delivered once if two invocations run at the same time', async () => {
    const world = await darkWorld();
    await Promise.all([world.beat(), world.beat(), world.beat()]);
    await hours(world, 1);
    expect(world.reported()).toEqual([DARK]);
  });

  it('of an account whose digests arrive before it is delivered comes before that of their return', async () => {
    const world = await darkWorld();
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    await world.beat();
    await hours(world, 2, [ONE, 'eu-west-1']);
    expect(world.reported()).toEqual([DARK, BACK]);
  });

  it('of each of a thousand accounts that go dark together costs one message and few replies', async () => {
    const world = watching();
    const sources = Array.from(
      { length: 1_000 },
      (_, index) => [String(100_000_000_000 + index), 'eu-west-1'] as [string, string],
    );
    await hours(world, 1, ...sources);
    await hours(world, 3);
    world.clock.advance(HOUR);
    const { counters } = await world.beat();
    expect(counters).toMatchObject({ recordsRead: 1_000, alerted: 1_000, delivered: 1_000 });
    expect(world.reported().length).toBeLessThanOrEqual(11);
    expect(await world.measured()).toBe(1_000);
  });
});
