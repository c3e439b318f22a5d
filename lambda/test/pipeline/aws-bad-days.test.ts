// AWS's bad days, from the trigger to the channel: S3 and DynamoDB that throttle, fail and break connections, time that
// runs out in the middle of a file, and messages that cannot be processed. S3 and DynamoDB are the real clients.

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettingsItem } from '../../src/adapters/aws/dynamodb-settings.ts';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { createLogFileStore } from '../../src/adapters/aws/s3-log-files.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { PortError } from '../../src/app/ports.ts';
import { type AwsFault, useFaultyAws } from '../servers/faulty-aws.ts';
import { createStateTable } from '../servers/state-table.ts';
import { createQueue } from '../simulation/queue.ts';
import { createChance } from '../simulation/random.ts';
import { aRecord, BUCKET, batch, batchOf, keyOf, logFile, notification, records, strangers } from './payloads.ts';
import { createWorld, deliveredEvents, slowDestinations, TIMEOUT_MS } from './pipeline-world.ts';

const s3Answer = (status: number, code: string): AwsFault => ({
  kind: 'answer',
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>injected</Message></Error>`,
});
const tableAnswer = (status: number, code: string): AwsFault => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'injected' }),
});
const LONG = 50;

describe('with the real clients', () => {
  const aws = useFaultyAws();

  beforeAll(async () => {
    await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: BUCKET }));
    await createStateTable('state');
  });

  const options = { timeoutMs: 800 };
  const put = (name: string, bytes: Uint8Array) =>
    new S3Client({ forcePathStyle: true }).send(
      new PutObjectCommand({ Bucket: BUCKET, Key: keyOf(name), Body: bytes }),
    );

  describe('the settings of a role whose permissions are not in effect yet', () => {
    const read = async (denied: number) => {
      const waits: number[] = [];
      const item = { id: { S: 'settings#1' }, settings: { S: 'H4sI' } };
      await aws.moto.call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: 'state', Item: item });
      aws.misbehave(tableAnswer(400, 'AccessDeniedException'), denied);
      const text = readSettingsItem('state', 'settings#1', async (ms) => waits.push(ms));
      return { text: await text.catch((error: PortError) => error.code), waits, calls: aws.calls() };
    };

    it('are read when the permissions are in effect', async () => {
      expect(await read(3)).toEqual({ text: 'H4sI', waits: [1_000, 2_000, 4_000], calls: 4 });
    });

    it('are not waited for longer than the timeout of a function', async () => {
      expect(await read(4)).toEqual({ text: 'AccessDeniedException', waits: [1_000, 2_000, 4_000], calls: 4 });
    });
  });

  const S3_FAULTS: readonly (readonly [string, AwsFault])[] = [
    ['SlowDown', s3Answer(503, 'SlowDown')],
    ['InternalError', s3Answer(500, 'InternalError')],
    ['a broken connection', { kind: 'reset' }],
    ['a connection that breaks in the middle of the file', { kind: 'cut_answer' }],
    ['no answer', { kind: 'silence' }],
  ];

  it.each(S3_FAULTS)(
    'S3: %s that lasts returns the file to the queue, and it is delivered once afterwards',
    async (what, fault) => {
      const world = createWorld();
      const logFiles = createLogFileStore(options);
      const name = `s3-${what.replaceAll(' ', '-')}`;
      await put(name, logFile(...records(2)));
      aws.misbehave(fault, LONG);
      const { retries, counters } = await world.invoke(batchOf(name), { logFiles });
      expect(retries).toMatchObject([{ id: 'm0' }]);
      expect(counters).toMatchObject({ itemsRetried: 1, recordsRead: 0 });
      expect(world.logged('item_retry')[0]?.fields).toMatchObject({ bucket: BUCKET, key: keyOf(name) });
      aws.misbehave(fault, 0);
      for (const _ of [1, 2]) expect((await world.invoke(batchOf(name), { logFiles })).retries).toEqual([]);
      expect(deliveredEvents(world.channel())).toHaveLength(2);
    },
  );

  const TABLE_FAULTS: readonly (readonly [string, AwsFault])[] = [
    ['ThrottlingException', tableAnswer(400, 'ThrottlingException')],
    ['ProvisionedThroughputExceededException', tableAnswer(400, 'ProvisionedThroughputExceededException')],
    ['InternalServerError', tableAnswer(500, 'InternalServerError')],
    ['a table that is gone', tableAnswer(400, 'ResourceNotFoundException')],
    ['AccessDeniedException', tableAnswer(400, 'AccessDeniedException')],
    ['a broken connection', { kind: 'reset' }],
    ['no answer', { kind: 'silence' }],
  ];

  it.each(TABLE_FAULTS)('DynamoDB: %s keeps no alert back', async (_, fault) => {
    const world = createWorld();
    world.put('file', ...strangers(3));
    const state = stateStoreOn(onStateTable({ tableName: 'state', ...options }));
    aws.misbehave(fault, 1_000);
    const { retries, counters } = await world.invoke(batchOf('file'), { state });
    aws.misbehave(fault, 0);
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ delivered: 3, stateUnavailable: 1 });
    expect(world.logged('state_unavailable')).toHaveLength(1);
  });

  it('DynamoDB: one call that fails is repeated by the client, without any effect', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const state = stateStoreOn(onStateTable({ tableName: 'state', ...options }));
    aws.misbehave(tableAnswer(400, 'ThrottlingException'), 1);
    expect((await world.invoke(batchOf('file'), { state })).counters.stateUnavailable).toBe(0);
    await world.invoke(batchOf('file'), { state });
    expect(deliveredEvents(world.channel())).toHaveLength(1);
    expect(world.logged('state_unavailable')).toEqual([]);
  });
});

describe('time that runs out in the middle of a file', () => {
  it('keeps what was delivered, and the next attempts deliver the rest', async () => {
    const world = createWorld();
    world.put('file', ...strangers(20));
    world.put('next', ...strangers(1));
    const delivered: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt++) {
      const { retries } = await world.invoke(batchOf('file', 'next'), slowDestinations(world, 2_000));
      delivered.push(deliveredEvents(world.channel()).length);
      if (retries.length === 0) break;
      expect(['m0', 'm1']).toEqual(expect.arrayContaining(retries.map(({ id }) => id)));
      world.clock.advance(6 * TIMEOUT_MS);
    }
    expect(delivered.length).toBeGreaterThan(2);
    expect(delivered).toEqual([...delivered].sort((a, b) => a - b));
    expect(new Set(deliveredEvents(world.channel())).size).toBe(21);
    expect(deliveredEvents(world.channel())).toHaveLength(21);
  });

  it('starts nothing new that a slow table would not finish', async () => {
    const rules = [
      { name: 'urgent', expression: "eventName == 'DeleteTrail'", severity: 'high' },
      { name: 'calm', expression: "eventName == 'CreateTrail'", severity: 'low' },
    ];
    const world = createWorld({ settings: { rules } });
    world.put('file', ...strangers(10), ...strangers(1, { eventName: 'CreateTrail' }));
    const memory = createMemoryState();
    const began: string[] = [];
    const startedMs = world.clock.nowMs();
    const slow =
      (name: string, method: (...args: unknown[]) => Promise<unknown>) =>
      async (...args: unknown[]) => {
        began.push(`${name} after ${world.clock.nowMs() - startedMs} ms`);
        await world.clock.sleep(1_900);
        return method(...args);
      };
    const methods = Object.entries(memory) as [string, (...args: unknown[]) => Promise<unknown>][];
    const state = Object.fromEntries(methods.map(([name, method]) => [name, slow(name, method)])) as never;
    const { retries } = await world.invoke(batchOf('file'), { state });
    expect(retries).toMatchObject([{ why: 'out_of_time' }]);
    expect(began.filter((call) => call.startsWith('claim'))).toEqual(['claim after 0 ms']);
    world.clock.advance(TIMEOUT_MS);
    expect((await world.invoke(batchOf('file'), { state: memory })).counters.delivered).toBe(1);
  });

  it('starts nothing new, and leaves no claim behind', async () => {
    const world = createWorld();
    world.put('file', aRecord());
    const { retries } = await world.invoke(batchOf('file'), { timeoutMs: 4_000 });
    expect(retries).toMatchObject([{ cause: expect.stringMatching('out_of_time') }]);
    expect((await world.invoke(batchOf('file'))).counters.delivered).toBe(1);
  });
});

describe('a message that cannot be processed', () => {
  it('goes to the dead-letter queue after the last attempt, its neighbours do not, and a redrive delivers it', async () => {
    const world = createWorld();
    world.put('poison', aRecord({ eventID: 'poisoned' }));
    world.put('good', aRecord({ eventID: 'good' }));
    let isForbidden = true;
    const read: typeof world.logFiles.read = async (ref) => {
      if (isForbidden && ref.key === keyOf('poison')) throw new PortError('transient', 'AccessDenied', 'no access');
      return world.logFiles.read(ref);
    };
    const queue = createQueue(createChance(1), 6 * TIMEOUT_MS, 5);
    for (const name of ['poison', 'good']) queue.send(JSON.stringify(notification(name)));
    const drain = async () => {
      for (let rounds = 0; rounds < 20 && queue.waiting() > 0; rounds++) {
        const messages = queue.receive(world.clock.nowMs(), 10);
        const { retries } = await world.invoke(batch(...messages.map(({ body }) => body)), { logFiles: { read } });
        const failed = new Set(retries.map(({ id }) => id));
        for (const [index, { id }] of messages.entries()) if (!failed.has(`m${index}`)) queue.remove(id);
        world.clock.advance(6 * TIMEOUT_MS);
      }
    };
    await drain();
    expect(queue.dead).toMatchObject([{ body: expect.stringContaining('poison'), receives: 6 }]);
    expect(deliveredEvents(world.channel())).toEqual(['good']);
    isForbidden = false;
    queue.redrive();
    await drain();
    expect(queue.dead).toEqual([]);
    expect(deliveredEvents(world.channel())).toEqual(['good', 'poisoned']);
  });
});

describe('a large file that turns out to be broken further on', () => {
  it('is retried while an alert of its good part is undelivered, and is dropped after that', async () => {
    const world = createWorld();
    const padding = 'x'.repeat(1_000);
    const harmless = Array.from({ length: 34_000 }, () => ({ eventVersion: '1', eventName: 'GetObject', padding }));
    const bytes = logFile(aRecord({ eventID: 'early' }), ...harmless);
    world.putBytes('file', bytes.subarray(0, bytes.length - 2_000));
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    const { retries } = await world.invoke(batchOf('file'));
    expect(retries).toHaveLength(1);
    const { retries: none, counters } = await world.invoke(batchOf('file'));
    expect([none.length, counters.itemsDropped, counters.delivered]).toEqual([0, 1, 1]);
    expect(deliveredEvents(world.channel())).toEqual(['early']);
  });
});
