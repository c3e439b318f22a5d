// Bad input: each kind has an outcome, a log line with its place, a counter, and good neighbours that are still delivered,
// whether in the same batch, the same notification or the same file.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { createCorrelationWorld, denied } from './correlation-world.ts';
import { ACCOUNT, aRecord, BUCKET, batch, keyOf, logFile, notification, records, removal } from './payloads.ts';
import { createWorld, deliveredEvents, type World } from './pipeline-world.ts';

const GOOD = logFile(aRecord());
const BAD = keyOf('bad');
const accessDenied = () => new PortError('transient', 'AccessDenied', 'no access');

type Outcome = 'drop' | 'retry' | 'skip';
const FILES: readonly (readonly [what: string, bytes: Uint8Array | Error | null, outcome: Outcome, says: RegExp])[] = [
  ['neither gzip nor JSON', Buffer.from('<html>'), 'drop', /not_gzip/],
  ['damaged gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]), 'drop', /gzip/],
  ['truncated gzip', GOOD.subarray(0, GOOD.length / 2), 'drop', /truncated_gzip/],
  ['an empty object', new Uint8Array(), 'drop', /not_gzip/],
  ['gzip of nothing', gzipSync(''), 'drop', /not_json/],
  ['gzip of text that is not JSON', gzipSync('{"Records":'), 'drop', /not_json|no_records/],
  ['JSON without Records', gzipSync('{"records":[]}'), 'drop', /no_records/],
  ['Records that are not a list', gzipSync('{"Records":{"a":1}}'), 'drop', /no_records/],
  ['JSON that is a list', gzipSync('[1,2]'), 'drop', /no_records/],
  ['an object deleted before it is read', null, 'drop', /NoSuchKey/],
  ['an object without read permission', accessDenied(), 'retry', /AccessDenied/],
  ['an unexpected error', new Error('a bug'), 'retry', /unexpected.*a bug/s],
];

function worldWith(bytes: Uint8Array | Error | null) {
  const world = createWorld();
  world.put('good', aRecord());
  world.put('other', aRecord());
  if (bytes instanceof Uint8Array) world.putBytes('bad', bytes);
  const { logFiles } = world;
  const read: typeof logFiles.read = async (ref) => {
    if (bytes instanceof Error && ref.key === BAD) throw bytes;
    return logFiles.read(ref);
  };
  return { world, ports: { logFiles: { read } } };
}

function expectLogged(world: World, outcome: Outcome, says: RegExp) {
  const lines = world.logged(`item_${outcome}`);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.fields).toMatchObject({ bucket: BUCKET, key: BAD });
  expect(String(lines[0]?.fields.reason ?? lines[0]?.fields.cause)).toMatch(says);
}

describe('a log file that is bad', () => {
  it.each(FILES)(
    'has its outcome, and its neighbours are delivered: %s, in a batch of messages',
    async (_, bytes, outcome, says) => {
      const { world, ports } = worldWith(bytes);
      const payload = batch(notification('good'), notification('bad'), notification('other'));
      const { retries, counters } = await world.invoke(payload, ports);
      expect(retries.map(({ id }) => id)).toEqual(outcome === 'retry' ? ['m1'] : []);
      const read = { delivered: 2, logFilesRead: 2 };
      expect(counters).toMatchObject({ ...read, [outcome === 'retry' ? 'itemsRetried' : 'itemsDropped']: 1 });
      expectLogged(world, outcome, says);
    },
  );

  it.each(FILES)(
    'has its outcome, and its neighbours are delivered: %s, in one notification without a queue',
    async (_, bytes, outcome, says) => {
      const { world, ports } = worldWith(bytes);
      const { retries, counters, partialFailures } = await world.invoke(notification('good', 'bad', 'other'), ports);
      expect(partialFailures).toBe(false);
      expect(retries.map(({ id }) => id)).toEqual(outcome === 'retry' ? [null] : []);
      expect(counters).toMatchObject({ delivered: 2 });
      expectLogged(world, outcome, says);
    },
  );
});

