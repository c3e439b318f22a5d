// What every store of collections must do, also with concurrent invocations. Run with the memory twin and with DynamoDB. Moto
// restores a table after a cancelled transaction, and with it what others wrote meanwhile; the tests' server takes one request at a time.

import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { collectionStoreOn } from '../../src/adapters/aws/collections.ts';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import { createMemoryCollections } from '../../src/adapters/memory/collections.ts';
import { type ClaimId, STORED_VALUE_MAX } from '../../src/app/ports.ts';
import { CLAIM_PLACES_MAX, type CollectionStore } from '../../src/app/summaries/collection-port.ts';
import { useMoto } from '../servers/shared.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const KEEP = { collectionMs: NOW + HOUR, claimsMs: NOW + 2 * HOUR };

let serial = 0;
const uniqueKey = () => `2026-01-01T08:00#${++serial}`;
const claim = (bucket: string | null = `bucket-${++serial}`): ClaimId => ({ id: `event-${++serial}`, bucket });

function describeCollectionStore(name: string, make: () => Promise<CollectionStore>): void {
  let store: CollectionStore;
  const open = (key: string, claims: readonly ClaimId[] = [], nowMs = NOW) => store.open(key, claims, nowMs);
  const textOf = async (key: string, nowMs = NOW) => (await open(key, [], nowMs)).text;
  const settledOf = async (claims: readonly ClaimId[], nowMs = NOW) => [...(await open('none', claims, nowMs)).settled];
  const written = async (text = 'old') => {
    const key = uniqueKey();
    await (await open(key)).write(text, [], KEEP);
    return key;
  };

  describe(`collection store: ${name}`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it.each<[what: string, bucket: string | null | undefined]>([
      ['in a bucket', undefined],
      ['without a bucket', null],
    ])('writes a collection together with claims %s', async (_, bucket) => {
      const [key, one, other] = [uniqueKey(), claim(bucket), claim(bucket)];
      const opened = await open(key, [one, other]);
      expect(opened).toMatchObject({ text: null, settled: new Set() });
      expect(await opened.write('text', [one], KEEP)).toBe(true);
      expect(await open(key, [one, other])).toMatchObject({ text: 'text', settled: new Set([one.id]) });
    });

    it('settles claims of one bucket in several writes', async () => {
      const key = uniqueKey();
      const claims = [claim('same'), claim('same'), claim('same')];
      for (const one of claims) expect(await (await open(key, claims)).write('text', [one], KEEP)).toBe(true);
      expect(await settledOf(claims)).toEqual(claims.map(({ id }) => id));
    });

    it.each<[what: string, bucket: string | null | undefined]>([
      ['in a bucket', undefined],
      ['without a bucket', null],
    ])('writes neither if a claim %s was settled meanwhile, for another collection too', async (_, bucket) => {
      const [key, one] = [uniqueKey(), claim(bucket)];
      const late = await open(key, [one]);
      await (await open(uniqueKey(), [one])).write('text', [one], KEEP);
      expect(await late.write('twice', [one], KEEP)).toBe(false);
      expect(await textOf(key)).toBeNull();
    });

    it('writes neither if the collection has changed', async () => {
      const [key, one] = [await written(), claim()];
      const late = await open(key, [one]);
      await (await open(key)).write('new', [], KEEP);
      expect(await late.write('lost', [one], KEEP)).toBe(false);
      expect([await textOf(key), await settledOf([one])]).toEqual(['new', []]);
    });

    it('writes neither if another invocation created the collection', async () => {
      const [key, one] = [uniqueKey(), claim()];
      const late = await open(key, [one]);
      await (await open(key)).write('new', [], KEEP);
      expect(await late.write('lost', [one], KEEP)).toBe(false);
      expect(await settledOf([one])).toEqual([]);
    });

    it('is written by one invocation at a time, and by all in the end', async () => {
      const key = uniqueKey();
      const claims = Array.from({ length: 5 }, () => claim('hot'));
      const add = async (one: ClaimId) => {
        for (;;) {
          const opened = await open(key, [one]);
          if (await opened.write(String(Number(opened.text ?? 0) + 1), [one], KEEP)) return;
        }
      };
      await Promise.all(claims.map(add));
      expect(await textOf(key)).toBe('5');
      expect((await settledOf(claims)).sort()).toEqual(claims.map(({ id }) => id).sort());
    });

    it('changes the largest number of places together, with the longest text', async () => {
      const key = uniqueKey();
      const claims = Array.from({ length: CLAIM_PLACES_MAX }, (_, index) => claim(index % 2 ? undefined : null));
      const text = 'x'.repeat(STORED_VALUE_MAX);
      expect(await (await open(key, claims)).write(text, claims, KEEP)).toBe(true);
      expect(await open(key, claims)).toMatchObject({ text, settled: new Set(claims.map(({ id }) => id)) });
    });

    it('rejects a longer text', async () => {
      const write = async () => (await open(uniqueKey())).write('x'.repeat(STORED_VALUE_MAX + 1), [], KEEP);
      await expect(write()).rejects.toMatchObject({ kind: 'permanent', code: 'value_too_large' });
    });

    it.each<[what: string, bucket: string | null | undefined]>([
      ['in a bucket', undefined],
      ['without a bucket', null],
    ])('counts a claim %s as absent from the moment when its time ends', async (_, bucket) => {
      const [key, one] = [uniqueKey(), claim(bucket)];
      await (await open(key, [one])).write('text', [one], KEEP);
      expect(await settledOf([one], KEEP.claimsMs - 1)).toEqual([one.id]);
      expect(await settledOf([one], KEEP.claimsMs)).toEqual([]);
      const again = { collectionMs: NOW + 9 * HOUR, claimsMs: NOW + 9 * HOUR };
      expect(await (await open(key, [one], KEEP.claimsMs)).write('again', [one], again)).toBe(true);
      expect(await settledOf([one], KEEP.claimsMs)).toEqual([one.id]);
    });

    it('forgets the claims of a bucket whose time has ended when another one is settled in it', async () => {
      const [key, old, fresh] = [uniqueKey(), claim('used again'), claim('used again')];
      await (await open(key, [old])).write('text', [old], KEEP);
      const later = { collectionMs: NOW + 9 * HOUR, claimsMs: NOW + 9 * HOUR };
      expect(await (await open(key, [fresh], KEEP.claimsMs)).write('text', [fresh], later)).toBe(true);
      expect(await settledOf([old, fresh], KEEP.claimsMs)).toEqual([fresh.id]);
    });

    it('counts a collection as absent from the moment when its time ends, but still lists it', async () => {
      const key = await written();
      expect(await textOf(key, KEEP.collectionMs - 1)).toBe('old');
      expect(await textOf(key, KEEP.collectionMs)).toBeNull();
      expect(await store.keys()).toContain(key);
    });

    it('lists what was written and not removed, in order', async () => {
      const own = await make();
      const keys = ['2026-01-03T08:00#a', '2026-01-01T08:00#b', '2026-01-02T08:00#a'];
      expect(await own.keys()).toEqual([]);
      for (const key of keys) await (await own.open(key, [], NOW)).write('text', [], KEEP);
      expect(await own.keys()).toEqual([...keys].sort());
      expect(await (await own.open(keys[1] as string, [], NOW)).remove()).toBe(true);
      expect(await own.keys()).toEqual([keys[2], keys[0]]);
      expect((await own.open(keys[1] as string, [], NOW)).text).toBeNull();
    });

    it('does not remove a collection that has changed, and removes an absent one', async () => {
      const key = await written();
      const late = await open(key);
      await (await open(key)).write('new', [], KEEP);
      expect(await late.remove()).toBe(false);
      expect(await textOf(key)).toBe('new');
      expect(await (await open(uniqueKey())).remove()).toBe(true);
    });
  });
}

