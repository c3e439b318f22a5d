// Converts the formats in which people keep CloudTrail events to the one format that the pipeline reads: `{"Records":[..]}`.
// In: the bytes of a log file, one event, a list of events, NDJSON, or concatenated log files. Out: the bytes of a log file.

import { decompressAside, decompressInChunks, isGzip } from '../../core/log-files/decompress.ts';
import { LOG_FILE_LIMITS } from '../../core/log-files/limits.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import { isJsonObject } from '../../core/records/record.ts';
import { jsonProblem } from '../json-problem.ts';
import { countOf } from '../numbers.ts';

/** The bytes of a log file, and the problems of the input. */
export interface Converted {
  readonly bytes: Uint8Array;
  /** Lines that were left out, such as `line 3 is not an event in JSON`. */
  readonly problems: readonly string[];
  /** False for JSON that is neither a log file nor events. The pipeline rejects it. */
  readonly isLog: boolean;
}

// A larger file stays compressed; the log file reader decompresses it in parts.
const DECOMPRESS_BYTES = 16 * 1024 * 1024;
/** The largest decompressed size of a file that is not a log file. A string of this size is converted in memory. */
export const CONVERTED_BYTES = 128 * 1024 * 1024;
const HEAD_BYTES = 256;
const LOG_FILE_HEAD = /^\uFEFF?\s*\{\s*"Records"\s*:/;
// Takes the place of bytes that are not UTF-8.
const NOT_UTF8 = '\uFFFD';
const NEXT_LOG_FILE = /\}\s*(?=\{\s*"Records"\s*:)/g;
// https://www.rfc-editor.org/rfc/rfc1952#page-6: the first bytes of each member of a gzip file.
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 0x08]);

/**
 * Converts the bytes of a file. Returns bytes that it cannot read, and large log files, unchanged: the log file reader then reads
 * them or reports the reason. Throws a `LogFileError` if other contents decompress to more than `CONVERTED_BYTES`, or are text but not JSON.
 */
export async function toLogFile(file: Buffer): Promise<Converted> {
  if (isGzip(file) && file.length > DECOMPRESS_BYTES) return unchanged(file);
  const bytes = isGzip(file) ? await decompressWhole(file) : file;
  if (bytes === null) return unchanged(file);
  if (isOneLogFile(bytes, !isGzip(file) || file.includes(GZIP_HEAD, 1))) return unchanged(bytes);
  return convertText(bytes);
}

// Null if the log file reader must read the compressed bytes, or report why it cannot.
async function decompressWhole(file: Buffer): Promise<Buffer | null> {
  try {
    return await decompressAside(file, CONVERTED_BYTES);
  } catch (error) {
    const isTooLarge = error instanceof LogFileError && error.code === 'too_large';
    if (isTooLarge && !(await startsLogFile(file))) throw tooLarge(error);
    return null;
  }
}

async function startsLogFile(file: Buffer): Promise<boolean> {
  for await (const first of decompressInChunks(file, LOG_FILE_LIMITS.maxRawBytes)) {
    return LOG_FILE_HEAD.test(first.toString('latin1', 0, HEAD_BYTES));
  }
  return false;
}

function tooLarge(cause: unknown): LogFileError {
  const size = `${CONVERTED_BYTES / 1024 / 1024} MiB`;
  const message = `decompresses to more than ${size} and is not a log file; split it, or check where it comes from`;
  return new LogFileError('too_large', message, { cause });
}

function unchanged(bytes: Uint8Array): Converted {
  return { bytes, problems: [], isLog: true };
}

// `zcat *.json.gz` concatenates log files without a line break, and `cat` does the same with gzip files. Inside a string
// the quotes of `{"Records"` are escaped, so a second `{"Records"` is a second file (or a key of that name, which does no
// harm). The search through the whole text is skipped if there can be only one file.
function isOneLogFile(bytes: Buffer, maybeSeveral: boolean): boolean {
  if (!LOG_FILE_HEAD.test(bytes.toString('latin1', 0, HEAD_BYTES))) return false;
  return !maybeSeveral || bytes.indexOf('{"Records"', bytes.indexOf('{') + 1) < 0;
}

function convertText(bytes: Buffer): Converted {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    return convertLines(bytes, text, error);
  }
  return fromEvents(bytes, eventsIn(whole), []);
}

// `notWhole` is the error of the parser for the whole text.
function convertLines(bytes: Buffer, text: string, notWhole: unknown): Converted {
  const lines = text.replace(NEXT_LOG_FILE, '}\n').split('\n');
  const events: unknown[] = [];
  const broken: number[] = [];
  let isJson = text.trim() !== '';
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parse(line);
    const found = value === undefined ? null : eventsIn(value);
    if (found === null) broken.push(index + 1);
    else events.push(...found);
    isJson &&= value !== undefined;
  }
  if (events.length > 0) return fromEvents(bytes, events, lineProblems(broken));
  // The log file reader recovers the records of a broken log file, and describes what is not text.
  if (isJson || text.includes('"Records"') || text.includes(NOT_UTF8)) return unchanged(bytes);
  throw new LogFileError('not_json', jsonProblem(text, notWhole), { cause: notWhole });
}

function lineProblems(broken: readonly number[]): string[] {
  const named = broken.slice(0, NAMED_LINES).map((line) => `line ${line} is not an event in JSON`);
  const others = broken.length - named.length;
  return others === 0
    ? named
    : [...named, `${countOf(others, 'more line')} of this file ${others === 1 ? 'is' : 'are'} not an event in JSON`];
}

const NAMED_LINES = 5;

function fromEvents(bytes: Buffer, events: readonly unknown[] | null, problems: readonly string[]): Converted {
  if (events === null) return { bytes, problems, isLog: false };
  return { bytes: Buffer.from(JSON.stringify({ Records: events })), problems, isLog: true };
}

/** The events in a JSON value; null if it contains none. */
export function eventsIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isEvent) ? value : null;
  if (!isJsonObject(value)) return null;
  if (Array.isArray(value.Records)) return value.Records;
  if (isEvent(value)) return [value];
  // EventBridge wraps the record in `detail`.
  return isEvent(value.detail) ? [value.detail] : null;
}

function isEvent(value: unknown): boolean {
  return isJsonObject(value) && ['eventName', 'eventID', 'eventId'].some((name) => Object.hasOwn(value, name));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
