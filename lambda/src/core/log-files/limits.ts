// The limits of reading a log file. They bound the memory for any input; tests use small ones to reach every path.

export interface LogFileLimits {
  /** The largest raw size of a file. */
  readonly maxRawBytes: number;
  /** Files up to this raw size are decompressed as a whole, larger ones in chunks. */
  readonly wholeBytes: number;
  /** The largest element of `Records`. A larger one is reported as broken. */
  readonly maxRecordBytes: number;
  /** The largest memory of an element (see `memoryOf`). More is reported as broken, without parsing it. */
  readonly maxRecordMemory: number;
  /** A part ends when its candidates take about so much memory (see `memoryOf`), or when there are so many of them. */
  readonly partBytes: number;
  readonly partRecords: number;
  /** How much text of consecutive candidates is parsed together if it consists of many values. */
  readonly batchBytes: number;
  /** How much of a file the finder sees at a time. */
  readonly windowBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const LOG_FILE_LIMITS: LogFileLimits = {
  // Ten times the largest file that CloudTrail is known to deliver.
  maxRawBytes: 500_000_000,
  // Decompressing as a whole is faster. Larger raw text and its records would not fit into a function of 256 MB.
  wholeBytes: 8 * MIB,
  // Three times CloudTrail's limit for an event.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
  maxRecordBytes: 3 * MIB,
  // Any record within CloudTrail's limit of 1 MiB is below it, even if it consists only of brackets.
  maxRecordMemory: 34 * MIB,
  // So much that an ordinary file of 8 MiB is one part: alerts are grouped within a part.
  partBytes: 40 * MIB,
  partRecords: 20_000,
  batchBytes: MIB,
  // Fits into the second cache of a processor. With smaller ones, V8 spends more time on the calls than it saves.
  windowBytes: 256 * KIB,
};
