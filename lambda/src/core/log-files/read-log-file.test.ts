import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EVERY_RECORD } from '../records/record-filter.ts';
import type { LogFileLimits } from './limits.ts';
import { type LogFile, LogFileError } from './log-file.ts';
import { memoryOf } from './memory-of.ts';
import { readLogFile, readLogFileParts } from './read-log-file.ts';

const TWO = '{"Records":[{"eventVersion":"1.08","eventID":"1"},{"eventVersion":"1.08","eventID":"2"}]}';
const packed = gzipSync(TWO);

async function partsOf(bytes: Uint8Array, limits?: Partial<LogFileLimits>): Promise<LogFile[]> {
  const parts: LogFile[] = [];
  for await (const part of readLogFileParts(bytes, EVERY_RECORD, limits)) parts.push(part);
  return parts;
}

describe('a log file is read', () => {
  test.each<[string, Uint8Array]>([
    ['from gzip', packed],
    ['from plain text', Buffer.from(TWO)],
    ['from gzip of several members', Buffer.concat([gzipSync(TWO.slice(0, 40)), gzipSync(TWO.slice(40))])],
    ['from a view into a larger buffer', new Uint8Array(Buffer.concat([Buffer.from('xx'), packed])).subarray(2)],
    [
      'from gzip whose last member is empty, so that its trailer declares no bytes',
      Buffer.concat([packed, gzipSync('')]),
    ],
  ])('%s', async (_, bytes) => {
    expect(readLogFile(bytes, EVERY_RECORD).candidates.map(({ eventID }) => eventID)).toEqual(['1', '2']);
    expect((await partsOf(bytes)).flatMap(({ candidates }) => candidates)).toHaveLength(2);
  });

  test('if it contains no records', async () => {
    const empty = { recordsRead: 0, candidates: [], broken: { count: 0, first: [] } };
    expect(readLogFile(gzipSync('{"Records":[]}'), EVERY_RECORD)).toEqual(empty);
    expect(await partsOf(gzipSync('{"Records": [ ] }'))).toEqual([empty]);
  });

  test('and elements that are not objects are reported', () => {
    expect(readLogFile(Buffer.from('{"Records":[{},null,[],"x",1,{}]}'), EVERY_RECORD)).toEqual({
      recordsRead: 6,
      candidates: [{}, {}],
      broken: {
        count: 4,
        first: [
          { index: 1, reason: 'is null, not an object' },
          { index: 2, reason: 'is a list, not an object' },
          { index: 3, reason: 'is a string, not an object' },
          { index: 4, reason: 'is a number, not an object' },
        ],
      },
    });
  });
});

describe('a log file', () => {
  test.each<[string, Partial<LogFileLimits>]>([
    ['of so many candidates', { partRecords: 1 }],
    ['of so much memory', { partBytes: 1 }],
  ])('is read in parts %s', async (_, limits) => {
    const parts = await partsOf(packed, limits);
    expect(parts.map(({ candidates }) => candidates.map(({ eventID }) => eventID))).toEqual([['1'], ['2'], []]);
  });

  test.each([
    ['-1.25e10', 'is a number, not an object'],
    ['1E+5', 'is a number, not an object'],
    ['1x', 'is not valid JSON'],
    ['01', 'is not valid JSON'],
  ])('with the element %s is described', (element, reason) => {
    const { broken } = readLogFile(Buffer.from(`{"Records":[{},${element},{}]}`), EVERY_RECORD);
    expect(broken.first).toEqual([{ index: 1, reason }]);
  });

  test('with one char behind the document is reported', () => {
    expect(readLogFile(Buffer.from(`${TWO}x`), EVERY_RECORD)).toMatchObject({
      recordsRead: 3,
      broken: { count: 1, first: [{ index: 2, reason: 'is text outside of the document' }] },
    });
  });

  test('with a record that would take more memory than the limit is read without it', () => {
    const record = '{"a":[[],[]]}';
    const text = Buffer.from(`{"Records":[${record},{}]}`);
    const most = memoryOf(Buffer.from(record));
    expect(readLogFile(text, EVERY_RECORD, { maxRecordMemory: most }).broken.count).toBe(0);
    expect(readLogFile(text, EVERY_RECORD, { maxRecordMemory: most - 1 })).toEqual({
      recordsRead: 2,
      candidates: [{}],
      broken: { count: 1, first: [{ index: 0, reason: 'has too many values for its size' }] },
    });
  });

  test('has at most ten descriptions of what is broken, and the count of all', () => {
    const { broken } = readLogFile(Buffer.from(`{"Records":[${'1,'.repeat(11)}1]}`), EVERY_RECORD);
    expect([broken.count, broken.first.length]).toEqual([12, 10]);
  });
});

