// When an invocation looks for counts that are noted and not shown: not without a reason, and early enough for every count.

import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/adapters/memory/clock.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { LOOK_UP_MS, trackPendingCounts } from '../../src/app/delivery/pending-counts.ts';
import type { StateStore } from '../../src/app/ports.ts';
import { aRecord, batch, batchOf, records } from './payloads.ts';
import { createWorld, firstMessages, type World } from './pipeline-world.ts';

const TEST_EVENT = batch({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' });
const QUIET = { eventName: 'DescribeInstances' };

/** A store that counts the calls to it by name. */
function counted(store: StateStore): { readonly calls: string[]; readonly store: StateStore } {
  const calls: string[] = [];
  const methods = Object.entries(store).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      calls.push(name);
      return method(...args);
    },
  ]);
  return { calls, store: Object.fromEntries(methods) };
}

/** A world whose table is counted, at a time at which a new instance does not look at first. */
function countedWorld() {
  const { calls, store } = counted(createMemoryState());
  const world = createWorld({ state: store });
  const instance = (startMs = world.clock.nowMs() + 1) => ({
    state: trackPendingCounts(() => Math.max(startMs, world.clock.nowMs())).watch(store),
  });
  return { ...world, calls, instance };
}

/** Two files of one identity within a minute: the count of the second is noted, and not shown yet. */
async function noteCount(world: World, instance: { readonly state: StateStore }): Promise<void> {
  world.put('first', ...records(50));
  world.put('second', ...records(15).map((record, index) => ({ ...record, eventID: `late-${index}` })));
  await world.invoke(batchOf('first'), instance);
  await world.invoke(batchOf('second'), instance);
}

const shownCount = (world: World) => firstMessages(world.channel())[0]?.message.count;

describe('an invocation without alerts', () => {
  it('makes no call to the state table', async () => {
    const world = countedWorld();
    const instance = world.instance();
    world.put('file', aRecord(QUIET));
    for (const name of ['file', 'file']) await world.invoke(batchOf(name), instance);
    await world.invoke(TEST_EVENT, instance);
    expect(world.calls).toEqual([]);
  });

  it('looks for counts once in five minutes, and again while there are some', async () => {
    const world = countedWorld();
    const instance = world.instance();
    world.clock.advance(LOOK_UP_MS + 2);
    for (let times = 0; times < 3; times++) await world.invoke(TEST_EVENT, instance);
    expect(world.calls).toEqual(['deferredCounts']);
  });

  it('looks for counts in one of ten new instances', async () => {
    const world = countedWorld();
    const startedMs = world.clock.nowMs();
    for (let ms = 0; ms < 100; ms++) await world.invoke(TEST_EVENT, world.instance(startedMs + ms));
    expect(world.calls).toHaveLength(10);
  });
});

describe('a count that was noted', () => {
  it('is shown by the next invocation of the instance that noted it, a minute later', async () => {
    const world = countedWorld();
    const instance = world.instance();
    await noteCount(world, instance);
    expect(shownCount(world)).toBeLessThan(65);
    world.clock.advance(61_000);
    await world.invoke(TEST_EVENT, instance);
    expect(shownCount(world)).toBe(65);
    world.calls.splice(0);
    for (let times = 0; times < 3; times++) await world.invoke(TEST_EVENT, instance);
    expect(world.calls).toEqual(['deferredCounts']); // It was shown; one more look-up finds none.
  });

  it('is shown by another instance if that one is gone', async () => {
    const world = countedWorld();
    await noteCount(world, world.instance());
    const other = world.instance();
    world.clock.advance(61_000);
    await world.invoke(TEST_EVENT, other);
    expect(shownCount(world)).toBeLessThan(65);
    world.clock.advance(LOOK_UP_MS);
    await world.invoke(TEST_EVENT, other);
    expect(shownCount(world)).toBe(65);
  });

  it('is shown by a new instance that delivers an alert', async () => {
    const world = countedWorld();
    await noteCount(world, world.instance());
    world.clock.advance(61_000);
    world.put('other', aRecord({ eventID: 'other' }, 'someone-else'));
    await world.invoke(batchOf('other'), world.instance());
    expect(shownCount(world)).toBe(65);
  });
});

describe('trackPendingCounts', () => {
  it('looks again after a look-up that failed', async () => {
    const clock = createManualClock();
    const { calls, store } = counted({
      ...createMemoryState(),
      deferredCounts: () => Promise.reject(new Error('throttled')),
    });
    const watched = trackPendingCounts(clock.nowMs).watch(store);
    await watched.claim([], [], { owner: 'a', nowMs: 0, untilMs: 1 });
    for (let times = 0; times < 2; times++) await expect(watched.deferredCounts()).rejects.toThrow('throttled');
    expect(calls).toEqual(['claim', 'deferredCounts', 'deferredCounts']);
  });
});
