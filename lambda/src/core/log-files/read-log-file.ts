// Reads log files from the bytes of an S3 object: a small file as a whole, a large file in parts.
// In: an object's bytes and a record filter. Out: `LogFile`s, which add up to the whole file.
// In parts, memory never contains more than a few megabytes of the raw text of a large file.

import type { RecordFilter } from '../records/record-filter.ts';
import { ChunkReader } from './chunk-reader.ts';
import { decompress, decompressAside, decompressInChunks, rawSizeHint } from './decompress.ts';
import { type LogFile, LogFileError } from './log-file.ts';
import { readRawText } from './read-raw-text.ts';

// Reading as a whole is faster up to this size. Larger raw text and its records would not fit into a function of 256 MB.
const IN_ONE_GO_BYTES = 8 * 1024 * 1024;

export interface LogFileLimits {
  /** The largest raw size of a file. */
  readonly maxRawBytes: number;
}

// Ten times the largest file that CloudTrail is known to deliver, and below the longest string of V8.
const LOG_FILE_LIMITS: LogFileLimits = { maxRawBytes: 500_000_000 };

/**
 * Reads a whole log file, gzip or plain. Throws `LogFileError` if it is not a log file; reports single broken records.
 * The pipeline reads in parts; this function returns what the parts must add up to.
 */
export function readLogFile(bytes: Uint8Array, filter: RecordFilter, limits = LOG_FILE_LIMITS): LogFile {
  return readRawText(decompress(bytes, limits.maxRawBytes), filter);
}

/**
 * Reads a log file, gzip or plain, in parts; `broken` indexes count from the file's first record. Throws `LogFileError` if
 * it is not a log file. For a large file that may be after some parts, which remain valid.
 */
export async function* readLogFileParts(
  bytes: Uint8Array,
  filter: RecordFilter,
  limits: LogFileLimits = LOG_FILE_LIMITS,
): AsyncGenerator<LogFile> {
  const raw = await unpackIfSmall(bytes, limits);
  if (raw !== null) yield readRawText(raw, filter);
  else yield* readChunks(decompressInChunks(bytes, limits.maxRawBytes), filter);
}

async function unpackIfSmall(bytes: Uint8Array, { maxRawBytes }: LogFileLimits): Promise<Buffer | null> {
  const most = Math.min(maxRawBytes, IN_ONE_GO_BYTES);
  if (rawSizeHint(bytes) > most) return null;
  try {
    return await decompressAside(bytes, most);
  } catch (error) {
    // The trailer may declare less than the file contains.
    if (error instanceof LogFileError && error.code === 'too_large' && most < maxRawBytes) return null;
    throw error;
  }
}

// A record that a chunk cuts is read with the next chunk.
async function* readChunks(chunks: AsyncIterable<Buffer>, filter: RecordFilter): AsyncGenerator<LogFile> {
  const reader = new ChunkReader(filter);
  for await (const chunk of chunks) {
    const part = reader.read(chunk);
    if (part.recordsRead > 0) yield part;
  }
  const last = reader.finish();
  if (last.recordsRead > 0) yield last;
}
