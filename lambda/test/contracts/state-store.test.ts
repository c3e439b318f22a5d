// The contract of state stores, including concurrent invocations. Runs against the memory twin and DynamoDB.

import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettingsItem } from '../../src/adapters/aws/dynamodb-settings.ts';
import { createStateStore } from '../../src/adapters/aws/dynamodb-state.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { MessageHandle, StateStore } from '../../src/app/ports.ts';
import { type Moto, startMoto, useMoto } from '../servers/moto.ts';
import { createStateTable } from '../servers/state-table.ts';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const FIRST: MessageHandle = { channel: 'C0123456789', ts: '1700000000.000001' };
const SECOND: MessageHandle = { channel: 'C0123456789', ts: '1700000000.000002' };

const leaseOf = (owner: string, nowMs = NOW) => ({ owner, nowMs, untilMs: nowMs + MINUTE });

function describeStateStore(name: string, make: () => Promise<StateStore>): void {
  let serial = 0;
  const unique = () => `id ${++serial}`;
  let store: StateStore;

  describe(`state store: ${name}: claims`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('grants a new id to the first caller', async () => {
      expect(await store.claim(unique(), leaseOf('a'))).toBe('claimed');
    });

    it('grants an id to exactly one of many concurrent callers', async () => {
      const id = unique();
      const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => store.claim(id, leaseOf(`owner ${i}`))));
      expect(answers.toSorted()).toEqual(['claimed', ...Array(7).fill('held')]);
    });

    it('refuses the owner too while the lease runs', async () => {
      const id = unique();
      await store.claim(id, leaseOf('a'));
      expect(await store.claim(id, leaseOf('a'))).toBe('held');
    });

    it.each([
      ['one millisecond before the lease ends', MINUTE - 1, 'held'],
      ['when the lease ends', MINUTE, 'claimed'],
    ])('%s, a claim that was never completed is %s', async (_, later, expected) => {
      const id = unique();
      await store.claim(id, leaseOf('crashed'));
      expect(await store.claim(id, leaseOf('b', NOW + later))).toBe(expected);
    });

    it('remembers a delivered id for the requested time and no longer', async () => {
      const id = unique();
      await store.claim(id, leaseOf('a'));
      await store.complete(id, NOW + 10 * MINUTE);
      expect(await store.claim(id, leaseOf('b', NOW + 10 * MINUTE - 1))).toBe('done');
      expect(await store.claim(id, leaseOf('b', NOW + 10 * MINUTE))).toBe('claimed');
    });

    it('grants an id again after its owner released it', async () => {
      const id = unique();
      await store.claim(id, leaseOf('a'));
      await store.release(id, 'a');
      expect(await store.claim(id, leaseOf('b'))).toBe('claimed');
    });

    it('lets only the owner release a claim', async () => {
      const id = unique();
      await store.claim(id, leaseOf('a'));
      await store.release(id, 'b');
      expect(await store.claim(id, leaseOf('c'))).toBe('held');
    });

    it('does not release a delivered id', async () => {
      const id = unique();
      await store.claim(id, leaseOf('a'));
      await store.complete(id, NOW + MINUTE);
      await store.release(id, 'a');
      expect(await store.claim(id, leaseOf('b'))).toBe('done');
    });

    it('accepts the release of an id without a claim', async () => {
      await expect(store.release(unique(), 'a')).resolves.toBeUndefined();
    });

    it('distinguishes long ids that differ only at the end', async () => {
      const [one, other] = [`${'x'.repeat(5_000)}1`, `${'x'.repeat(5_000)}2`];
      expect(await store.claim(one, leaseOf('a'))).toBe('claimed');
      expect(await store.claim(other, leaseOf('a'))).toBe('claimed');
      expect(await store.claim(one, leaseOf('b'))).toBe('held');
    });

    it('keeps claims and threads of the same name separate', async () => {
      const id = unique();
      await store.claim(id, leaseOf('a'));
      expect(await store.openThread(id, leaseOf('b'))).toEqual({ state: 'ours' });
    });
  });

  describe(`state store: ${name}: threads`, () => {
    const started = async (handle = FIRST, untilMs = NOW + 15 * MINUTE) => {
      const key = unique();
      await store.openThread(key, leaseOf('a'));
      await store.startThread(key, handle, untilMs);
      return key;
    };

    beforeAll(async () => {
      store = await make();
    });

    it('grants the right to start a thread to exactly one of many concurrent callers', async () => {
      const key = unique();
      const slots = await Promise.all(
        Array.from({ length: 8 }, (_, i) => store.openThread(key, leaseOf(`owner ${i}`))),
      );
      expect(slots.map(({ state }) => state).toSorted()).toEqual([...Array(7).fill('opening'), 'ours']);
    });

    it('returns the thread to every caller after it is started', async () => {
      const key = await started();
      expect(await store.openThread(key, leaseOf('b', NOW + MINUTE))).toEqual({ state: 'open', handle: FIRST });
    });

    it.each([
      ['one millisecond before the lease ends', MINUTE - 1, 'opening'],
      ['when the lease ends', MINUTE, 'ours'],
    ])('%s, a thread that was never started is %s', async (_, later, expected) => {
      const key = unique();
      await store.openThread(key, leaseOf('crashed'));
      expect((await store.openThread(key, leaseOf('b', NOW + later))).state).toBe(expected);
    });

    it.each([
      ['one millisecond before it expires', 15 * MINUTE - 1, 'open'],
      ['when it expires', 15 * MINUTE, 'ours'],
    ])('%s, a thread is %s', async (_, later, expected) => {
      const key = await started();
      expect((await store.openThread(key, leaseOf('b', NOW + later))).state).toBe(expected);
    });

    it('forgets a thread that is closed', async () => {
      const key = await started();
      await store.closeThread(key, FIRST);
      expect(await store.openThread(key, leaseOf('b'))).toEqual({ state: 'ours' });
    });

    it('keeps a thread that replaced the one to close', async () => {
      const key = await started(SECOND);
      await store.closeThread(key, FIRST);
      expect(await store.openThread(key, leaseOf('b'))).toEqual({ state: 'open', handle: SECOND });
    });

    it('releases the right to start a thread', async () => {
      const key = unique();
      await store.openThread(key, leaseOf('a'));
      await store.closeThread(key, null);
      expect(await store.openThread(key, leaseOf('b'))).toEqual({ state: 'ours' });
    });

    it('keeps a started thread when a right to start is released', async () => {
      const key = await started();
      await store.closeThread(key, null);
      expect(await store.openThread(key, leaseOf('b'))).toEqual({ state: 'open', handle: FIRST });
    });

    it('counts from 1 and loses no count with concurrent callers', async () => {
      const key = await started();
      expect(await store.countInThread(key, FIRST, 2)).toEqual({ total: 3, shown: 1, shownAtMs: 0 });
      const counts = await Promise.all(Array.from({ length: 8 }, () => store.countInThread(key, FIRST, 1)));
      expect(counts.map(({ total }) => total).toSorted((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    });

    it('remembers the highest count shown', async () => {
      const key = await started();
      await store.markShown(key, FIRST, 50, NOW);
      await store.markShown(key, FIRST, 20, NOW);
      expect(await store.countInThread(key, FIRST, 1)).toEqual({ total: 2, shown: 50, shownAtMs: NOW });
    });

    it('counts from 1 again in a thread that replaced another', async () => {
      const key = await started();
      await store.countInThread(key, FIRST, 99);
      await store.markShown(key, FIRST, 100, NOW);
      await store.startThread(key, SECOND, NOW + 30 * MINUTE);
      expect(await store.countInThread(key, SECOND, 1)).toEqual({ total: 2, shown: 1, shownAtMs: 0 });
    });

    it('keeps the counts of a thread and of the one that replaced it separate', async () => {
      const key = await started();
      await store.startThread(key, SECOND, NOW + 30 * MINUTE);
      expect(await store.countInThread(key, FIRST, 7)).toEqual({ total: 8, shown: 1, shownAtMs: 0 });
      await store.markShown(key, FIRST, 50, NOW);
      expect(await store.countInThread(key, SECOND, 1)).toEqual({ total: 2, shown: 1, shownAtMs: 0 });
    });

    const deferredOf = async (key: string) => (await store.deferredCounts()).filter((deferred) => deferred.key === key);
    const settleAll = async () => {
      for (let some = await store.deferredCounts(); some.length > 0; some = await store.deferredCounts()) {
        for (const deferred of some) await store.settleCount(deferred);
      }
    };

    it('returns a deferred count with its current value until it is settled', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 1, 'the note');
      await store.countInThread(key, FIRST, 4);
      const [deferred] = await deferredOf(key);
      expect(deferred).toMatchObject({ key, handle: FIRST, note: 'the note', total: 5, shown: 1, shownAtMs: 0 });
      if (deferred) await store.settleCount(deferred);
      expect(await deferredOf(key)).toEqual([]);
    });

    it('keeps a note that is newer than the settled one', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 2, 'first');
      const [found] = await deferredOf(key);
      await store.deferCount(key, FIRST, 3, 'second');
      if (found) await store.settleCount(found);
      expect(await deferredOf(key)).toMatchObject([{ note: 'second' }]);
    });

    it('keeps the highest noted total of a thread that is gone', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 9, 'the later one was quicker');
      await store.deferCount(key, FIRST, 5, 'last');
      await store.closeThread(key, FIRST);
      expect(await deferredOf(key)).toMatchObject([{ total: 9, note: 'last' }]);
    });

    it('eventually returns every deferred count, even if many cannot be settled', async () => {
      await settleAll();
      const key = unique();
      const handles = Array.from({ length: 40 }, (_, index) => ({ channel: 'C0123456789', ts: `1.${index}` }));
      for (const handle of handles) await store.deferCount(key, handle, 2, 'note');
      const seen = new Set<string>();
      for (let times = 0; times < 60 && seen.size < 40; times++) {
        for (const { handle } of await store.deferredCounts()) seen.add(handle.ts);
      }
      expect(seen.size).toBe(40);
      await settleAll();
    });

    it('keeps the noted value of a deferred count if its thread was replaced or closed', async () => {
      await settleAll();
      const key = await started();
      await store.countInThread(key, FIRST, 6);
      await store.deferCount(key, FIRST, 7, 'note');
      await store.startThread(key, SECOND, NOW + 30 * MINUTE);
      expect(await deferredOf(key)).toMatchObject([{ handle: FIRST, total: 7, shown: 1 }]);
      await store.closeThread(key, SECOND);
      expect(await deferredOf(key)).toMatchObject([{ handle: FIRST, total: 7, shown: 1 }]);
    });

    it('counts nothing if no thread is open, and writes no item', async () => {
      const key = unique();
      expect(await store.countInThread(key, FIRST, 4)).toEqual({ total: 5, shown: 1, shownAtMs: 0 });
      await store.markShown(key, FIRST, 5, NOW);
      expect(await store.countInThread(key, FIRST, 4)).toEqual({ total: 5, shown: 1, shownAtMs: 0 });
      expect(await store.openThread(key, leaseOf('a'))).toEqual({ state: 'ours' });
    });
  });
}