describe('a broken record', () => {
  it.each<[string, unknown]>([
    ['text', 'no record'],
    ['null', null],
    ['a list', [aRecord()]],
    ['a number', 7],
  ])('that is %s is reported with its index, and the others are decided', async (_, broken) => {
    const world = createWorld();
    world.put('file', aRecord(), broken, aRecord());
    const { retries, counters } = await world.invoke(notification('file'));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ recordsRead: 3, broken: 1, delivered: 2 });
    expect(world.logged('record_broken').map(({ fields }) => fields)).toMatchObject([
      { bucket: BUCKET, key: keyOf('file'), index: 1 },
    ]);
  });

  it('among 5,000 has no effect on the others', async () => {
    const world = createWorld({ settings: { thread_replies_max: 5_000 } });
    const alerting = Array.from({ length: 100 }, () => aRecord());
    const harmless = records(4_900, { eventName: 'DescribeTrails' }).map((record) => JSON.stringify(record));
    const texts = [...harmless, ...alerting.map((record) => JSON.stringify(record))];
    texts.splice(2_500, 0, '{"eventID": "torn", "eventName": Delete');
    world.putBytes('file', gzipSync(`{"Records":[${texts.join(',')}]}`));
    const { counters } = await world.invoke(notification('file'));
    expect(counters).toMatchObject({ recordsRead: 5_001, broken: 1, alerted: 100, delivered: 100 });
    expect(world.logged('record_broken')).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['without fields', {}],
    ['without an identity', { eventName: 'DeleteTrail' }],
    ['with an identity of another type', { eventName: 'DeleteTrail', userIdentity: 'root', eventTime: 7 }],
    ['with an empty event id', { eventName: 'DeleteTrail', eventID: '' }],
    ['with an invalid time', { eventName: 'DeleteTrail', eventID: 'e', eventTime: 'yesterday' }],
    ['with keys of a prototype', JSON.parse('{"__proto__": {"eventName": "DeleteTrail"}, "constructor": 1}')],
  ])('%s is decided like any other record', async (_, record) => {
    const world = createWorld();
    world.put('file', record, aRecord({ eventID: 'good' }));
    const { retries, counters } = await world.invoke(notification('file'));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ recordsRead: 2, broken: 0, failed: 0 });
    expect(deliveredEvents(world.channel())).toContain('good');
  });

  it('whose message cannot be rendered fails without its neighbours', async () => {
    const world = createWorld();
    world.put('file', aRecord({ eventID: 'bad' }), aRecord({}, 'joe'), aRecord({}, 'ann'));
    const destinations = new Map(
      [...world.pipeline.destinations].map(([id, destination]) => {
        const message: typeof destination.renderer.message = (notice, count) => {
          if (notice.id === 'event#bad') throw new TypeError('cannot be rendered');
          return destination.renderer.message(notice, count);
        };
        return [id, { ...destination, renderer: { ...destination.renderer, message } }];
      }),
    );
    const { retries, counters } = await world.invoke(batch(notification('file')), { destinations });
    expect(counters).toMatchObject({ delivered: 2, failed: 1 });
    expect(retries).toMatchObject([{ id: 'm0' }]);
    expect(world.logged('delivery_failed')).toMatchObject([{ fields: { notice: 'event#bad' } }]);
  });
});

