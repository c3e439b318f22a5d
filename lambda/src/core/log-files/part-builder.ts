// Collects what the reader finds until there is enough for a part. In: records in file order. Out: `LogFile`s.
// Bounds what a file can multiply: candidates of a part by number and bytes, broken records by keeping only the first.

import type { CloudTrailRecord } from '../records/record.ts';
import type { LogFileLimits } from './limits.ts';
import { type BrokenRecord, FIRST_BROKEN, type LogFile } from './log-file.ts';

// The number of records after which the share of candidates is representative.
const FAIR_SAMPLE = 200;

export class PartBuilder {
  private readonly limits: LogFileLimits;
  private candidates: CloudTrailRecord[] = [];
  private first: BrokenRecord[] = [];
  private recordsRead = 0;
  private brokenCount = 0;
  private bytes = 0;
  private totalRead = 0;
  private totalCandidates = 0;
  private described = 0;

  constructor(limits: LogFileLimits) {
    this.limits = limits;
  }

  /** Adds a candidate that takes about `bytes` of memory. */
  addCandidate(record: CloudTrailRecord, bytes: number): void {
    this.candidates.push(record);
    this.bytes += bytes;
    this.totalCandidates++;
    this.count();
  }

  /** Counts records that cannot match. */
  addOthers(records: number): void {
    this.count(records);
  }

  /** Counts an element that is not a record. `describe` is called only for the first ones. */
  addBroken(describe: string | (() => string)): void {
    if (this.described < FIRST_BROKEN) {
      const reason = typeof describe === 'string' ? describe : describe();
      this.first.push({ index: this.totalRead, reason });
      this.described++;
    }
    this.brokenCount++;
    this.count();
  }

  get isFull(): boolean {
    return this.candidates.length >= this.limits.partRecords || this.bytes >= this.limits.partBytes;
  }

  /** Whether so many records of the file are candidates that testing each for marks costs more than parsing all. */
  get isDense(): boolean {
    return this.totalRead >= FAIR_SAMPLE && this.totalCandidates > this.totalRead / 2;
  }

  take(): LogFile {
    const { recordsRead, candidates, brokenCount, first } = this;
    this.candidates = [];
    this.first = [];
    this.recordsRead = 0;
    this.brokenCount = 0;
    this.bytes = 0;
    return { recordsRead, candidates, broken: { count: brokenCount, first } };
  }

  private count(records = 1): void {
    this.recordsRead += records;
    this.totalRead += records;
  }
}
