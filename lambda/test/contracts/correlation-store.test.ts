// What every correlation store must do, also with concurrent invocations. Run with the memory twin and with DynamoDB. Moto restores
// a table after a cancelled transaction, and with it what others wrote meanwhile; the tests' server takes one request at a time.

import { type AttributeValue, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { correlationStoreOn } from '../../src/adapters/aws/dynamodb-correlations.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import { type CorrelationSnapshot, createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { type CorrelationStore, STORED_VALUE_MAX, type StoreChange } from '../../src/app/ports.ts';
import { useFaultyAws } from '../servers/faulty-aws.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const LATER = NOW + 10 * MINUTE;

type Versions = Readonly<Record<string, number | null>>;

/** Writes `values` if the versions are still those expected, which include the keys that are only checked. */
const change = (versions: Versions, values: Readonly<Record<string, string>>, keepUntilMs = LATER): StoreChange => ({
  expected: new Map(Object.entries(versions)),
  writes: Object.entries(values).map(([key, value]) => ({ key, value, keepUntilMs })),
});
const write = (key: string, value: string, version: number | null = null, keepUntilMs = LATER) =>
  change({ [key]: version }, { [key]: value }, keepUntilMs);

let serial = 0;
const unique = () => `correlation#${++serial}`;
const several = (count: number) => Array.from({ length: count }, unique);

function describeCorrelationStore(name: string, make: () => Promise<CorrelationStore>): void {
  let store: CorrelationStore;
  const read = (key: string, nowMs = NOW) => store.read([key], nowMs).then((found) => found.get(key));
  const valuesOf = async (keys: readonly string[], nowMs = NOW) => {
    const found = await store.read(keys, nowMs);
    return keys.map((key) => found.get(key)?.value ?? null);
  };
  const commit = async (one: StoreChange, nowMs = NOW) => (await store.commit([one], nowMs))[0];
  const stored = async (value = 'old') => {
    const key = unique();
    await commit(write(key, value));
    return { key, version: (await read(key))?.version as number };
  };

  describe(`correlation store: ${name}: one value`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('is absent until it is written', async () => {
      const key = unique();
      expect(await read(key)).toBeUndefined();
      expect(await commit(write(key, 'value'))).toBe(true);
      expect(await read(key)).toMatchObject({ value: 'value' });
    });

    it('is replaced if it has the expected version, and has another version afterwards', async () => {
      const { key, version } = await stored();
      expect(await commit(write(key, 'new', version))).toBe(true);
      expect(await read(key)).toMatchObject({ value: 'new', version: expect.not.toSatisfy((v) => v === version) });
    });

    it.each([
      ['the version before', (version: number) => version],
      ['no value', () => null],
      ['a version that never was', () => 7.5e14],
    ])('stays if %s is expected', async (_, versionOf) => {
      const { key, version } = await stored();
      await commit(write(key, 'new', version));
      expect(await commit(write(key, 'conflict', versionOf(version)))).toBe(false);
      expect(await valuesOf([key])).toEqual(['new']);
    });

    it('is not written if it is absent and a version is expected', async () => {
      const key = unique();
      expect(await commit(write(key, 'value', 1))).toBe(false);
      expect(await read(key)).toBeUndefined();
    });

    it('counts as absent from the moment when its time ends', async () => {
      const { key } = await stored();
      expect(await valuesOf([key], LATER - 1)).toEqual(['old']);
      expect(await valuesOf([key], LATER)).toEqual([null]);
    });

    it('is replaced as an absent one after its time, and only as such', async () => {
      const { key, version } = await stored();
      expect(await commit(write(key, 'early'), LATER - 1)).toBe(false);
      expect(await commit(write(key, 'wrong', version, LATER + MINUTE), LATER)).toBe(false);
      expect(await commit(write(key, 'new', null, LATER + MINUTE), LATER)).toBe(true);
      expect(await valuesOf([key], LATER)).toEqual(['new']);
    });

    it('never has the version of one that expired before it', async () => {
      const { key, version } = await stored();
      await commit(write(key, 'new', null, LATER + MINUTE), LATER);
      expect(await commit(write(key, 'conflict', version, LATER + MINUTE), LATER)).toBe(false);
    });

    it.each(['x', 'é', '漢', '"'])('may have the maximum number of characters: %s', async (character) => {
      const key = unique();
      const value = character.repeat(STORED_VALUE_MAX);
      expect(await commit(write(key, value))).toBe(true);
      expect((await read(key))?.value === value).toBe(true);
    });

    it('is refused with more characters, with everything else in the call', async () => {
      const [key, other] = several(2) as [string, string];
      const commits = store.commit([write(other, 'small'), write(key, 'x'.repeat(STORED_VALUE_MAX + 1))], NOW);
      await expect(commits).rejects.toMatchObject({ name: 'PortError', kind: 'permanent', code: 'value_too_large' });
      expect(await valuesOf([key, other])).toEqual([null, null]);
    });

    it('is refused if the change expects no version of it', async () => {
      const commits = store.commit([change({ other: null }, { [unique()]: 'value' })], NOW);
      await expect(commits).rejects.toMatchObject({ kind: 'permanent', code: 'version_unknown' });
    });

    it('is written by exactly one of many that expect the same version', async () => {
      const { key, version } = await stored();
      const results = await Promise.all(several(8).map((value) => commit(write(key, value, version))));
      expect(results.toSorted()).toEqual([...Array(7).fill(false), true]);
    });
  });

  describe(`correlation store: ${name}: a change of several values`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('is written completely', async () => {
      const [one, other] = several(2) as [string, string];
      expect(await commit(change({ [one]: null, [other]: null }, { [one]: '1', [other]: '2' }))).toBe(true);
      expect(await valuesOf([one, other])).toEqual(['1', '2']);
    });

    it('is not written at all if one of them has another version', async () => {
      const free = unique();
      const { key, version } = await stored();
      const both = change({ [free]: null, [key]: version + 1 }, { [free]: 'new', [key]: 'new' });
      expect(await commit(both)).toBe(false);
      expect(await valuesOf([free, key])).toEqual([null, 'old']);
    });

    it.each<[what: string, expected: (version: number) => number | null, isApplied: boolean]>([
      ['has the expected version', (version) => version, true],
      ['has another version', (version) => version + 1, false],
      ['exists and is expected to be absent', () => null, false],
    ])('depends on a value that it does not write: one that %s', async (_, expected, isApplied) => {
      const key = unique();
      const checked = await stored();
      expect(await commit(change({ [key]: null, [checked.key]: expected(checked.version) }, { [key]: 'new' }))).toBe(
        isApplied,
      );
      expect(await valuesOf([key, checked.key])).toEqual([isApplied ? 'new' : null, 'old']);
      expect((await read(checked.key))?.version).toBe(checked.version);
    });

    it('depends on a value that must still be absent', async () => {
      const [key, absent] = several(2) as [string, string];
      expect(await commit(change({ [key]: null, [absent]: null }, { [key]: 'new' }))).toBe(true);
      await commit(write(absent, 'value'));
      expect(await commit(change({ [unique()]: null, [absent]: null }, {}))).toBe(false);
    });

    it('is written by exactly one of many that overlap', async () => {
      const [left, middle, right] = several(3) as [string, string, string];
      const pairs = [left, right, left, right].map((side) => [side, middle] as const);
      const results = await Promise.all(
        pairs.map(([side], index) =>
          commit(change({ [side]: null, [middle]: null }, { [side]: `${index}`, [middle]: `${index}` })),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      const winner = `${results.indexOf(true)}`;
      expect((await valuesOf([left, middle, right])).filter((value) => value !== null)).toEqual([winner, winner]);
    });
  });

  describe(`correlation store: ${name}: many`, () => {
    beforeAll(async () => {
      store = await make();
    });

    it('reads any number of keys in one call, each once', async () => {
      const keys = several(250);
      await store.commit(
        keys.filter((_, index) => index % 2 === 0).map((key) => write(key, key)),
        NOW,
      );
      const found = await store.read([...keys, ...keys], NOW);
      expect(found.size).toBe(125);
      for (const [key, { value }] of found) expect(value).toBe(key);
    });

    it('returns nothing where nothing is asked', async () => {
      expect(await store.read([], NOW)).toEqual(new Map());
      expect(await store.commit([], NOW)).toEqual([]);
      expect(await store.commit([change({}, {})], NOW)).toEqual([true]);
    });

    it.each([1, 60, 61, 230])(
      'applies %i changes independently of each other, except for those that conflict',
      async (count) => {
        const taken = await stored();
        const keys = several(count);
        const isTaken = (index: number) => index % 50 === 7;
        const changes = keys.map((key, index) => (isTaken(index) ? write(taken.key, key) : write(key, key)));
        expect(await store.commit(changes, NOW)).toEqual(keys.map((_, index) => !isTaken(index)));
        expect(await valuesOf(keys)).toEqual(keys.map((key, index) => (isTaken(index) ? null : key)));
        expect(await valuesOf([taken.key])).toEqual(['old']);
      },
    );

    it.each([8, 9, 120])('applies %i changes of several values independently of each other', async (count) => {
      const taken = await stored();
      const pairs = several(count).map((key) => [key, unique()] as const);
      const isTaken = (index: number) => index % 40 === 5;
      const changes = pairs.map(([one, other], index) =>
        change(
          { [one]: null, [other]: null, ...(isTaken(index) && { [taken.key]: null }) },
          { [one]: '1', [other]: '2' },
        ),
      );
      expect(await store.commit(changes, NOW)).toEqual(pairs.map((_, index) => !isTaken(index)));
      const expected = pairs.flatMap((_, index) => (isTaken(index) ? [null, null] : ['1', '2']));
      expect(await valuesOf(pairs.flat())).toEqual(expected);
    });

    it('never applies two changes of one key that expect the same version', async () => {
      const keys = several(80);
      const results = await store.commit(
        [...keys, ...keys].map((key, index) => write(key, `${index}`)),
        NOW,
      );
      for (const [index, key] of keys.entries()) {
        const applied = [index, index + keys.length].filter((place) => results[place]);
        expect(applied).toHaveLength(1);
        expect(await valuesOf([key])).toEqual([`${applied[0]}`]);
      }
    });

    it('takes many values of the maximum size', { timeout: 60_000 }, async () => {
      const keys = several(70);
      const value = '漢'.repeat(STORED_VALUE_MAX);
      expect(
        await store.commit(
          keys.map((key) => write(key, value)),
          NOW,
        ),
      ).toEqual(keys.map(() => true));
      expect(new Set(await valuesOf(keys))).toEqual(new Set([value]));
    });
  });
}

describeCorrelationStore('memory', async () => createMemoryCorrelations());
describeCorrelationStore('memory that is written and read between all calls', async () => writtenBetweenCalls());

function writtenBetweenCalls(): CorrelationStore {
  let stored: CorrelationSnapshot = [];
  const withStored = <T>(call: (store: CorrelationStore) => T): T => {
    const store = createMemoryCorrelations(stored);
    const answer = call(store);
    stored = JSON.parse(JSON.stringify(store.snapshot())) as CorrelationSnapshot;
    return answer;
  };
  return {
    read: (keys, nowMs) => withStored((store) => store.read(keys, nowMs)),
    commit: (changes, nowMs) => withStored((store) => store.commit(changes, nowMs)),
  };
}

describe('with DynamoDB', () => {
  const aws = useFaultyAws();
  const inTable = async (tableName: string) => {
    await createStateTable(tableName);
    return correlationStoreOn(patientTable(tableName));
  };
  let tables = 0;

  describeCorrelationStore('DynamoDB', () => inTable(`state-${++tables}`));

  it('writes every item with a time to live in whole seconds, not before its time ends', async () => {
    const store = await inTable('times');
    await store.commit([write('correlation#1', 'value', null, LATER + 1)], NOW);
    const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: 'times' }));
    const numbers = Items.map((item) => [Number(item.untilMs?.N), Number(item.expiresAt?.N)]);
    expect(numbers).toEqual([[LATER + 1, LATER / 1000 + 1]]);
  });

  it('replaces an item of a shape that this version does not write', async () => {
    const store = await inTable('shapes');
    const item: Record<string, AttributeValue> = { id: { S: 'correlation#1' }, value: { N: '1' } };
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'shapes', Item: item }));
    expect(await store.read(['correlation#1'], NOW)).toEqual(new Map());
    expect(await store.commit([write('correlation#1', 'value')], NOW)).toEqual([true]);
  });

  describe('that has a bad day', () => {
    const cancelled = (...codes: readonly string[]) => ({
      kind: 'answer' as const,
      status: 400,
      body: JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        message: 'Transaction cancelled',
        CancellationReasons: codes.map((Code) => ({ Code })),
      }),
    });
    const error = (code: string) => ({
      kind: 'answer' as const,
      status: 400,
      body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'no' }),
    });
    const once = correlationStoreOn(onStateTable({ tableName: 'bad-days', timeoutMs: 2_000, maxAttempts: 1 }));
    const two = () => {
      const [one, other] = several(2) as [string, string];
      return change({ [one]: null, [other]: null }, { [one]: '1', [other]: '2' });
    };
    beforeAll(() => createStateTable('bad-days'));

    it.each([['TransactionConflict'], ['ConditionalCheckFailed']])(
      'counts a transaction that is cancelled for %s as a conflict',
      async (code) => {
        aws.misbehave(cancelled('None', code));
        expect(await once.commit([two()], NOW)).toEqual([false]);
      },
    );

    it('counts a write that meets a transaction as a conflict', async () => {
      aws.misbehave(error('TransactionConflictException'));
      expect(await once.commit([write(unique(), 'value')], NOW)).toEqual([false]);
    });

    it.each([
      ['ThrottlingError', cancelled('None', 'ThrottlingError')],
      ['ProvisionedThroughputExceeded', cancelled('TransactionConflict', 'ProvisionedThroughputExceeded')],
      ['TransactionCanceledException', cancelled('None', 'None')],
      ['TransactionInProgressException', error('TransactionInProgressException')],
      ['InternalServerError', error('InternalServerError')],
    ])('reports %s as a transient fault', async (code, fault) => {
      aws.misbehave(fault);
      await expect(once.commit([two()], NOW)).rejects.toMatchObject({ name: 'PortError', kind: 'transient', code });
    });

    it('writes together again what a cancelled transaction is not blamed on', async () => {
      const keys = several(90);
      aws.misbehave(cancelled(...keys.map((_, index) => (index === 3 ? 'TransactionConflict' : 'None'))));
      const results = await once.commit(
        keys.map((key) => write(key, key)),
        NOW,
      );
      expect(results).toEqual(keys.map((_, index) => index !== 3));
      expect(aws.calls()).toBe(2);
    });

    it('writes one by one what several cancelled transactions are not blamed on', async () => {
      const keys = several(64);
      aws.misbehave(cancelled('TransactionConflict', ...Array<string>(63).fill('None')), 3);
      const results = await once.commit(
        keys.map((key) => write(key, key)),
        NOW,
      );
      expect(results).toEqual(keys.map((_, index) => index >= 3));
      expect(aws.calls()).toBe(3 + 61);
    });

    it('reads again what a read left unprocessed', async () => {
      const key = unique();
      await once.commit([write(key, 'value')], NOW);
      const left = { 'bad-days': { Keys: [{ id: { S: key } }], ConsistentRead: true } };
      aws.misbehave({ kind: 'answer', status: 200, body: JSON.stringify({ Responses: {}, UnprocessedKeys: left }) });
      expect((await once.read([key, unique()], NOW)).get(key)?.value).toBe('value');
      expect(aws.calls()).toBe(2);
    });

    it('is a transient fault if it returns none of the keys', async () => {
      const key = unique();
      const left = { 'bad-days': { Keys: [{ id: { S: key } }], ConsistentRead: true } };
      const body = JSON.stringify({ Responses: {}, UnprocessedKeys: left });
      aws.misbehave({ kind: 'answer', status: 200, body }, 10);
      await expect(once.read([key], NOW)).rejects.toMatchObject({ kind: 'transient' });
      aws.misbehave({ kind: 'reset' }, 0);
    });

    it('never applies a change twice if its answer is lost', async () => {
      const again = correlationStoreOn(onStateTable({ tableName: 'bad-days', timeoutMs: 2_000, maxAttempts: 3 }));
      const { expected, writes } = two();
      aws.misbehave({ kind: 'lost_answer' });
      // DynamoDB knows the token of the first attempt, and moto does not: the result of the second is a conflict there.
      await again.commit([{ expected, writes }], NOW);
      const found = await again.read([...expected.keys()], NOW);
      expect([...found.values()].map(({ value }) => value).toSorted()).toEqual(['1', '2']);
    });
  });

  it.each([
    ['a read', (store: CorrelationStore) => store.read(['correlation#1'], NOW)],
    ['a write', (store: CorrelationStore) => store.commit([write('correlation#1', 'value')], NOW)],
  ])('reports a missing table as a permanent fault of %s', async (_, call) => {
    const result = call(correlationStoreOn(onStateTable({ tableName: 'nowhere' })));
    await expect(result).rejects.toMatchObject({ kind: 'permanent', code: 'ResourceNotFoundException' });
  });
});
