// Reads raw text that comes in chunks: scans the whole records of each and carries the unfinished one over to the next.
// In: chunks in order. Out: a part for each, `broken` indexes counted from the file's first record.
// What cannot be a record is given up when it is longer than any record, so that memory stays bounded.

import type { RecordFilter } from '../records/record-filter.ts';
import { firstElement, isEndOfObject, LONGEST_HEAD_BYTES } from './json-text.ts';
import { type LogFile, LogFileError } from './log-file.ts';
import { type Mark, marksOf } from './marks.ts';
import { parseRecords } from './read-raw-text.ts';
import { firstKeyOf, lastRecord, nextRecord, recoverRecords } from './recover-records.ts';
import { scanRecords } from './scan-records.ts';

/** No record is near this long (CloudTrail's limit is 1 MB), so what does not end within it is broken. */
export const LONGEST_RECORD_BYTES = 4 * 1024 * 1024;

const NOTHING: LogFile = { recordsRead: 0, candidates: [], broken: [] };

export class ChunkReader {
  private readonly marks: readonly Mark[] | null;
  private rest: Buffer = Buffer.alloc(0);
  private recordsSoFar = 0;
  private firstKey = '';
  // `lost`: the text at hand belongs to no record, and the next one's beginning is looked for.
  private state: 'head' | 'records' | 'lost' | 'tail' = 'head';

  constructor(filter: RecordFilter) {
    this.marks = marksOf(filter);
  }

  /** The records that end in this chunk. Throws `LogFileError` if the file begins with anything but `Records`. */
  read(chunk: Buffer): LogFile {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    if (this.state === 'head') this.readHead();
    if (this.state === 'lost') this.findRecord();
    if (this.state === 'tail') this.rest = this.rest.subarray(0, LONGEST_RECORD_BYTES);
    const scanned = this.state === 'records' ? this.scan() : NOTHING;
    if (this.state !== 'records' || this.rest.length <= LONGEST_RECORD_BYTES) return scanned;
    return joined(scanned, this.giveUp());
  }

  /** What is left when the last chunk has been read. */
  finish(): LogFile {
    if (this.state === 'head') throw withoutRecords();
    if (this.state === 'lost') return NOTHING;
    if (this.state === 'tail')
      return isEndOfObject(this.rest.toString('latin1'), 0) ? NOTHING : this.oneBroken(TRAILING);
    return this.recover(this.rest);
  }

  private readHead(): void {
    const from = firstElement(this.rest);
    if (from === null && this.rest.length >= LONGEST_HEAD_BYTES) throw withoutRecords();
    if (from === null || from === this.rest.length) return;
    this.rest = this.rest.subarray(from);
    this.firstKey = firstKeyOf(this.rest.toString('latin1', 0, 1024));
    this.state = 'records';
  }

  private scan(): LogFile {
    const { recordsRead, candidates, next, ended } = scanRecords(this.rest, 0, this.marks);
    const records = parseRecords(this.rest, candidates);
    const scanned = this.rest.subarray(0, next);
    this.rest = this.rest.subarray(next);
    if (ended) this.state = 'tail';
    return records === null ? this.recover(scanned) : this.counted({ recordsRead, candidates: records, broken: [] });
  }

  private giveUp(): LogFile {
    const last = lastRecord(this.rest.toString('latin1'), this.firstKey);
    if (last > 0) {
      const given = this.rest.subarray(0, last);
      this.rest = this.rest.subarray(last);
      return this.recover(given);
    }
    this.state = 'lost';
    this.rest = Buffer.alloc(0);
    return this.oneBroken(`does not end within ${LONGEST_RECORD_BYTES} bytes`);
  }

  private findRecord(): void {
    const at = nextRecord(this.rest.toString('latin1'), 1, this.firstKey);
    if (at < this.rest.length) this.state = 'records';
    this.rest = at < this.rest.length ? this.rest.subarray(at) : this.rest.subarray(-LONGEST_OPENING_BYTES);
  }

  private recover(raw: Buffer): LogFile {
    const { candidates, broken } = recoverRecords(raw, 0);
    return this.counted({ recordsRead: candidates.length + broken.length, candidates, broken });
  }

  private oneBroken(reason: string): LogFile {
    return this.counted({ recordsRead: 1, candidates: [], broken: [{ index: 0, reason }] });
  }

  private counted(part: LogFile): LogFile {
    const before = this.recordsSoFar;
    this.recordsSoFar += part.recordsRead;
    return { ...part, broken: part.broken.map(({ index, reason }) => ({ index: index + before, reason })) };
  }
}

const TRAILING = 'the list of records is followed by more text';
// Of what a record begins with, up to `"eventVersion"`, a chunk may hold a part at its end.
const LONGEST_OPENING_BYTES = 64;

function withoutRecords(): LogFileError {
  return new LogFileError('no_records', 'the text does not begin with {"Records":[');
}

function joined(one: LogFile, other: LogFile): LogFile {
  return {
    recordsRead: one.recordsRead + other.recordsRead,
    candidates: [...one.candidates, ...other.candidates],
    broken: [...one.broken, ...other.broken],
  };
}
