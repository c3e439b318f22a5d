// Slow: thousands of events.
// What correlations cost: their calls of the state table.

import { describe, expect, it } from 'vitest';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import { at, BURST, createCorrelationWorld, denied } from './correlation-world.ts';
import { batchOf } from './payloads.ts';

const NEW_REGION = {
  name: 'new-region',
  expression: "eventName == 'RunInstances'",
  correlation: { type: 'first_seen', group_by: ['awsRegion'], timespan: '30d', learn: '0s' },
};
const event = (second: number, eventName: string, more = {}) => at(second, { eventName, ...more });

describe('the calls of a correlation', () => {
  it('are none if no rule correlates, or no event feeds one', async () => {
    const without = createCorrelationWorld([{ name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }]);
    without.put('file', at(0));
    await without.invoke(batchOf('file'));
    const unfed = createCorrelationWorld();
    unfed.put('file', at(0));
    await unfed.invoke(batchOf('file'));
    for (const { store } of [without, unfed]) expect([store.reads, store.commits]).toEqual([[], []]);
  });

  it('are one write for each group and bucket of an invocation, and one transaction for each alert', async () => {
    const world = createCorrelationWorld([{ ...BURST, correlation: { ...BURST.correlation, gte: 100 } }]);
    const names = Array.from({ length: 10 }, (_, index) => `file-${index}`);
    for (const [index, name] of names.entries())
      world.put(name, ...Array.from({ length: 9 }, () => denied(index)), denied(index, 'joe'));
    await world.invoke(batchOf(...names));
    expect(world.store.commits.flat()).toHaveLength(2);
    expect(world.store.reads).toHaveLength(2);
    world.put('more', ...Array.from({ length: 10 }, () => denied(30)));
    await world.invoke(batchOf('more'));
    expect(world.alerts()).toHaveLength(1);
    expect(world.store.commits.slice(1).map((changes) => changes.length)).toEqual([1]);
  });

  it.each([
    [1, 1],
    [1, 200],
    [20, 1],
    [20, 200],
  ])(
    'in %i log files and of %i groups are at most one write for each group, bucket and invocation, and one transaction for each alert',
    async (files, groups) => {
      const world = createCorrelationWorld([{ ...BURST, correlation: { ...BURST.correlation, gte: 8 } }]);
      const perFile = 2_000 / files;
      let alerts = 0;
      for (let file = 0; file < files; file++) {
        const places = Array.from({ length: perFile }, (_, place) => file * perFile + place);
        world.put(`file-${file}`, ...places.map((place) => denied(45 + place / 67, `user-${place % groups}`)));
        const { counters } = await world.invoke(batchOf(`file-${file}`));
        alerts += counters.alertsByRule['denied-burst'] ?? 0;
      }
      // The events are in two buckets.
      expect(world.store.commits.flat().length).toBeLessThanOrEqual(2 * groups * files + alerts);
      expect(alerts).toBeGreaterThanOrEqual(groups);
    },
  );

  it('are only a read for events that are known', async () => {
    const world = createCorrelationWorld();
    world.put('file', denied(0), denied(1), denied(2));
    await world.invoke(batchOf('file'));
    const before = [world.store.reads.length, world.store.commits.flat().length];
    await world.invoke(batchOf('file'));
    expect([world.store.reads.length, world.store.commits.flat().length]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  });

  it('are none for values of first_seen that the instance saw before', async () => {
    const world = createCorrelationWorld([NEW_REGION]);
    world.put('one', event(0, 'RunInstances'));
    world.put('two', event(60, 'RunInstances'), event(61, 'RunInstances'));
    world.put('other', event(62, 'RunInstances', { awsRegion: 'eu-south-2' }));
    await world.invoke(batchOf('one'));
    const reads = () => world.store.reads.length;
    const before = reads();
    await world.invoke(batchOf('two'));
    expect(reads()).toBe(before);
    await world.invoke(batchOf('two'), { correlations: createCorrelationMemory(world.store) });
    expect(reads()).toBe(before + 1);
    await world.invoke(batchOf('other', 'one'));
    expect(world.facts().map(({ group }) => group)).toEqual([['eu-west-1'], ['eu-south-2']]);
  });

  it('take any number of groups and buckets, and all of them at the same rate', async () => {
    const world = createCorrelationWorld();
    const groups = Array.from({ length: 250 }, (_, index) => `user-${index}`);
    world.put('file', ...groups.flatMap((user) => [denied(0, user), denied(1, user)]));
    world.put('more', ...groups.map((user) => denied(2, user)));
    await world.invoke(batchOf('file'));
    expect(world.store.commits.map((changes) => changes.length)).toEqual([99, 99, 52]);
    const { counters } = await world.invoke(batchOf('more'));
    expect(counters.correlated).toBe(250);
  });

  it('settle neighboring buckets of one group in a few rounds', async () => {
    const world = createCorrelationWorld();
    const minutes = Array.from({ length: 90 }, (_, minute) => minute * 60);
    world.put('file', ...minutes.flatMap((second) => [0, 1, 2].map((more) => denied(second + more))));
    const { retries, counters } = await world.invoke(batchOf('file'));
    expect([retries, counters.correlated, counters.alertsByRule]).toEqual([[], 90, { 'denied-burst': 90 }]);
    expect(world.store.commits.length).toBeLessThan(10);
  });

  it('of two invocations that write neighboring buckets at the same time let at least one see both', async () => {
    const world = createCorrelationWorld();
    world.put('before', denied(58), denied(59));
    world.put('after', denied(61));
    let others = 0;
    // Only the first commit is preceded by a complete invocation.
    world.store.before = async (call) => {
      if (call !== 'commit' || others++ > 0) return;
      await world.invoke(batchOf('before'), { correlations: createCorrelationMemory(world.store) });
    };
    await world.invoke(batchOf('after'));
    expect(world.facts()).toMatchObject([{ count: 3 }]);
  });
});
