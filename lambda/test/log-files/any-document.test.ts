// The reader on any document and any part size: the parts add up to the whole, and the whole to `JSON.parse`.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileReader } from '../../src/core/log-files/file-reader.ts';
import { LOG_FILE_LIMITS, type LogFileLimits } from '../../src/core/log-files/limits.ts';
import { type LogFile, LogFileError } from '../../src/core/log-files/log-file.ts';
import { joinParts, readLogFile } from '../../src/core/log-files/read-log-file.ts';
import { isJsonObject, type Json } from '../../src/core/records/record.ts';
import { EVERY_RECORD, type RecordFilter } from '../../src/core/records/record-filter.ts';
import { type AnyDocument, anyDocument } from './any-document.ts';
import { equals, letsThrough } from './filter-oracle.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 600);
const timeout = 60_000 + numRuns * 20;
const AS_A_WHOLE = Number.MAX_SAFE_INTEGER;
const LOGINS: RecordFilter = { alternatives: [[equals('eventName', 'ConsoleLogin')]] };

describe('any document', { timeout }, () => {
  test('has in parts of any size the same records as JSON.parse finds', () => {
    fc.assert(
      fc.property(anyDocument(), anyLimits(), anySize(), (document, limits, chunkBytes) => {
        const expected = expectedOf(document);
        expect(readInChunks(document.text, EVERY_RECORD, chunkBytes, limits)).toEqual(expected);
        expect(attempt(() => readLogFile(Buffer.from(document.text), EVERY_RECORD))).toEqual(expected);
      }),
      { numRuns },
    );
  });

  test('has in parts of any size every record that passes a filter', () => {
    fc.assert(
      fc.property(anyDocument(), anyLimits(), anySize(), (document, limits, chunkBytes) => {
        const expected = passing(expectedOf(document));
        expect(passing(readInChunks(document.text, LOGINS, chunkBytes, limits))).toEqual(expected);
        expect(passing(attempt(() => readLogFile(Buffer.from(document.text), LOGINS)))).toEqual(expected);
      }),
      { numRuns },
    );
  });

  test('has the same records if it is truncated, in parts of any size, and none that was complete is missing', () => {
    fc.assert(
      fc.property(anyDocument(), anyLimits(), anySize(), fc.nat(), (document, limits, chunkBytes, cut) => {
        const length = cut % (document.text.length + 1);
        const truncated = Buffer.from(document.text.slice(0, length));
        const whole = readInChunks(truncated, EVERY_RECORD, AS_A_WHOLE, LOG_FILE_LIMITS);
        expect(readInChunks(truncated, EVERY_RECORD, chunkBytes, limits)).toEqual(whole);
        if (document.elements === null || typeof whole === 'string') return;
        const count = document.ends.filter((end) => end <= length).length;
        const complete = document.elements.slice(0, count).filter(isJsonObject);
        expect(whole.candidates.slice(0, complete.length)).toEqual(complete);
      }),
      { numRuns },
    );
  });

  test('has the same records if it is damaged, in parts of any size, with any limit of a record', () => {
    fc.assert(
      fc.property(anyDamaged(), anyLimits(), anySize(), fc.constantFrom(80, 200, 1e6), (bytes, limits, size, most) => {
        const small = { ...limits, maxRecordBytes: most };
        const whole = readInChunks(bytes, EVERY_RECORD, AS_A_WHOLE, { ...LOG_FILE_LIMITS, maxRecordBytes: most });
        expect(readInChunks(bytes, EVERY_RECORD, size, small)).toEqual(whole);
      }),
      { numRuns },
    );
  });
});

test('repeated lists of Records are all read', () => {
  const text = '{"Records":[{"id":1}],"x":[],"Records":7,"Records":[{"id":2},null]}';
  expect(readLogFile(Buffer.from(text), EVERY_RECORD)).toEqual({
    recordsRead: 4,
    candidates: [{ id: 1 }, { id: 2 }],
    broken: {
      count: 2,
      first: [
        { index: 2, reason: 'is null, not an object' },
        { index: 3, reason: 'is a "Records" that is not a list' },
      ],
    },
  });
});

// What JSON.parse finds; 'no_records' if there is no list.
function expectedOf({ text, elements, otherRecords, lists }: AnyDocument): LogFile | string {
  if (elements === null) return 'no_records';
  if (lists === 1 && otherRecords === 0) {
    expect(elements).toEqual((JSON.parse(text.replace(/^\ufeff/, '')) as { Records: Json[] }).Records);
  }
  const broken = elements.flatMap((element, index) =>
    isJsonObject(element) ? [] : [{ index, reason: reasonOf(element) }],
  );
  const others = Array.from({ length: otherRecords }, (_, index) => {
    return { index: elements.length + index, reason: 'is a "Records" that is not a list' };
  });
  return {
    recordsRead: elements.length + otherRecords,
    candidates: elements.filter(isJsonObject),
    broken: { count: broken.length + otherRecords, first: [...broken, ...others].slice(0, 10) },
  };
}

function reasonOf(element: Json): string {
  const kind = element === null ? 'null' : Array.isArray(element) ? 'a list' : `a ${typeof element}`;
  return `is ${kind}, not an object`;
}

function passing(found: LogFile | string): LogFile | string {
  if (typeof found === 'string') return found;
  return { ...found, candidates: found.candidates.filter((record) => letsThrough(LOGINS, record)) };
}

function readInChunks(
  input: string | Buffer,
  filter: RecordFilter,
  chunkBytes: number,
  limits: LogFileLimits,
): LogFile | string {
  return attempt(() => {
    const bytes = Buffer.from(input as string);
    const reader = new FileReader(filter, limits);
    const parts: LogFile[] = [];
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      parts.push(...reader.read(bytes.subarray(at, at + chunkBytes)), reader.take());
    }
    return joinParts([...parts, ...reader.finish()]);
  });
}

function attempt(read: () => LogFile): LogFile | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof LogFileError) return error.code;
    throw error;
  }
}

function anySize(): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 2_000 }));
}

function anyLimits(): fc.Arbitrary<LogFileLimits> {
  return fc
    .record({
      windowBytes: fc.constantFrom(1, 7, 64, 32 * 1024),
      partBytes: fc.constantFrom(1, 1_000, 10_000, 1e6),
      batchBytes: fc.constantFrom(100, 1_000, 1e6),
      partRecords: fc.constantFrom(1, 3, 5_000),
    })
    .map((limits) => ({ ...LOG_FILE_LIMITS, ...limits }));
}

// Bytes of a document with some of them removed, replaced or repeated.
function anyDamaged(): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat({ max: 3 }),
    insert: fc.constantFrom(...'{}[]",:\\x ', '', '},{'),
  });
  return fc.tuple(anyDocument(), fc.array(edit, { minLength: 1, maxLength: 3 })).map(([{ text }, edits]) => {
    let damaged = text;
    for (const { at, remove, insert } of edits) {
      const place = at % (damaged.length + 1);
      damaged = damaged.slice(0, place) + insert + damaged.slice(place + remove);
    }
    return Buffer.from(damaged);
  });
}
