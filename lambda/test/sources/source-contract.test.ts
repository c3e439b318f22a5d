// Slow: takes more than its share of the unit tests.
// The contract of every source: its fixtures decode as their files expect, and no JSON makes it throw.

import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTrigger, SOURCES } from '../../src/core/sources/decode.ts';
import type { Trigger } from '../../src/core/sources/envelope.ts';

interface Fixture {
  readonly title: string;
  readonly payload: unknown;
  readonly expected: Trigger;
}

const folder = new URL('../fixtures/triggers/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
const fixture = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fixture;

describe.each(names.map((name) => ({ name, ...fixture(name) })))('$name', ({ title, payload, expected }) => {
  test(title, () => {
    expect(decodeTrigger(payload)).toEqual(expected);
  });
});

describe.each(SOURCES.map(({ name }) => ({ name })))('source $name', ({ name }) => {
  const own = names.filter((file) => file.startsWith(`${name}.`)).map(fixture);

  test('has a fixture', () => {
    expect(own.length).toBeGreaterThan(0);
  });

  test('is the only source that recognises its fixtures', () => {
    for (const { payload } of own) {
      expect(SOURCES.filter((source) => source.recognises(payload)).map((source) => source.name)).toEqual([name]);
    }
  });

  test('decodes its fixtures with any part missing or of another type', () => {
    const mutated = fc.constantFrom(...own.map(({ payload }) => payload)).chain((payload) => mutations(payload));
    fc.assert(
      fc.property(mutated, (payload) => isTrigger(decodeTrigger(payload))),
      { numRuns: 300 },
    );
  });
});

describe('any payload', () => {
  test('decodes without throwing, into envelopes with items', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (payload) => isTrigger(decodeTrigger(payload))));
  });

  test.each([undefined, () => 1, Symbol('x'), 1n])('decodes even values that are not JSON: %s', (payload) => {
    expect(isTrigger(decodeTrigger(payload))).toBe(true);
  });

  test('never repeats the value of a key', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('Records', 'Event', 'body', 'detail', 'other'), secretJson()),
        (payload) => {
          expect(JSON.stringify(decodeTrigger(payload))).not.toContain('hunter2');
        },
      ),
    );
  });

  test('is invalid if messages are nested without end', () => {
    let payload: unknown = { Event: 's3:TestEvent', Bucket: 'b' };
    for (let depth = 0; depth < 10; depth++) {
      payload = { Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(payload) };
    }
    expect(decodeTrigger(payload).envelopes[0]?.items).toEqual([
      { kind: 'invalid', reason: 'a message inside 4 others' },
    ]);
  });

  test('from CloudWatch Logs is decompressed only up to a limit', () => {
    const bomb = gzipSync(Buffer.alloc(101 * 1024 * 1024)).toString('base64');
    expect(decodeTrigger({ awslogs: { data: bomb } }).envelopes[0]?.items[0]?.kind).toBe('invalid');
  });
});

describe('a payload of CloudWatch Logs', () => {
  const itemsOf = (batch: object) =>
    decodeTrigger({ awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } }).envelopes[0]?.items;
  const data = (...messages: readonly string[]) => ({
    ...{ messageType: 'DATA_MESSAGE', logGroup: 'trail', logEvents: messages.map((message) => ({ message })) },
  });
  const records = { kind: 'records', records: [{ eventName: 'A' }], origin: 'trail' };
  const unread = { kind: 'invalid', reason: '1 log events of trail whose message is not JSON' };

  test.each<[string, object, readonly object[]]>([
    ['records only', data('{"eventName":"A"}'), [records]],
    ['other lines only', data('{"eventNa'), [unread]],
    ['both', data('{"eventName":"A"}', 'hello'), [records, unread]],
    ['nothing', data(), []],
  ])('with %s has items for what it contains', (_, batch, items) => {
    expect(itemsOf(batch)).toEqual(items);
  });

  test('of another type is invalid', () => {
    const reason = expect.stringContaining('not a DATA_MESSAGE');
    expect(itemsOf({ ...data('{}'), messageType: 'OTHER' })).toEqual([{ kind: 'invalid', reason }]);
    expect(itemsOf({ messageType: 'DATA_MESSAGE' })).toEqual([{ kind: 'invalid', reason }]);
  });
});

const s3Record = (eventName: string, key: unknown, bucket: unknown = 'logs') => ({
  Records: [{ eventSource: 'aws:s3', eventName, s3: { bucket: { name: bucket }, object: { key } } }],
});

