// Reading a log file: from bytes as they lie in S3 to the records that the rules may want to see.

import type { CloudTrailRecord } from '../records/record.ts';

/** What was in a log file. `recordsRead` counts every record, also those the filter skipped and the broken ones. */
export interface LogFile {
  readonly recordsRead: number;
  /** Records to decide on: all that can be of interest, in file order. */
  readonly candidates: readonly CloudTrailRecord[];
  /** Elements of `Records` that are no objects; each was counted and is to be reported. */
  readonly broken: readonly BrokenRecord[];
}

export interface BrokenRecord {
  readonly index: number;
  readonly reason: string;
}

export type LogFileErrorCode = 'not_gzip' | 'truncated_gzip' | 'too_large' | 'not_json' | 'no_records';

/** Thrown when bytes are no CloudTrail log file. Permanent: reading the same bytes again cannot help. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
  readonly code: LogFileErrorCode;
  constructor(code: LogFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
