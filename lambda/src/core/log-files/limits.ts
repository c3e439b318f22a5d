// The limits of reading a log file. They bound the memory for any input; tests use small ones to reach every path.

export interface LogFileLimits {
  /** The largest raw size of a file. */
  readonly maxRawBytes: number;
  /** Files up to this raw size are decompressed as a whole, larger ones in chunks. */
  readonly wholeBytes: number;
  /** The largest element of `Records`. A larger one is reported as broken. */
  readonly maxRecordBytes: number;
  /** A part ends when its candidates have so many raw bytes, or when there are so many of them. */
  readonly partBytes: number;
  readonly partRecords: number;
  /** How much text the scanner converts at a time. */
  readonly windowBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const LOG_FILE_LIMITS: LogFileLimits = {
  // Ten times the largest file that CloudTrail is known to deliver.
  maxRawBytes: 500_000_000,
  // Decompressing as a whole is faster. Larger raw text would not fit beside its records into a function of 256 MB.
  wholeBytes: 8 * MIB,
  // Twice CloudTrail's limit for an event. Parsed, hostile JSON takes more than thirty times its raw size.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
  maxRecordBytes: 2 * MIB,
  partBytes: MIB,
  partRecords: 5_000,
  // V8 allocates and frees strings of this size cheaply, and they fit into the processor's cache.
  windowBytes: 32 * KIB,
};
