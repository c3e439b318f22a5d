// The result of reading a log file, and the error for bytes that are not a log file.

import type { CloudTrailRecord } from '../records/record.ts';

/** The contents of a log file. `recordsRead` counts every record, including skipped and broken ones. */
export interface LogFile {
  readonly recordsRead: number;
  /** Records to decide on: all that may match a rule, in file order. */
  readonly candidates: readonly CloudTrailRecord[];
  /** Elements of `Records` that are not records. Each is counted in `recordsRead`; the caller reports them. */
  readonly broken: readonly BrokenRecord[];
}

export interface BrokenRecord {
  readonly index: number;
  readonly reason: string;
}

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