describe('bytes that are not a log file are refused:', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['no bytes', new Uint8Array(), 'not_gzip', 'neither gzip nor JSON: 0 bytes that begin with nothing'],
    [
      'a picture',
      Buffer.from('\x89PNG\r\n', 'latin1'),
      'not_gzip',
      'neither gzip nor JSON: 6 bytes that begin with 89 50 4e 47',
    ],
    [
      'the first byte of gzip only',
      Buffer.from([0x1f, 0, 0, 0, 0]),
      'not_gzip',
      'neither gzip nor JSON: 5 bytes that begin with 1f 00 00 00',
    ],
    [
      'the second byte of gzip only',
      Buffer.from([0, 0x8b, 0, 0, 0]),
      'not_gzip',
      'neither gzip nor JSON: 5 bytes that begin with 00 8b 00 00',
    ],
    ['truncated gzip', packed.subarray(0, -10), 'truncated_gzip', 'the gzip data ends too early'],
    ['gzip cut in its header', packed.subarray(0, 3), 'truncated_gzip', 'the gzip data ends too early'],
    ['damaged gzip', damaged(packed), 'not_gzip', 'the gzip data is damaged: '],
    ['gzip of text that is not JSON', gzipSync('hello'), 'not_json', 'not valid JSON at byte 0'],
    ['torn JSON of another shape', Buffer.from('{"a":'), 'not_json', 'not valid JSON at byte 5'],
    [
      'a digest',
      Buffer.from('{"awsAccountId":"1","logFiles":[]}'),
      'no_records',
      'JSON without a list "Records": its keys are awsAccountId, logFiles',
    ],
    ['a list', Buffer.from('[{}]'), 'no_records', 'JSON without a list "Records": it is a list'],
    ['an empty object', Buffer.from('{}'), 'no_records', 'JSON without a list "Records": it is empty'],
    [
      'Records that are not a list',
      Buffer.from('{"Records":{}}'),
      'no_records',
      'JSON without a list "Records": its keys are Records',
    ],
  ])('%s', async (_, bytes, code, message) => {
    expect(() => readLogFile(bytes, EVERY_RECORD)).toThrow(LogFileError);
    expect(() => readLogFile(bytes, EVERY_RECORD)).toThrow(expect.objectContaining({ code }));
    expect(() => readLogFile(bytes, EVERY_RECORD)).toThrow(message);
    await expect(partsOf(bytes)).rejects.toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['in gzip', packed],
    ['in plain text', Buffer.from(TWO)],
  ])('a file that decompresses to more than the limit, %s', async (_, bytes) => {
    const [most, tooFew] = [{ maxRawBytes: TWO.length }, { maxRawBytes: TWO.length - 1 }];
    expect(readLogFile(bytes, EVERY_RECORD, most).recordsRead).toBe(2);
    expect(() => readLogFile(bytes, EVERY_RECORD, tooFew)).toThrow(expect.objectContaining({ code: 'too_large' }));
    expect(await partsOf(bytes, most)).toHaveLength(1);
    await expect(partsOf(bytes, tooFew)).rejects.toThrow(expect.objectContaining({ code: 'too_large' }));
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 8] = (copy[copy.length - 8] ?? 0) ^ 0xff;
  return copy;
}
