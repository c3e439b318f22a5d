// Reads log files from the bytes of an S3 object. A small file is decompressed as a whole, a large one in chunks; from then
// on both are read in the same way. In: an object's bytes and a record filter. Out: `LogFile`s, which add up to the file.
// Memory is bounded by `LogFileLimits` for any input.

import type { RecordFilter } from '../records/record-filter.ts';
import { decompress, decompressAside, decompressInChunks, isGzip, rawSizeHint, release } from './decompress.ts';
import { FileReader } from './file-reader.ts';
import { LOG_FILE_LIMITS, type LogFileLimits } from './limits.ts';
import { FIRST_BROKEN, type LogFile, LogFileError } from './log-file.ts';

/**
 * Reads a whole log file, gzip or plain. Throws `LogFileError` if it is not a log file; reports single broken records.
 * The pipeline reads in parts; this function returns what the parts add up to.
 */
export function readLogFile(
  bytes: Uint8Array,
  filter: RecordFilter,
  limits: Partial<LogFileLimits> = LOG_FILE_LIMITS,
): LogFile {
  const all = { ...LOG_FILE_LIMITS, ...limits };
  const reader = new FileReader(filter, all);
  return joinParts([...reader.read(decompress(bytes, all.maxRawBytes)), ...reader.finish()]);
}

/** The sum of the parts of a file. */
export function joinParts(parts: readonly LogFile[]): LogFile {
  const [part] = parts;
  if (parts.length === 1 && part !== undefined) return part;
  const sum = (count: (part: LogFile) => number) => parts.reduce((total, one) => total + count(one), 0);
  return {
    recordsRead: sum(({ recordsRead }) => recordsRead),
    candidates: parts.flatMap(({ candidates }) => candidates),
    broken: {
      count: sum(({ broken }) => broken.count),
      first: parts.flatMap(({ broken }) => broken.first).slice(0, FIRST_BROKEN),
    },
  };
}

/**
 * Reads a log file, gzip or plain, in parts. Throws `LogFileError` if it is not a log file, which may be after some parts;
 * these remain valid. `onContent` receives the decompressed content, each byte once and in order.
 */
export async function* readLogFileParts(
  bytes: Uint8Array,
  filter: RecordFilter,
  limits: Partial<LogFileLimits> = LOG_FILE_LIMITS,
  onContent: (content: Uint8Array) => void = ignore,
): AsyncGenerator<LogFile> {
  const all = { ...LOG_FILE_LIMITS, ...limits };
  const reader = new FileReader(filter, all);
  const raw = await decompressIfSmall(bytes, all);
  if (raw !== null) onContent(raw);
  if (raw !== null) yield* reader.read(raw);
  else yield* readChunks(reader, decompressInChunks(bytes, all.maxRawBytes), onContent);
  yield* reader.finish();
  if (raw !== null && isGzip(bytes)) release(raw);
}

const ignore = () => {};

async function decompressIfSmall(bytes: Uint8Array, limits: LogFileLimits): Promise<Buffer | null> {
  const { maxRawBytes } = limits;
  const most = Math.min(maxRawBytes, limits.wholeBytes);
  if (rawSizeHint(bytes) > most) return null;
  try {
    return await decompressAside(bytes, most);
  } catch (error) {
    // The trailer may declare less than the file contains.
    if (error instanceof LogFileError && error.code === 'too_large' && most < maxRawBytes) return null;
    throw error;
  }
}

// Yields after each chunk, even if nothing was found in it, so that the caller can check the time.
async function* readChunks(
  reader: FileReader,
  chunks: AsyncIterable<Buffer>,
  onContent: (content: Uint8Array) => void,
): AsyncGenerator<LogFile> {
  for await (const chunk of chunks) {
    onContent(chunk);
    yield* reader.read(chunk);
    yield reader.take();
  }
}
