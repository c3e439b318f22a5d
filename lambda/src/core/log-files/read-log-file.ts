// Reads log files from the bytes that lie in S3: a small one in one go, a large one as a sequence of parts.
// In: an object's bytes and a record filter. Out: `LogFile`s, which add up to the whole file.
// By parts it never holds more than a few megabytes of raw text of a large file at once.

import type { RecordFilter } from '../records/record-filter.ts';
import { ChunkReader } from './chunk-reader.ts';
import { decompress, decompressAside, decompressInChunks, rawSizeHint } from './decompress.ts';
import { type LogFile, LogFileError } from './log-file.ts';
import { readRawText } from './read-raw-text.ts';

// In one go is quicker up to here; beyond, raw text and parsed records would crowd a function of 256 MB.
const IN_ONE_GO_BYTES = 8 * 1024 * 1024;

export interface LogFileLimits {
  /** What a file may unpack to. */
  readonly maxRawBytes: number;
}

// Ten times what CloudTrail is known to deliver, and within the longest string of V8.
const LOG_FILE_LIMITS: LogFileLimits = { maxRawBytes: 500_000_000 };

/**
 * Reads a whole log file, gzip or plain. Throws `LogFileError` where it is none; single broken records are reported. The
 * pipeline reads by parts; this is what they are to add up to.
 */
export function readLogFile(bytes: Uint8Array, filter: RecordFilter, limits = LOG_FILE_LIMITS): LogFile {
  return readRawText(decompress(bytes, limits.maxRawBytes), filter);
}

/**
 * Reads a log file, gzip or plain, part by part; `broken` indexes count from the file's first record. Throws
 * `LogFileError` where it is none, which for a large one may be after some parts: what was read so far holds.
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
    // The trailer may have promised less than there is.
    if (error instanceof LogFileError && error.code === 'too_large' && most < maxRawBytes) return null;
    throw error;
  }
}

// The record that a chunk cuts is read with the next one.
async function* readChunks(chunks: AsyncIterable<Buffer>, filter: RecordFilter): AsyncGenerator<LogFile> {
  const reader = new ChunkReader(filter);
  for await (const chunk of chunks) {
    const part = reader.read(chunk);
    if (part.recordsRead > 0) yield part;
  }
  const last = reader.finish();
  if (last.recordsRead > 0) yield last;
}
