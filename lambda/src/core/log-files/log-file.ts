// The result of reading a log file, and the error for bytes that are not a log file.

import type { CloudTrailRecord } from '../records/record.ts';

/** The contents of a log file. `recordsRead` counts every record, including skipped and broken ones. */
export interface LogFile {
  readonly recordsRead: number;
  /** Records to decide on: all that may match a rule, in file order. */
  readonly candidates: readonly CloudTrailRecord[];
  /** Elements of `Records` that are not records. Each is counted in `recordsRead`; the caller reports them. */
  readonly broken: BrokenRecords;
}

/** How many records are broken, and the place of the first ones: at most `FIRST_BROKEN` in all parts of a file. */
export interface BrokenRecords {
  readonly count: number;
  readonly first: readonly BrokenRecord[];
}

/** `index` counts from the file's first record. `reason` continues a sentence about the record: `is null, not an object`. */
export interface BrokenRecord {
  readonly index: number;
  readonly reason: string;
}

/** A file may contain millions of broken records, so that a list of all would fill the memory and the log. */
export const FIRST_BROKEN = 10;

export type LogFileErrorCode = 'not_gzip' | 'truncated_gzip' | 'too_large' | 'not_json' | 'no_records';

/** Thrown if bytes are not a CloudTrail log file. Permanent: reading the same bytes again gives the same error. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
  readonly code: LogFileErrorCode;
  constructor(code: LogFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
