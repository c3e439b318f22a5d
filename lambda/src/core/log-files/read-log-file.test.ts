import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EVERY_RECORD } from '../records/record-filter.ts';
import { type LogFile, LogFileError } from './log-file.ts';
import { readLogFile, readLogFileParts } from './read-log-file.ts';

const TWO = '{"Records":[{"eventVersion":"1.08","eventID":"1"},{"eventVersion":"1.08","eventID":"2"}]}';
const packed = gzipSync(TWO);

async function partsOf(bytes: Uint8Array, limits?: { maxRawBytes: number }): Promise<LogFile[]> {
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

describe('bytes that are not a log file are refused:', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['no bytes', new Uint8Array(), 'not_gzip', 'neither gzip nor JSON: 0 bytes that begin with nothing'],
    [
      'a picture',
      Buffer.from('\x89PNG\r\n', 'latin1'),
      'not_gzip',
      'neither gzip nor JSON: 6 bytes that begin with 89 50 4e 47',
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