describe('a message that is not a notification', () => {
  it.each<[string, string | JsonObject]>([
    ['not JSON', 'hello'],
    ['empty', ''],
    ['JSON that is a number', '7'],
    ['null', 'null'],
    ['an object of no known source', { hello: 'world' }],
    ['Records of nothing known', { Records: [{ eventSource: 'aws:dynamodb' }] }],
    ['a notification without a key', { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] }],
    ['endlessly nested messages', nested(9)],
  ])('%s is dropped and logged with its message id, and its neighbours are delivered', async (_, body) => {
    const world = createWorld();
    world.put('good', aRecord());
    const { retries, counters } = await world.invoke(batch(body, notification('good')));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ itemsDropped: 1, delivered: 1 });
    expect(world.logged('item_drop')).toMatchObject([{ fields: { deliveryId: 'm0', reason: expect.any(String) } }]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'hello'],
    ['an empty object', {}],
    ['an empty list of records', { Records: [] }],
  ])('%s, as the whole payload, is dropped without an error', async (_, payload) => {
    const world = createWorld();
    const { retries, counters } = await world.invoke(payload);
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ itemsDropped: 1 });
  });

  it('but a test event or a digest file is skipped, and its neighbours are delivered', async () => {
    const world = createWorld();
    world.put('good', aRecord());
    const digest = notification('good');
    const text = JSON.stringify(digest).replaceAll('CloudTrail%2F', 'CloudTrail-Digest%2F');
    const both = { Records: [...JSON.parse(text).Records, ...(digest.Records as [])] };
    const test = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET };
    const { retries, counters } = await world.invoke(batch(both, test));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ itemsSkipped: 2, itemsDropped: 0, delivered: 1 });
  });
});

describe('a removed log file', () => {
  const removed = removal('gone');

  it('is delivered once, even if it is notified several times', async () => {
    const world = createWorld();
    await world.invoke(batch(removed, removed));
    await world.invoke(batch(removed));
    expect(world.channel().posts.map(({ message }) => message.notice)).toMatchObject([
      { kind: 'removed-object', key: keyOf('gone'), subject: { accountIds: [ACCOUNT] } },
    ]);
  });

  it('is skipped if the setting is off', async () => {
    const world = createWorld({ settings: { s3_removed_object_notification: false } });
    const { counters } = await world.invoke(batch(removed));
    expect(counters.itemsSkipped).toBe(1);
    expect(world.channel().calls()).toBe(0);
  });
});

function nested(depth: number): JsonObject {
  return depth === 0
    ? {}
    : { Type: 'Notification', TopicArn: 'arn:aws:sns:a:b', Message: JSON.stringify(nested(depth - 1)) };
}

describe('a record that is nested deeper than a stack', () => {
  const deep = `${'{"a":['.repeat(20_000)}1${']}'.repeat(20_000)}`;
  const deepen = (record: JsonObject) =>
    JSON.stringify({ ...record, requestParameters: 'DEEP' }).replace('"DEEP"', deep);
  const deepRecord = (more: JsonObject = {}) => deepen(aRecord(more));
  const fileOf = (...of: readonly string[]) => gzipSync(`{"Records":[${of.join(',')}]}`);

  it.each([
    ['with an event id', {}],
    ['without one', { eventID: null }],
  ])('%s is delivered like its neighbours', async (_, more) => {
    const world = createWorld({
      settings: { use_default_rules: true, rule_packs: ['cis', 'threats', 'account-watch'] },
    });
    world.putBytes('deep', fileOf(deepRecord(more), JSON.stringify(aRecord({ eventID: 'good' }, 'joe'))));
    const { retries, counters } = await world.invoke(batch(notification('deep')));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ delivered: 2 });
    expect(deliveredEvents(world.channel())).toContain('good');
  });

  it('is folded like others', async () => {
    const world = createWorld({ settings: { thread_replies_max: 0 } });
    world.putBytes('deep', fileOf(deepRecord(), deepRecord(), deepRecord()));
    expect((await world.invoke(batch(notification('deep')))).retries).toEqual([]);
    expect(world.channel().posts[0]?.message.count).toBe(3);
  });

  it('feeds correlations like others', async () => {
    const world = createCorrelationWorld();
    world.putBytes('deep', fileOf(...[0, 1, 2].map((second) => deepen(denied(second)))));
    expect((await world.invoke(batch(notification('deep')))).retries).toEqual([]);
    expect(world.alerts()).toHaveLength(1);
  });
});
