// What every state store must do, two invocations at once included. Run over the memory twin and over DynamoDB.

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
import { LOT_MAX, type MessageHandle, type StateStore } from '../../src/app/ports.ts';
import { type Moto, startMoto, useMoto } from '../servers/moto.ts';
import { createStateTable } from '../servers/state-table.ts';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const FIRST: MessageHandle = { channel: 'C0123456789', ts: '1700000000.000001' };
const SECOND: MessageHandle = { channel: 'C0123456789', ts: '1700000000.000002' };

const leaseOf = (owner: string, nowMs = NOW) => ({ owner, nowMs, untilMs: nowMs + MINUTE });

const COUNTS_OF_ONE = { total: 1, shown: 1, shownAtMs: 0 };

function describeStateStore(name: string, make: () => Promise<StateStore>): void {
  let serial = 0;
  const unique = () => `id ${++serial}`;
  const several = (count: number) => Array.from({ length: count }, unique);
  let store: StateStore;
  const claim = async (id: string, owner: string, nowMs = NOW) =>
    (await store.claim([id], [], leaseOf(owner, nowMs))).ids.get(id);
  const open = async (key: string, owner: string, nowMs = NOW) =>
    (await store.claim([], [key], leaseOf(owner, nowMs))).threads.get(key);
  const started = async (handle = FIRST, untilMs = NOW + 15 * MINUTE, key = unique()) => {
    await store.settle([unique()], NOW + MINUTE, { kind: 'start', key, handle, variant: 'v1', untilMs, note: 'start' });
    return key;
  };

  describe(`state store: ${name}: claims`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('gives a new id to the first that asks', async () => {
      expect(await claim(unique(), 'a')).toBe('claimed');
    });

    it('gives each id to exactly one of many that ask at the same time', async () => {
      const ids = several(10);
      const owners = Array.from({ length: 6 }, (_, index) => `owner ${index}`);
      const answers = await Promise.all(owners.map((owner) => store.claim(ids, [], leaseOf(owner))));
      for (const id of ids) {
        const states = answers.map((answer) => answer.ids.get(id)).toSorted();
        expect(states).toEqual(['claimed', ...Array(5).fill('held')]);
      }
    });

    it('claims what is free of a lot, whatever the rest is', async () => {
      const [free, held, done] = several(3) as [string, string, string];
      await claim(held, 'b');
      await store.settle([done], NOW + MINUTE);
      const { ids } = await store.claim([held, free, done], [], leaseOf('a'));
      expect([...ids]).toEqual([
        [held, 'held'],
        [free, 'claimed'],
        [done, 'done'],
      ]);
    });

    it('takes a full lot in one call', async () => {
      const ids = several(LOT_MAX);
      const { ids: states } = await store.claim(ids, [], leaseOf('a'));
      expect(new Set(states.values())).toEqual(new Set(['claimed']));
      await store.settle(ids, NOW + MINUTE);
      expect(await store.delivered(ids, NOW)).toEqual(new Set(ids));
    });

    it('lets an owner claim again what it holds', async () => {
      const id = unique();
      await claim(id, 'a');
      expect(await claim(id, 'a')).toBe('claimed');
    });

    it.each([
      ['one millisecond before the lease ends', MINUTE - 1, 'held'],
      ['when the lease ends', MINUTE, 'claimed'],
    ])('%s, a claim that was never settled is %s', async (_, later, expected) => {
      const id = unique();
      await claim(id, 'crashed');
      expect(await claim(id, 'b', NOW + later)).toBe(expected);
    });

    it('remembers what was delivered for as long as requested and no longer', async () => {
      const id = unique();
      await claim(id, 'a');
      await store.settle([id], NOW + 10 * MINUTE);
      expect(await claim(id, 'b', NOW + 10 * MINUTE - 1)).toBe('done');
      expect(await store.delivered([id], NOW + 10 * MINUTE - 1)).toEqual(new Set([id]));
      expect(await store.delivered([id], NOW + 10 * MINUTE)).toEqual(new Set());
      expect(await claim(id, 'b', NOW + 10 * MINUTE)).toBe('claimed');
    });

    it('finds the delivered ids among more than one call reads', async () => {
      const ids = several(250);
      const done = ids.filter((_, index) => index % 3 === 0);
      await Promise.all([done.slice(0, 50), done.slice(50)].map((lot) => store.settle(lot, NOW + MINUTE)));
      await claim(ids[1] ?? '', 'a');
      expect(await store.delivered(ids, NOW)).toEqual(new Set(done));
    });

    it('gives an id again once its owner released it', async () => {
      const id = unique();
      await claim(id, 'a');
      await store.release([id], [], 'a');
      expect(await claim(id, 'b')).toBe('claimed');
    });

    it('releases only claims of the owner, and nothing that was delivered', async () => {
      const [own, other, done, absent] = several(4) as [string, string, string, string];
      await claim(own, 'a');
      await claim(other, 'b');
      await claim(done, 'a');
      await store.settle([done], NOW + MINUTE);
      await store.release([own, other, done, absent], [], 'a');
      const { ids } = await store.claim([own, other, done, absent], [], leaseOf('c'));
      expect([...ids.values()]).toEqual(['claimed', 'held', 'done', 'claimed']);
    });

    it('tells long ids apart that differ at their end only', async () => {
      const [one, other] = [`${'x'.repeat(5_000)}1`, `${'x'.repeat(5_000)}2`];
      const { ids } = await store.claim([one, other], [], leaseOf('a'));
      expect([...ids.values()]).toEqual(['claimed', 'claimed']);
      expect(await claim(one, 'b')).toBe('held');
    });

    it('keeps claims and threads of the same name apart', async () => {
      const id = unique();
      const { ids, threads } = await store.claim([id], [id], leaseOf('a'));
      expect([ids.get(id), threads.get(id)]).toEqual(['claimed', { state: 'ours' }]);
    });
  });

  describe(`state store: ${name}: threads`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('gives the right to start a thread to exactly one of many that ask at the same time', async () => {
      const key = unique();
      const slots = await Promise.all(Array.from({ length: 8 }, (_, index) => open(key, `owner ${index}`)));
      expect(slots.map((slot) => slot?.state).toSorted()).toEqual([...Array(7).fill('opening'), 'ours']);
    });

    it('shows every invocation the thread once it is started', async () => {
      const key = await started();
      const thread = { handle: FIRST, total: 1, variants: new Set(['v1']) };
      expect(await open(key, 'b')).toEqual({ state: 'open', thread });
    });

    it.each([
      ['one millisecond before the lease ends', MINUTE - 1, 'opening'],
      ['when the lease ends', MINUTE, 'ours'],
    ])('%s, a thread that was never started is %s', async (_, later, expected) => {
      const key = unique();
      await open(key, 'crashed');
      expect((await open(key, 'b', NOW + later))?.state).toBe(expected);
    });

    it.each([
      ['one millisecond before its window ends', 15 * MINUTE - 1, 'open'],
      ['when its window ends', 15 * MINUTE, 'ours'],
    ])('%s, a thread is %s', async (_, later, expected) => {
      expect((await open(await started(), 'b', NOW + later))?.state).toBe(expected);
    });

    it('forgets a thread that is closed', async () => {
      const key = await started();
      await store.closeThread(key, FIRST);
      expect(await open(key, 'b')).toEqual({ state: 'ours' });
    });

    it('keeps a thread that has replaced the one to be closed', async () => {
      const key = await started(SECOND);
      await store.closeThread(key, FIRST);
      expect(await open(key, 'b')).toMatchObject({ state: 'open', thread: { handle: SECOND } });
    });

    it('gives back the right to start a thread, but only to its owner and never a started one', async () => {
      const [opening, other] = several(2) as [string, string];
      const begun = await started();
      await open(opening, 'a');
      await open(other, 'b');
      await store.release([], [opening, other, begun], 'a');
      expect((await open(opening, 'c'))?.state).toBe('ours');
      expect((await open(other, 'c'))?.state).toBe('opening');
      expect((await open(begun, 'c'))?.state).toBe('open');
    });

    it('counts each reply and remembers its variant', async () => {
      const key = await started();
      for (const variant of ['v2', 'v1']) {
        await store.settle([unique()], NOW + MINUTE, { kind: 'reply', key, handle: FIRST, variant });
      }
      const thread = { handle: FIRST, total: 3, variants: new Set(['v1', 'v2']) };
      expect(await open(key, 'b')).toEqual({ state: 'open', thread });
    });

    it('settles a reply whose thread was replaced, without counting it there', async () => {
      const key = await started(SECOND);
      const id = unique();
      await store.settle([id], NOW + MINUTE, { kind: 'reply', key, handle: FIRST, variant: 'v2' });
      expect(await claim(id, 'b')).toBe('done');
      expect(await store.threadCount(key, SECOND)).toEqual(COUNTS_OF_ONE);
    });

    it('remembers the highest count shown', async () => {
      const key = await started();
      await store.markShown(key, FIRST, 50, NOW);
      await store.markShown(key, FIRST, 20, NOW);
      expect(await store.threadCount(key, FIRST)).toEqual({ total: 1, shown: 50, shownAtMs: NOW });
    });

    it('does not mix the counts of a thread with those of the one that replaced it', async () => {
      const key = await started();
      await store.fold(several(5), { key, handle: FIRST }, leaseOf('a'), NOW + MINUTE);
      await store.markShown(key, FIRST, 6, NOW);
      await started(SECOND, NOW + 30 * MINUTE, key);
      await store.markShown(key, FIRST, 50, NOW);
      expect(await store.threadCount(key, FIRST)).toEqual(COUNTS_OF_ONE);
      expect(await store.threadCount(key, SECOND)).toEqual(COUNTS_OF_ONE);
    });
  });

  describe(`state store: ${name}: folding`, () => {
    beforeAll(async () => {
      store = await make();
    });

    const fold = (key: string, ids: readonly string[], owner = 'a', handle = FIRST) =>
      store.fold(ids, { key, handle }, leaseOf(owner), NOW + 10 * MINUTE);

    it('counts each id once, however often it comes', async () => {
      const key = await started();
      const ids = several(LOT_MAX);
      expect(new Set((await fold(key, ids))?.values())).toEqual(new Set(['claimed']));
      expect(new Set((await fold(key, ids, 'b'))?.values())).toEqual(new Set(['done']));
      expect((await store.threadCount(key, FIRST)).total).toBe(1 + LOT_MAX);
      expect(await store.delivered(ids, NOW)).toEqual(new Set(ids));
    });

    it('counts each id once when many invocations fold overlapping lots at the same time', async () => {
      const key = await started();
      const ids = several(40);
      const lots = [ids.slice(0, 20), ids.slice(10, 30), ids.slice(20, 40), ids];
      const answers = await Promise.all(lots.map((lot, index) => fold(key, lot, `owner ${index}`)));
      const counted = answers.flatMap((answer) => [...(answer ?? [])]).filter(([, state]) => state === 'claimed');
      expect(counted.map(([id]) => id).toSorted()).toEqual(ids.toSorted());
      expect((await store.threadCount(key, FIRST)).total).toBe(41);
    });

    it('leaves what another invocation holds, and folds what the caller claimed itself', async () => {
      const key = await started();
      const [own, other, free] = several(3) as [string, string, string];
      await claim(own, 'a');
      await claim(other, 'b');
      const states = await fold(key, [own, other, free]);
      expect([...(states ?? [])].map(([, state]) => state)).toEqual(['claimed', 'held', 'claimed']);
      expect((await store.threadCount(key, FIRST)).total).toBe(3);
    });

    it('changes nothing where the thread is gone or was replaced', async () => {
      const ids = several(2);
      expect(await fold(unique(), ids)).toBeNull();
      expect(await fold(await started(SECOND), ids)).toBeNull();
      expect(await store.delivered(ids, NOW)).toEqual(new Set());
    });
  });

  describe(`state store: ${name}: counts to show`, () => {
    beforeAll(async () => {
      store = await make();
    });

    const fold = (key: string, count: number) =>
      store.fold(several(count), { key, handle: FIRST }, leaseOf('a'), NOW + MINUTE);
    const deferredOf = async (key: string) => (await store.deferredCounts()).filter((deferred) => deferred.key === key);
    const settleAll = async () => {
      for (let some = await store.deferredCounts(); some.length > 0; some = await store.deferredCounts()) {
        for (const deferred of some) await store.settleCount(deferred);
      }
    };

    it('returns a deferred count, as it is now, until it is settled', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 1, 'the note');
      await fold(key, 4);
      const [deferred] = await deferredOf(key);
      expect(deferred).toMatchObject({ key, handle: FIRST, note: 'start', total: 5, shown: 1, shownAtMs: 0 });
      if (deferred) await store.settleCount(deferred);
      expect(await deferredOf(key)).toEqual([]);
    });

    it('returns the note of the deferral where the thread was started without one', async () => {
      await settleAll();
      const key = unique();
      await store.deferCount(key, FIRST, 2, 'the note');
      expect(await deferredOf(key)).toMatchObject([{ note: 'the note', total: 2 }]);
    });

    it('keeps what was deferred after the note that is settled', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 2, 'first');
      const [found] = await deferredOf(key);
      await store.deferCount(key, FIRST, 3, 'second');
      if (found) await store.settleCount(found);
      expect(await deferredOf(key)).toHaveLength(1);
    });

    it('defers the count of a message again after it was settled', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 5, 'note');
      await settleAll();
      await store.deferCount(key, FIRST, 5, 'note');
      expect(await deferredOf(key)).toHaveLength(1);
    });

    it('keeps the highest total that was noted of a thread that is gone', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 9, 'the later one was quicker');
      await store.deferCount(key, FIRST, 5, 'last');
      await store.closeThread(key, FIRST);
      expect(await deferredOf(key)).toMatchObject([{ total: 9, note: 'start' }]);
    });

    it('returns every deferred count in time, however many of them cannot be settled', async () => {
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

    it('keeps the deferred count of a thread that was replaced or closed, as it was when it was noted', async () => {
      await settleAll();
      const key = await started();
      await fold(key, 6);
      await store.deferCount(key, FIRST, 7, 'note');
      await started(SECOND, NOW + 30 * MINUTE, key);
      expect(await deferredOf(key)).toMatchObject([{ handle: FIRST, total: 7, shown: 1 }]);
      await store.closeThread(key, SECOND);
      expect(await deferredOf(key)).toMatchObject([{ handle: FIRST, total: 7, shown: 1 }]);
    });

    it('leaves nothing behind where a count is marked as shown and no thread is open', async () => {
      const key = unique();
      await store.markShown(key, FIRST, 5, NOW);
      expect(await store.threadCount(key, FIRST)).toEqual(COUNTS_OF_ONE);
      expect(await open(key, 'a')).toEqual({ state: 'ours' });
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

  it('gives every item a time to live in whole seconds, not before its time is over', async () => {
    const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: 'state' }));
    const numberOf = (item: Record<string, AttributeValue>, name: string) => Number(item[name]?.N);
    expect(Items.length).toBeGreaterThan(20);
    for (const item of Items) {
      expect(numberOf(item, 'expiresAt')).toBe(Math.ceil(numberOf(item, 'untilMs') / 1_000));
    }
  });

  describe('with items of a shape that this version does not write', () => {
    const store = createStateStore({ tableName: 'state' });
    const put = (item: Record<string, AttributeValue>) =>
      new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'state', Item: item }));
    const later = { N: String(NOW + 60 * MINUTE) };

    it('takes a claim without a time for none', async () => {
      await put({ id: { S: 'claim#timeless' }, state: { S: 'held' } });
      expect((await store.claim(['timeless'], [], leaseOf('a'))).ids.get('timeless')).toBe('claimed');
    });

    it.each<[what: string, item: Record<string, AttributeValue>]>([
      ['without a time', { state: { S: 'opening' } }],
      ['without a message', { state: { S: 'open' }, untilMs: later }],
      ['with half a message', { state: { S: 'open' }, untilMs: later, channel: { S: 'C0123456789' } }],
      ['in no state', { untilMs: later }],
    ])('starts another thread in place of one %s', async (what, item) => {
      await put({ id: { S: `thread#${what}` }, ...item });
      const open = async (owner: string) => (await store.claim([], [what], leaseOf(owner))).threads.get(what);
      expect(await open('a')).toEqual({ state: 'ours' });
      const start = { kind: 'start', key: what, handle: FIRST, variant: 'v', untilMs: NOW + MINUTE, note: '' } as const;
      await store.settle([], NOW + MINUTE, start);
      expect(await open('b')).toMatchObject({ state: 'open', thread: { handle: FIRST } });
    });

    it('forgets a note that names no message', async () => {
      const id = { S: `note#foreign#${FIRST.ts}` };
      await store.deferCount('foreign', FIRST, 2, 'note');
      await put({ id, note: { N: '1' } });
      expect((await store.deferredCounts()).filter(({ handle }) => handle.ts === '')).toEqual([]);
      const { Item } = await new DynamoDBClient({}).send(new GetItemCommand({ TableName: 'state', Key: { id } }));
      expect(Item).toBeUndefined();
    });
  });

  it('names a missing table a permanent fault', async () => {
    const claim = createStateStore({ tableName: 'nowhere' }).claim(['id'], [], leaseOf('a'));
    await expect(claim).rejects.toMatchObject({ kind: 'permanent', code: 'ResourceNotFoundException' });
  });

  it('gives the settings that stand in the table, and nothing where none stand', async () => {
    const item = { id: { S: 'settings#1' }, settings: { S: 'H4sI' } };
    await moto.call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: 'state', Item: item });
    expect(await readSettingsItem('state', 'settings#1')).toBe('H4sI');
    expect(await readSettingsItem('state', 'settings#2')).toBeUndefined();
  });
});