describeStateStore('memory', async () => createMemoryState());

describe('with DynamoDB', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    useMoto(moto);
    await createStateTable('state');
  });
  afterAll(() => moto?.stop());

  describeStateStore('DynamoDB', async () => createStateStore({ tableName: 'state' }));

  it('gives every item a time to live in whole seconds that is not too early', async () => {
    const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: 'state' }));
    const numberOf = (item: Record<string, AttributeValue>, name: string) => Number(item[name]?.N);
    expect(Items.length).toBeGreaterThan(20);
    for (const item of Items) {
      expect(numberOf(item, 'expiresAt')).toBe(Math.ceil(numberOf(item, 'untilMs') / 1_000));
    }
  });

  describe('with items in a shape that this version does not write', () => {
    const store = createStateStore({ tableName: 'state' });
    const put = (item: Record<string, AttributeValue>) =>
      new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'state', Item: item }));
    const later = { N: String(NOW + 60 * MINUTE) };

    it('treats a claim without a time as free', async () => {
      await put({ id: { S: 'claim#timeless' }, state: { S: 'held' } });
      expect(await store.claim('timeless', leaseOf('a'))).toBe('claimed');
    });

    it.each<[what: string, item: Record<string, AttributeValue>]>([
      ['without a time', { state: { S: 'opening' } }],
      ['without a message', { state: { S: 'open' }, untilMs: later }],
      ['with half a message', { state: { S: 'open' }, untilMs: later, channel: { S: 'C0123456789' } }],
      ['in no state', { untilMs: later }],
    ])('starts a new thread: %s', async (what, item) => {
      await put({ id: { S: `thread#${what}` }, ...item });
      expect(await store.openThread(what, leaseOf('a'))).toEqual({ state: 'ours' });
      await store.startThread(what, FIRST, NOW + MINUTE);
      expect(await store.openThread(what, leaseOf('b'))).toEqual({ state: 'open', handle: FIRST });
    });

    it('drops a note without a message', async () => {
      const id = { S: `note#foreign#${FIRST.ts}` };
      await store.deferCount('foreign', FIRST, 2, 'note');
      await put({ id, note: { N: '1' } });
      expect((await store.deferredCounts()).filter(({ handle }) => handle.ts === '')).toEqual([]);
      const { Item } = await new DynamoDBClient({}).send(new GetItemCommand({ TableName: 'state', Key: { id } }));
      expect(Item).toBeUndefined();
    });
  });

  it('reports a missing table as a permanent fault', async () => {
    const claim = createStateStore({ tableName: 'nowhere' }).claim('id', leaseOf('a'));
    await expect(claim).rejects.toMatchObject({ kind: 'permanent', code: 'ResourceNotFoundException' });
  });

  it('returns the settings in the table, and nothing if there are none', async () => {
    const item = { id: { S: 'settings#1' }, settings: { S: 'H4sI' } };
    await moto.call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: 'state', Item: item });
    expect(await readSettingsItem('state', 'settings#1')).toBe('H4sI');
    expect(await readSettingsItem('state', 'settings#2')).toBeUndefined();
  });
});