describeCollectionStore('memory', async () => createMemoryCollections());

describe('with DynamoDB', () => {
  let tables = 0;

  beforeAll(async () => {
    await useMoto();
  }, 60_000);

  const makeStore = async () => {
    const tableName = `state-${++tables}`;
    await createStateTable(tableName);
    return { tableName, store: collectionStoreOn(patientTable(tableName)) };
  };

  describeCollectionStore('DynamoDB', async () => (await makeStore()).store);

  it('stores times as other items do, so that the table deletes what has ended', async () => {
    const { tableName, store } = await makeStore();
    const one = claim('bucket');
    await (await store.open('2026-01-01T08:00#a', [one], NOW)).write('text', [one], KEEP);
    const items = await Promise.all(
      ['collected#2026-01-01T08:00#a', 'ledger#bucket'].map(async (id) => {
        const input = { TableName: tableName, Key: { id: { S: id } } };
        return (await new DynamoDBClient({}).send(new GetItemCommand(input))).Item;
      }),
    );
    expect(items.map((item) => item?.expiresAt?.N)).toEqual(
      [KEEP.collectionMs, KEEP.claimsMs].map((ms) => `${ms / 1000}`),
    );
  });

  it.each([null, 'held'])('does not count a claim as settled that another invocation holds: %s', async (bucket) => {
    const { tableName, store } = await makeStore();
    const one = claim(bucket);
    await stateStoreOn(patientTable(tableName)).claim([one], [], { owner: 'a', nowMs: NOW, untilMs: NOW + HOUR });
    expect((await store.open('2026-01-01T08:00#a', [one], NOW)).settled).toEqual(new Set());
  });

  it.each([null, 'ended'])(
    'writes nothing if a claim whose time had ended was delivered meanwhile: %s',
    async (bucket) => {
      const { tableName, store } = await makeStore();
      const state = stateStoreOn(patientTable(tableName));
      const [one, other] = [claim(bucket), claim(bucket)];
      await state.settle([one], NOW - 1);
      const late = await store.open('2026-01-01T08:00#a', [one, other], NOW);
      await state.settle([one, other], NOW + HOUR);
      expect(await late.write('twice', [one], KEEP)).toBe(false);
    },
  );

  it('settles no more claims in a ledger that is full, and still collects', async () => {
    const { tableName, store } = await makeStore();
    const done = Array.from({ length: 25_000 }, (_, index) => String(index).padStart(10, '0'));
    const item = { id: { S: 'ledger#full' }, done: { SS: done }, untilMs: { N: String(NOW + HOUR) } };
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName: tableName, Item: item }));
    const one = claim('full');
    expect(await (await store.open('2026-01-01T08:00#a', [one], NOW)).write('text', [one], KEEP)).toBe(true);
    expect(await store.open('2026-01-01T08:00#a', [one], NOW)).toMatchObject({ text: 'text', settled: new Set() });
  });

  it('names a fault by what was tried', async () => {
    const store = collectionStoreOn(onStateTable({ tableName: 'nowhere' }));
    await expect(store.keys()).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('list collections'),
    });
  });
});
