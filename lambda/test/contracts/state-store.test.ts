// What every state store must do, also with concurrent invocations. Run with the memory twin and with DynamoDB.

import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettingsItem } from '../../src/adapters/aws/dynamodb-settings.ts';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { onStateTable, type StateTable } from '../../src/adapters/aws/state-table.ts';
import { createMemoryState, type StateSnapshot } from '../../src/adapters/memory/state.ts';
import { noteOf, noteWithLast, readNote } from '../../src/app/delivery/folded-note.ts';
import { type ClaimId, type Destination, LOT_MAX, type MessageHandle, type StateStore } from '../../src/app/ports.ts';
import { anAlert, RECORDS, RULE } from '../render/notices.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';

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
  const open = async (key: string, owner: string, nowMs = NOW) =>
    (await store.claim([], [key], leaseOf(owner, nowMs))).threads.get(key);
  const start = (key: string, handle = FIRST, untilMs = NOW + 15 * MINUTE) =>
    store.startThread(key, handle, { id: 'first', variant: 'v1', untilMs, note: 'start' });
  const started = async (handle = FIRST, untilMs = NOW + 15 * MINUTE) => {
    const key = unique();
    await start(key, handle, untilMs);
    return key;
  };

  describe.each([
    ['alone', null],
    ['in one bucket', 'bucket'],
  ])(`state store: ${name}: claims kept %s`, (_, bucket) => {
    const ofAll = (ids: readonly string[]) => ids.map((id) => ({ id, bucket }));
    const claimAll = async (ids: readonly string[], owner: string, nowMs = NOW) =>
      (await store.claim(ofAll(ids), [], leaseOf(owner, nowMs))).ids;
    const claim = async (id: string, owner: string, nowMs = NOW) => (await claimAll([id], owner, nowMs)).get(id);
    const settle = (ids: readonly string[], untilMs = NOW + 10 * MINUTE) => store.settle(ofAll(ids), untilMs);

    beforeAll(async () => {
      store = await make();
    });

    it('grants a new id to the first owner that claims it', async () => {
      expect(await claim(unique(), 'a')).toBe('claimed');
    });

    it('grants each id to exactly one of many owners that claim it at the same time', async () => {
      const ids = several(10);
      const owners = Array.from({ length: 6 }, (_, index) => `owner ${index}`);
      const answers = await Promise.all(owners.map((owner) => claimAll(ids, owner)));
      for (const id of ids) {
        const states = answers.map((answer) => answer.get(id)).toSorted();
        expect(states).toEqual(['claimed', ...Array(5).fill('held')]);
      }
    });

    it('claims what is free of a lot, whatever the rest is', async () => {
      const [free, held, done] = several(3) as [string, string, string];
      await claim(held, 'b');
      await settle([done]);
      expect([...(await claimAll([held, free, done], 'a'))].toSorted()).toEqual(
        [
          [held, 'held'],
          [free, 'claimed'],
          [done, 'done'],
        ].toSorted(),
      );
    });

    it('lets an owner claim again what it holds', async () => {
      const id = unique();
      await claim(id, 'a');
      expect(await claim(id, 'a')).toBe('claimed');
    });

    it.each([
      ['one millisecond before the lease ends', MINUTE - 1, 'held'],
      ['when the lease ends', MINUTE, 'claimed'],
      ['hours later', 500 * MINUTE, 'claimed'],
    ])('%s, a claim that was never settled is %s', async (_, later, expected) => {
      const id = unique();
      await claim(id, 'crashed');
      expect(await claim(id, 'b', NOW + later)).toBe(expected);
    });

    it('keeps what was delivered while other claims start and end', async () => {
      const id = unique();
      await claim(id, 'a');
      await settle([id]);
      for (let minute = 1; minute < 10; minute++) await claim(unique(), `other ${minute}`, NOW + minute * MINUTE);
      expect(await claim(id, 'b', NOW + 9 * MINUTE)).toBe('done');
    });

    it('grants an id again once its owner released it', async () => {
      const [id, kept] = several(2) as [string, string];
      await claimAll([id, kept], 'a');
      await store.release(ofAll([id]), [], 'a');
      expect([await claim(id, 'b'), await claim(kept, 'b')]).toEqual(['claimed', 'held']);
    });

    it('releases only claims of the owner, and nothing that was delivered', async () => {
      const [own, other, done, absent] = several(4) as [string, string, string, string];
      await claim(own, 'a');
      await claim(other, 'b');
      await claim(done, 'a');
      await settle([done]);
      await store.release(ofAll([own, other, done, absent]), [], 'a');
      const states = await claimAll([own, other, done, absent], 'c');
      expect([own, other, done, absent].map((id) => states.get(id))).toEqual(['claimed', 'held', 'done', 'claimed']);
    });

    it('releases only one of several claims of an owner, claimed together or one after the other', async () => {
      const [released, together, later] = several(3) as [string, string, string];
      await claimAll([released, together], 'a');
      await claim(later, 'a');
      await store.release(ofAll([released]), [], 'a');
      expect([await claim(later, 'b'), await claim(together, 'a'), await claim(released, 'b')]).toEqual([
        'held',
        'claimed',
        'claimed',
      ]);
    });

    it('distinguishes long ids that differ only at their end', async () => {
      const [one, other] = [`${'x'.repeat(5_000)}1 ${bucket}`, `${'x'.repeat(5_000)}2 ${bucket}`];
      expect([await claim(one, 'a'), await claim(other, 'a')]).toEqual(['claimed', 'claimed']);
      expect(await claim(one, 'b')).toBe('held');
    });

    it('keeps claims and threads of the same name apart', async () => {
      const id = unique();
      const { ids, threads } = await store.claim(ofAll([id]), [id], leaseOf('a'));
      expect([ids.get(id), threads.get(id)]).toEqual(['claimed', { state: 'ours' }]);
    });
  });

  describe(`state store: ${name}: buckets`, () => {
    const claim = async (id: string, bucket: string | null, nowMs = NOW) =>
      (await store.claim([{ id, bucket }], [], leaseOf('a', nowMs))).ids.get(id);

    beforeAll(async () => {
      store = await make();
    });

    it.each([null, 'a separate bucket'])('forget what was delivered when its time ends: %s', async (bucket) => {
      const id = unique();
      await store.settle([{ id, bucket }], NOW + 10 * MINUTE);
      expect(await claim(id, bucket, NOW + 10 * MINUTE - 1)).toBe('done');
      expect(await claim(id, bucket, NOW + 10 * MINUTE)).toBe('claimed');
    });

    it('still forget it after something else was delivered, later than its time', async () => {
      const [early, late] = several(2) as [string, string];
      const bucket = 'a bucket that is used again';
      await store.settle([{ id: early, bucket }], NOW + 10 * MINUTE);
      expect(await claim(late, bucket, NOW + 10 * MINUTE)).toBe('claimed');
      await store.settle([{ id: late, bucket }], NOW + 20 * MINUTE);
      expect(await claim(early, bucket, NOW + 11 * MINUTE)).toBe('claimed');
      expect(await claim(late, bucket, NOW + 11 * MINUTE)).toBe('done');
    });

    it('take a full lot, in several buckets', async () => {
      const ids = several(LOT_MAX).map((id, index) => ({ id, bucket: `bucket ${index % 3}` }));
      const { ids: states } = await store.claim(ids, [], leaseOf('a'));
      expect([states.size, new Set(states.values())]).toEqual([LOT_MAX, new Set(['claimed'])]);
      await store.settle(ids, NOW + MINUTE);
      const { ids: again } = await store.claim(ids, [], leaseOf('b'));
      expect(new Set(again.values())).toEqual(new Set(['done']));
    });

    it('return when ids were posted without an answer to any owner that claims them', async () => {
      const [twice, once, never] = several(3).map((id) => ({ id, bucket: 'unconfirmed' })) as [
        ClaimId,
        ClaimId,
        ClaimId,
      ];
      const timesOf = async (owner: string, nowMs: number) =>
        (await store.claim([twice, once, never], [], leaseOf(owner, nowMs))).unconfirmed;
      expect(await timesOf('a', NOW)).toEqual(new Map());
      await store.noteUnconfirmed([twice, once], NOW + 1);
      await store.noteUnconfirmed([twice], NOW + 2);
      await store.release([twice, once, never], [], 'a');
      const times = await timesOf('b', NOW + 3);
      expect([...times.keys()].toSorted()).toEqual([twice.id, once.id].toSorted());
      expect([times.get(twice.id)?.toSorted(), times.get(once.id)]).toEqual([[NOW + 1, NOW + 2], [NOW + 1]]);
      expect((await store.claim([twice], [], leaseOf('b', NOW + 3))).ids.get(twice.id)).toBe('claimed');
    });

    it('keep nothing about answers of ids that have no bucket', async () => {
      const id = { id: unique(), bucket: null };
      await store.noteUnconfirmed([id], NOW);
      expect((await store.claim([id], [], leaseOf('a', NOW))).unconfirmed).toEqual(new Map());
    });

    it('return what was delivered of many ids in one look, and nothing that is only claimed or has expired', async () => {
      const ids = several(40).map((id, index) => ({ id, bucket: `look ${index % 2}` }));
      const [done, claimed] = [ids.slice(0, 20), ids.slice(20)];
      await store.claim(claimed, [], leaseOf('a'));
      await store.settle(done, NOW + 10 * MINUTE);
      expect(await store.delivered(ids, NOW)).toEqual(new Set(done.map(({ id }) => id)));
      expect(await store.delivered(ids, NOW + 10 * MINUTE)).toEqual(new Set());
      expect(await store.delivered([{ id: unique(), bucket: 'never used' }], NOW)).toEqual(new Set());
    });
  });

  describe(`state store: ${name}: threads`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('grants the right to start a thread to exactly one of many owners that claim it at the same time', async () => {
      const key = unique();
      const slots = await Promise.all(Array.from({ length: 8 }, (_, index) => open(key, `owner ${index}`)));
      expect(slots.map((slot) => slot?.state).toSorted()).toEqual([...Array(7).fill('opening'), 'ours']);
    });

    it('shows the thread to every invocation after it is started', async () => {
      const key = await started();
      const shows = { variants: new Set(['v1']), posted: new Set(['first']) };
      expect(await open(key, 'b')).toEqual({
        state: 'open',
        thread: { handle: FIRST, total: 1, note: 'start', ...shows },
      });
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

    it('grants the right to start another to exactly one of many owners after a thread is closed', async () => {
      const key = unique();
      await open(key, 'a');
      await start(key);
      await store.closeThread(key, FIRST, NOW);
      const slots = await Promise.all(Array.from({ length: 5 }, (_, index) => open(key, `owner ${index}`)));
      expect(slots.map((slot) => slot?.state).toSorted()).toEqual([...Array(4).fill('opening'), 'ours']);
      await start(key, SECOND);
      expect(await open(key, 'b')).toMatchObject({ state: 'open', thread: { handle: SECOND } });
    });

    it('releases the right to start a thread that replaces a closed one', async () => {
      const key = await started();
      await store.closeThread(key, FIRST, NOW);
      expect((await open(key, 'a'))?.state).toBe('ours');
      await store.release([], [key], 'a');
      expect((await open(key, 'b'))?.state).toBe('ours');
    });

    it('does not grant the right to start a thread again if the one before it is closed after its window', async () => {
      const key = await started();
      expect((await open(key, 'a', NOW + 15 * MINUTE))?.state).toBe('ours');
      await store.closeThread(key, FIRST, NOW + 15 * MINUTE);
      expect((await open(key, 'b', NOW + 15 * MINUTE))?.state).toBe('opening');
    });

    it('keeps a thread that has replaced the one to be closed', async () => {
      const key = await started(SECOND);
      await store.closeThread(key, FIRST, NOW);
      expect(await open(key, 'b')).toMatchObject({ state: 'open', thread: { handle: SECOND } });
    });

    it('releases the right to start a thread, but only that of its owner and never that of a started one', async () => {
      const [opening, other] = several(2) as [string, string];
      const running = await started();
      await open(opening, 'a');
      await open(other, 'b');
      await store.release([], [opening, other, running], 'a');
      expect((await open(opening, 'c'))?.state).toBe('ours');
      expect((await open(other, 'c'))?.state).toBe('opening');
      expect((await open(running, 'c'))?.state).toBe('open');
    });

    it('counts what is added, and keeps what replies show', async () => {
      const key = await started();
      expect(await store.addToThread(key, FIRST, { by: 1, posted: { id: 'reply', variant: 'v2' } })).toBe(true);
      expect(await store.addToThread(key, FIRST, { by: 1, posted: { id: null, variant: 'v3' } })).toBe(true);
      expect(await store.addToThread(key, FIRST, { by: 40 })).toBe(true);
      const shows = { variants: new Set(['v1', 'v2', 'v3']), posted: new Set(['first', 'reply']) };
      expect(await open(key, 'b')).toMatchObject({ state: 'open', thread: { handle: FIRST, total: 43, ...shows } });
    });

    it('loses no count when many count at the same time', async () => {
      const key = await started();
      await Promise.all(Array.from({ length: 8 }, () => store.addToThread(key, FIRST, { by: 3 })));
      expect(await store.threadCount(key, FIRST)).toEqual({ total: 25, shown: 1, shownAtMs: 0 });
    });

    it('counts nothing where a thread is gone, closed or replaced', async () => {
      const [replaced, closed] = [await started(SECOND), await started()];
      await store.closeThread(closed, FIRST, NOW);
      for (const key of [unique(), replaced, closed]) {
        expect(await store.addToThread(key, FIRST, { by: 5 })).toBe(false);
      }
      expect(await store.threadCount(replaced, SECOND)).toEqual(COUNTS_OF_ONE);
    });

    it('keeps the highest count shown', async () => {
      const key = await started();
      await store.markShown(key, FIRST, 50, NOW);
      await store.markShown(key, FIRST, 20, NOW);
      expect(await store.threadCount(key, FIRST)).toEqual({ total: 1, shown: 50, shownAtMs: NOW });
    });

    it('does not mix the counts of a thread with those of the one that replaced it', async () => {
      const key = await started();
      await store.addToThread(key, FIRST, { by: 5 });
      await store.markShown(key, FIRST, 6, NOW);
      await start(key, SECOND, NOW + 30 * MINUTE);
      await store.markShown(key, FIRST, 50, NOW);
      await store.addToThread(key, SECOND, { by: 2 });
      expect(await store.threadCount(key, FIRST)).toEqual(COUNTS_OF_ONE);
      expect(await store.threadCount(key, SECOND)).toEqual({ ...COUNTS_OF_ONE, total: 3 });
    });
  });

  describe(`state store: ${name}: counts to show`, () => {
    beforeAll(async () => {
      store = await make();
    });

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
      await store.addToThread(key, FIRST, { by: 4 });
      const [deferred] = await deferredOf(key);
      expect(deferred).toMatchObject({ key, handle: FIRST, note: 'the note', total: 5, shown: 1, shownAtMs: 0 });
      if (deferred) await store.settleCount(deferred);
      expect(await deferredOf(key)).toEqual([]);
    });

    it('keeps what was deferred after the note that is settled', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 2, 'first');
      const [found] = await deferredOf(key);
      await store.deferCount(key, FIRST, 3, 'second');
      if (found) await store.settleCount(found);
      expect(await deferredOf(key)).toMatchObject([{ note: 'second' }]);
    });

    it('keeps a count that was deferred again by a slower invocation, with its lower total', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 3, 'first');
      const [found] = await deferredOf(key);
      await store.deferCount(key, FIRST, 2, 'second');
      if (found) await store.settleCount(found);
      expect(await deferredOf(key)).toMatchObject([{ note: 'first' }]);
    });

    it('defers the count of a message again after it was settled', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 5, 'note');
      await settleAll();
      await store.deferCount(key, FIRST, 5, 'note');
      expect(await deferredOf(key)).toHaveLength(1);
    });

    it('keeps the highest total that was noted of a thread that is gone, with its note', async () => {
      await settleAll();
      const key = await started();
      await store.deferCount(key, FIRST, 9, 'the later one was faster');
      await store.deferCount(key, FIRST, 5, 'last');
      await store.closeThread(key, FIRST, NOW);
      expect(await deferredOf(key)).toMatchObject([{ total: 9, note: 'the later one was faster' }]);
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
      await store.addToThread(key, FIRST, { by: 6 });
      await store.deferCount(key, FIRST, 7, 'note');
      await start(key, SECOND, NOW + 30 * MINUTE);
      expect(await deferredOf(key)).toMatchObject([{ handle: FIRST, total: 7, shown: 1 }]);
      await store.closeThread(key, SECOND, NOW);
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
describeStateStore('memory that is written and read between all calls', async () => writtenBetweenCalls());

// Every call finds what the snapshot after the one before contains, as in a replay that is interrupted again and again.
function writtenBetweenCalls(): StateStore {
  let stored: StateSnapshot | undefined;
  const call = (name: keyof StateStore) => {
    const made = (args: readonly unknown[]) => {
      const state = createMemoryState(stored);
      const answer = Reflect.apply(state[name], state, args);
      stored = JSON.parse(JSON.stringify(state.snapshot())) as StateSnapshot;
      return answer;
    };
    return (...args: readonly unknown[]) => made(args);
  };
  return new Proxy({} as StateStore, {
    get: (_target, name) => (name === 'then' ? undefined : call(name as keyof StateStore)),
  });
}

// Before the call after some others, something else happens.
function interrupted(table: StateTable, calls: number, happens: () => Promise<void>): StateTable {
  let left = calls;
  return new Proxy(table, {
    get:
      (target, name) =>
      async (...args: readonly unknown[]) => {
        if (left-- === 0) await happens();
        return Reflect.apply(target[name as keyof StateTable], target, args);
      },
  });
}

describe('with DynamoDB', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await useMoto();
    await createStateTable('state');
  });

  describeStateStore('DynamoDB', async () => stateStoreOn(patientTable('state')));

  it('writes every item with a time to live in whole seconds, not before its time ends', async () => {
    const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: 'state' }));
    const numberOf = (item: Record<string, AttributeValue>, name: string) => Number(item[name]?.N);
    expect(Items.length).toBeGreaterThan(20);
    for (const item of Items) {
      expect(numberOf(item, 'expiresAt')).toBe(Math.ceil(numberOf(item, 'untilMs') / 1_000));
    }
  });

  it('keeps the rights to start threads only for minutes, because every invocation with alerts changes their item', async () => {
    const store = stateStoreOn(patientTable('state'));
    const lease = (second: number) => {
      const nowMs = NOW + 60 * MINUTE + second * 1_000;
      return { owner: `${'o'.repeat(40)}${second}`, nowMs, untilMs: nowMs + 32_000 };
    };
    for (let second = 0; second < 600; second += 5) await store.claim([], [`busy ${second}`], lease(second));
    const command = new GetItemCommand({ TableName: 'state', Key: { id: { S: 'ledger#openings' } } });
    const { Item = {} } = await new DynamoDBClient({}).send(command);
    const rights = Object.values(Item).flatMap(({ SS = [] }) => SS);
    expect(rights.filter((right) => right.includes('|o')).length).toBeLessThanOrEqual((32 + 60) / 5 + 1);
    const state = async (second: number) => (await store.claim([], [`busy ${second}`], lease(600))).threads;
    expect([...(await state(595)).values(), ...(await state(0)).values()]).toEqual([
      { state: 'opening' },
      { state: 'ours' },
    ]);
  });

  const itemOf = async (id: string) => {
    const command = new GetItemCommand({ TableName: 'state', Key: { id: { S: id } } });
    return (await new DynamoDBClient({}).send(command)).Item;
  };

  it('keeps what must not be deleted yet for longer than that', async () => {
    const store = stateStoreOn(patientTable('state'));
    await store.claim([{ id: 'kept', bucket: 'kept' }], [], leaseOf('a'));
    expect(Number((await itemOf('ledger#kept'))?.untilMs?.N)).toBeGreaterThan(leaseOf('a').untilMs);
    await store.deferCount('kept', FIRST, 2, 'note');
    expect(Number((await itemOf(`note#kept#${FIRST.ts}`))?.untilMs?.N)).toBeGreaterThan(
      Date.now() + 6 * 24 * 60 * MINUTE,
    );
  });

  it('returns 25 of many deferred counts', async () => {
    await createStateTable('many-counts');
    const store = stateStoreOn(patientTable('many-counts'));
    const handles = Array.from({ length: 30 }, (_, index) => ({ channel: 'C0123456789', ts: `1.${index}` }));
    for (const handle of handles) await store.deferCount('key', handle, 2, 'note');
    expect(await store.deferredCounts()).toHaveLength(25);
  });

  it.each([0, 1, 2])(
    'keeps a count that another invocation defers %i calls into settling the one before',
    async (calls) => {
      const key = `raced ${calls}`;
      const [store, withTable] = [stateStoreOn(patientTable('state')), patientTable('state')];
      await store.deferCount(key, FIRST, 2, 'first');
      const notesOf = async () => (await store.deferredCounts()).filter((one) => one.key === key);
      const [found] = await notesOf();
      const second = () => store.deferCount(key, FIRST, 3, 'second');
      const raced = stateStoreOn((what, call) => withTable(what, (table) => call(interrupted(table, calls, second))));
      if (found) await raced.settleCount(found);
      expect(await notesOf()).toMatchObject([{ note: 'second', total: 3 }]);
    },
  );

  describe('with items of a shape that this version does not write', () => {
    const store = stateStoreOn(patientTable('state'));
    const put = (item: Record<string, AttributeValue>) =>
      new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'state', Item: item }));
    const later = { N: String(NOW + 60 * MINUTE) };

    it('records nothing more in a bucket that is full, and every id counts as free', async () => {
      await put({ id: { S: 'ledger#full' }, filler: { S: 'x'.repeat(399_000) } });
      const ids = Array.from({ length: LOT_MAX }, (_, index) => ({ id: `${index}`, bucket: 'full' }));
      for (const owner of ['a', 'b']) {
        const { ids: states } = await store.claim(ids, [], leaseOf(owner));
        expect([states.size, new Set(states.values())]).toEqual([LOT_MAX, new Set(['claimed'])]);
        await store.settle(ids, NOW + MINUTE);
      }
    });

    it('ignores a claim without a time', async () => {
      await put({ id: { S: 'claim#timeless' }, state: { S: 'held' } });
      expect((await store.claim([{ id: 'timeless', bucket: null }], [], leaseOf('a'))).ids.get('timeless')).toBe(
        'claimed',
      );
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
      await store.startThread(what, FIRST, { id: 'first', variant: 'v', untilMs: NOW + MINUTE, note: '' });
      expect(await open('b')).toMatchObject({ state: 'open', thread: { handle: FIRST } });
    });

    it('keeps the note of an alert that a thousand long rules match', async () => {
      const rule = { ...RULE, expression: 'x'.repeat(8_192), description: 'x'.repeat(5_000) };
      const rules = Array.from({ length: 1_000 }, (_, index) => ({ ...rule, name: `rule ${index}` }));
      const alert = anAlert(RECORDS['trail-stopped'] ?? {}, rule, rules);
      const destination = { id: 'slack:C0123456789' } as Destination;
      const first = noteOf(destination, alert);
      await store.startThread('many-rules', FIRST, { id: 'first', variant: 'v', untilMs: NOW + MINUTE, note: first });
      await store.deferCount('many-rules', FIRST, 2, noteWithLast(first, destination, alert));
      const deferred = (await store.deferredCounts()).find(({ key }) => key === 'many-rules');
      expect(readNote(deferred?.note ?? '')).toMatchObject({ notice: { id: alert.id }, last: { id: alert.id } });
    });

    it('lists no count that was settled', async () => {
      await store.deferCount('listed', FIRST, 2, 'note');
      const note = `note#listed#${FIRST.ts}`;
      const listed = async () => (await itemOf('deferred-counts'))?.members?.SS ?? [];
      expect(await listed()).toContain(note);
      const found = (await store.deferredCounts()).find(({ key }) => key === 'listed');
      if (found) await store.settleCount(found);
      expect(await listed()).not.toContain(note);
    });

    it('forgets a note that names no message', async () => {
      const id = { S: `note#foreign#${FIRST.ts}` };
      await store.deferCount('foreign', FIRST, 2, 'note');
      await put({ id, note: { N: '1' } });
      expect((await store.deferredCounts()).filter(({ handle }) => handle.ts === '')).toEqual([]);
      expect(await itemOf(id.S)).toBeUndefined();
      expect((await itemOf('deferred-counts'))?.members?.SS ?? []).not.toContain(id.S);
    });
  });

  it('reports a missing table as a permanent fault', async () => {
    const claim = stateStoreOn(onStateTable({ tableName: 'nowhere' })).claim(
      [{ id: 'id', bucket: null }],
      [],
      leaseOf('a'),
    );
    await expect(claim).rejects.toMatchObject({ kind: 'permanent', code: 'ResourceNotFoundException' });
  });

  it('returns the settings in the table, and undefined if there are none', async () => {
    const item = { id: { S: 'settings#1' }, settings: { S: 'H4sI' } };
    await moto.call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: 'state', Item: item });
    expect(await readSettingsItem('state', 'settings#1')).toBe('H4sI');
    expect(await readSettingsItem('state', 'settings#2')).toBeUndefined();
  });
});