describe('the key of a new object', () => {
  test.each([
    [
      'AWSLogs/1/CloudTrail/us-east-1/2026/01/01/a+b%2Bc.json.gz',
      'AWSLogs/1/CloudTrail/us-east-1/2026/01/01/a b+c.json.gz',
    ],
    ['Digest/AWSLogs/1/CloudTrail/x.json.gz', 'Digest/AWSLogs/1/CloudTrail/x.json.gz'],
    ['AWSLogs/1/CloudTrail/1_CloudTrail-Digest_x.json.gz', 'AWSLogs/1/CloudTrail/1_CloudTrail-Digest_x.json.gz'],
    ['my-CloudTrail-Digest-copy/1/CloudTrail/x.json.gz', 'my-CloudTrail-Digest-copy/1/CloudTrail/x.json.gz'],
    ['%E2%9C%93.json', '✓.json'],
  ])('%s is read as %s', (key, decoded) => {
    expect(decodeTrigger(s3Record('ObjectCreated:Put', key)).envelopes[0]?.items).toEqual([
      { kind: 'log-file', bucket: 'logs', key: decoded },
    ]);
  });

  test.each(['AWSLogs/1/CloudTrail-Digest/us-east-1/x.json.gz', 'p/AWSLogs/o-1/1/CloudTrail-Digest/x.json.gz'])(
    '%s is a digest',
    (key) => {
      expect(decodeTrigger(s3Record('ObjectCreated:Put', key)).envelopes[0]?.items).toMatchObject([
        { kind: 'digest', bucket: 'logs', key },
      ]);
    },
  );

  test.each([
    'AWSLogs/123456789012/Config/us-east-2/2016/9/27/ConfigHistory/123456789012_Config_us-east-2_ConfigHistory_x_1.json.gz',
    'o-a1b2c3d4e5/AWSLogs/123456789012/Config/us-east-2/2016/9/27/ConfigSnapshot/x.json.gz',
    'AWSLogs/o-a1b2c3d4e5/123456789012/GuardDuty/us-east-2/x.json.gz',
  ])("%s is skipped as another service's", (key) => {
    expect(decodeTrigger(s3Record('ObjectCreated:Put', key)).envelopes[0]?.items).toMatchObject([
      { kind: 'skipped', reason: 'other-service' },
    ]);
  });

  test.each([
    'AWSLogs/123456789012/CloudTrail/us-east-1/2026/01/01/x.json.gz',
    'AWSLogs/o-a1b2c3d4e5/123456789012/CloudTrail-Insight/us-east-1/x.json.gz',
    'Config/AWSLogs/123456789012/CloudTrail-NetworkActivity/us-east-1/x.json.gz',
    'AWSLogs/123456789012/Config/copy/AWSLogs/123456789012/CloudTrail/x.json.gz',
    'AWSLogs/123456789012/x.json.gz',
    'AWSLogs/mine/Config/x.json.gz',
    'mine/x.json.gz',
  ])('%s is read', (key) => {
    expect(decodeTrigger(s3Record('ObjectCreated:Put', key)).envelopes[0]?.items).toMatchObject([{ kind: 'log-file' }]);
  });

  test.each(['%', '%E0%A4%A', '', undefined, 7])('%s is invalid', (key) => {
    expect(decodeTrigger(s3Record('ObjectCreated:Put', key)).envelopes[0]?.items).toMatchObject([{ kind: 'invalid' }]);
  });

  test('is decoded in `s3:`-prefixed event names too', () => {
    expect(decodeTrigger(s3Record('s3:ObjectCreated:Put', 'x')).envelopes[0]?.items[0]?.kind).toBe('log-file');
  });
});

function isTrigger({ source, envelopes }: Trigger): boolean {
  return source !== '' && envelopes.every(({ items }) => items.every((item) => typeof item.kind === 'string'));
}

function secretJson() {
  return fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('hunter2', 'aws:s3', 'aws:sqs', 'aws:sns', '{"a":"hunter2"}'),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('eventSource', 'EventSource', 'Sns', 's3', 'object', 'body'), tie('json')),
    ),
  })).json;
}

// The payload with one value, anywhere, replaced by any JSON.
function mutations(payload: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(payload, []);
  return fc
    .tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }))
    .map(([place, value]) => replaced(payload, place, value));
}

function placesIn(value: unknown, here: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...here, key]))];
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
