// What every store of reading marks must do. Runs with the memory twin and with DynamoDB.

import { beforeAll, describe, expect, it } from 'vitest';
import { markStoreOn } from '../../src/adapters/aws/dynamodb-marks.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import { createMemoryMarks } from '../../src/adapters/memory/marks.ts';
import type { MarkStore } from '../../src/app/verification/verification-port.ts';
import type { ReadingMark } from '../../src/core/digests/reading-mark.ts';
import { useFaultyAws } from '../servers/faulty-aws.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';

const NOW = Date.UTC(2026, 0, 1);
const LATER = NOW + 60_000;
const SHA256 = 'ab'.repeat(32);

const markOf = (key: string, more: Partial<ReadingMark> = {}): ReadingMark => ({
  bucket: 'logs',
  key,
  state: 'read',
  sha256: SHA256,
  ...more,
});

function describeMarkStore(name: string, make: () => Promise<MarkStore>): void {
  describe(`store of reading marks: ${name}`, () => {
    let store: MarkStore;
    beforeAll(async () => {
      store = await make();
    });
    const read = async (keys: readonly string[], nowMs = NOW, bucket = 'logs') =>
      Object.fromEntries(
        await store.read(
          keys.map((key) => ({ bucket, key })),
          nowMs,
        ),
      );

    it('has no marks at first, and takes none', async () => {
      await store.write([], LATER);
      expect(await read(['none'])).toEqual({});
      expect(await read([])).toEqual({});
    });

    it('returns the marks of the objects that have one', async () => {
      await store.write([markOf('a'), markOf('b', { state: 'missing', sha256: '' })], LATER);
      expect(await read(['a', 'b', 'c'])).toEqual({
        'logs/a': { state: 'read', sha256: SHA256 },
        'logs/b': { state: 'missing', sha256: '' },
      });
      expect(await read(['a'], NOW, 'other')).toEqual({});
    });

    it('replaces a mark, also one that is written in the same call', async () => {
      await store.write([markOf('twice', { state: 'altered' })], LATER);
      await store.write([markOf('twice', { sha256: 'first' }), markOf('twice', { state: 'late' })], LATER);
      expect(await read(['twice'])).toEqual({ 'logs/twice': { state: 'late', sha256: SHA256 } });
    });

    it('settles an object once for each content, also if many try at the same time', async () => {
      const attempts = (sha256: string, nowMs = NOW) =>
        Promise.all(
          Array.from({ length: 8 }, () => store.settle(markOf('settled', { sha256 }), nowMs + 60_000, nowMs)),
        );
      const once = [...Array(7).fill(false), true];
      expect((await attempts(SHA256)).sort()).toEqual(once);
      expect(await read(['settled'])).toEqual({ 'logs/settled': { state: 'read', sha256: SHA256 } });
      expect(await attempts(SHA256)).not.toContain(true);
      expect((await attempts('other')).sort()).toEqual(once);
      expect((await attempts('other', LATER)).sort()).toEqual(once);
    });

    it('forgets a mark when its time has ended', async () => {
      await store.write([markOf('old')], LATER);
      expect(Object.keys(await read(['old'], LATER - 1))).toHaveLength(1);
      expect(await read(['old'], LATER)).toEqual({});
    });

    it('takes more marks than one call of a service, with any characters in their keys', async () => {
      const keys = Array.from({ length: 230 }, (_, index) => `AWSLogs/${index}/ü ${'x'.repeat(900)}`);
      await store.write(
        keys.map((key) => markOf(key)),
        LATER,
      );
      expect(Object.keys(await read(keys))).toHaveLength(230);
    });
  });
}

describeMarkStore('memory', async () => createMemoryMarks());

describe('over DynamoDB', () => {
  const faulty = useFaultyAws();
  beforeAll(() => createStateTable('marks'));
  const make = () => markStoreOn(patientTable('marks'));

  describeMarkStore('DynamoDB', async () => make());

  it('writes the marks of a full batch in one call, and reads those of a hundred files in one', async () => {
    const store = make();
    const marks = Array.from({ length: 100 }, (_, index) => markOf(`cost-${index}`));
    await store.write(marks.slice(0, 10), LATER);
    faulty.misbehave({ kind: 'reset' }, 0);
    await store.write(marks.slice(0, 25), LATER);
    expect(faulty.calls()).toBe(1);
    await store.read(marks, NOW);
    expect(faulty.calls()).toBe(2);
  });

  it('settles an object although the response to the first attempt was lost', async () => {
    const store = make();
    faulty.misbehave({ kind: 'lost_answer' });
    expect(await store.settle(markOf('lost'), LATER, NOW)).toBe(true);
    expect(faulty.calls()).toBe(2);
    expect(await store.settle(markOf('lost'), LATER, NOW)).toBe(false);
  });

  it('writes again what the table did not write, and rejects if it writes nothing', async () => {
    const store = make();
    const unprocessed = { UnprocessedItems: { marks: [{ PutRequest: { Item: { id: { S: 'read#x' } } } }] } };
    const answer = { kind: 'answer', status: 200, body: JSON.stringify(unprocessed) } as const;
    faulty.misbehave(answer);
    await store.write([markOf('one'), markOf('two')], LATER);
    expect(faulty.calls()).toBe(2);
    faulty.misbehave(answer);
    await expect(store.write([markOf('one')], LATER)).rejects.toMatchObject({
      name: 'PortError',
      kind: 'transient',
      message: expect.stringContaining('cannot write reading marks'),
    });
  });

  it('rejects with a fault that names the attempt', async () => {
    const store = markStoreOn(onStateTable({ tableName: 'no-such-table' }));
    await expect(store.read([{ bucket: 'b', key: 'k' }], NOW)).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('cannot read reading marks in table no-such-table'),
    });
  });
});
