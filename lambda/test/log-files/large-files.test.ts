// Large log files: read in parts that add up, within bounded memory, even if they are damaged.

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { FileReader } from '../../src/core/log-files/file-reader.ts';
import { LOG_FILE_LIMITS } from '../../src/core/log-files/limits.ts';
import type { LogFile } from '../../src/core/log-files/log-file.ts';
import { joinParts, readLogFile, readLogFileParts } from '../../src/core/log-files/read-log-file.ts';
import { EVERY_RECORD, type RecordFilter } from '../../src/core/records/record-filter.ts';
import { buildProgram } from '../programs/build-program.ts';
import { DEFAULT_RULES, equals } from './filter-oracle.ts';
import { largeLogFile } from './large-log-file.ts';
import { REAL_RECORDS } from './real-files.ts';

const script = buildProgram(new URL('./read-large-file.ts', import.meta.url));
const MIB = 1024 * 1024;

describe('a file of 40 MB', () => {
  const bytes = largeLogFile(REAL_RECORDS, 40 * MIB);

  test('is read in parts that add up to the whole file', async () => {
    const parts = await readInParts(bytes, DEFAULT_RULES);
    const whole = readLogFile(bytes, DEFAULT_RULES);
    expect(parts.length).toBeGreaterThan(10);
    expect(joinParts(parts)).toEqual(whole);
  });

  test('is refused after its good parts if the gzip data is cut off', async () => {
    const read: LogFile[] = [];
    const reading = async () => {
      for await (const part of readLogFileParts(bytes.subarray(0, -100), EVERY_RECORD)) read.push(part);
    };
    await expect(reading()).rejects.toThrow(expect.objectContaining({ code: expect.stringMatching('gzip') }));
    expect(read.length).toBeGreaterThan(0);
  });
});

test('a file of 200 MB is read by a process of 256 MB', { timeout: 120_000 }, () => {
  const { recordsRead, peakMib } = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  expect(recordsRead).toBeGreaterThan(100_000);
  expect(peakMib).toBeLessThan(256);
});

describe('damage in a large file', () => {
  const record = (id: string, more = '') => `{"eventVersion":"1.08","eventID":"${id}"${more}}`;
  const filler = 'x'.repeat(LOG_FILE_LIMITS.maxRecordBytes);

  test.each([
    [
      'a record that never ends',
      `{"Records":[${record('1')},{"eventVersion":"1.08","a":"${filler}${filler},${record('2')},${record('3')}]}`,
      ['1', '2', '3'],
      1,
    ],
    [
      'a record longer than the limit',
      `{"Records":[${record('1')},${record('2', `,"a":"${filler}"`)},${record('3')}]}`,
      ['1', '3'],
      1,
    ],
    [
      'a missing brace',
      `{"Records":[${record('1')},${record('2').slice(0, -1)},${record('3', `,"a":"${filler.slice(MIB)}"`)},${record('4')}]}`,
      ['1', '3', '4'],
      1,
    ],
    ['more text after the list', `{"Records":[${record('1')}],"x":[${filler}`, ['1'], 1],
  ])('%s costs that record only', (_, text, ids, broken) => {
    const parts = inChunks(Buffer.from(text), EVERY_RECORD, MIB);
    expect(parts.flatMap(({ candidates }) => candidates.map(({ eventID }) => eventID))).toEqual(ids);
    expect(joinParts(parts)).toMatchObject({ recordsRead: ids.length + broken, broken: { count: broken } });
  });

  test('is reported by the index of the record in the whole file', () => {
    const text = `{"Records":[${record('1')},${record('2')},${record('3').replace('"3"', 'three')},${record('4')}]}`;
    const parts = inChunks(Buffer.from(text), EVERY_RECORD, 50);
    expect(joinParts(parts).broken).toEqual({ count: 1, first: [{ index: 2, reason: 'is not valid JSON' }] });
  });

  test('is not reported for a record that does not pass the filter', () => {
    const text = `{"Records":[${record('1').replace('"1"', 'one')},${record('2')}]}`;
    const parts = inChunks(Buffer.from(text), { alternatives: [[equals('eventID', '2')]] }, 30);
    expect(joinParts(parts)).toEqual({
      recordsRead: 2,
      candidates: [{ eventVersion: '1.08', eventID: '2' }],
      broken: { count: 0, first: [] },
    });
  });
});

async function readInParts(bytes: Uint8Array, filter: RecordFilter): Promise<LogFile[]> {
  const parts: LogFile[] = [];
  for await (const part of readLogFileParts(bytes, filter)) parts.push(part);
  return parts;
}

function inChunks(bytes: Buffer, filter: RecordFilter, chunkBytes: number): LogFile[] {
  const reader = new FileReader(filter, LOG_FILE_LIMITS);
  const parts: LogFile[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    parts.push(...reader.read(bytes.subarray(at, at + chunkBytes)), reader.take());
  }
  return [...parts, ...reader.finish()];
}
