// Brings whatever people keep CloudTrail events in into the one form the pipeline reads: `{"Records":[..]}`.
// In: bytes of a log file, one event, a list of events, NDJSON, or log files one after the other. Out: a log file's bytes.

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isJsonObject } from '../../core/records/record.ts';

/** A log file's bytes; what is wrong with them, if anything is; and whether they are events at all. */
export interface Converted {
  readonly bytes: Uint8Array;
  /** Lines that were left out, each `line 3 is no JSON`. */
  readonly problems: readonly string[];
  /** False for JSON that is neither a log file nor events: the pipeline will refuse it. */
  readonly isLog: boolean;
}

// More than this is left compressed, for the log file reader to unpack piece by piece.
const UNPACK_AT_ONCE_BYTES = 16 * 1024 * 1024;
const HEAD_BYTES = 256;
const LOG_FILE_HEAD = /^\uFEFF?\s*\{\s*"Records"\s*:/;
const NEXT_LOG_FILE = /\}\s*(?=\{\s*"Records"\s*:)/g;
// https://www.rfc-editor.org/rfc/rfc1952#page-6: what each member of a gzip file begins with.
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 0x08]);
const unpack = promisify(gunzip);

/** Converts a file's bytes. What cannot be understood is given back as it is, for the log file reader to say why. */
export async function toLogFile(file: Buffer): Promise<Converted> {
  const isGzip = file[0] === 0x1f && file[1] === 0x8b;
  if (isGzip && file.length > UNPACK_AT_ONCE_BYTES) return asItIs(file);
  const bytes = isGzip ? await unpackWhole(file) : file;
  if (bytes === null) return asItIs(file);
  if (isOneLogFile(bytes, !isGzip || file.includes(GZIP_HEAD, 1))) return asItIs(bytes);
  return convertText(bytes);
}

// In one piece where the size that gzip notes at its end is plausible, for putting many small ones together takes longer
// than unpacking them. What cannot be unpacked is for the log file reader to explain.
async function unpackWhole(file: Buffer): Promise<Buffer | null> {
  const noted = file.length < GZIP_SMALLEST ? 0 : file.readUInt32LE(file.length - 4);
  const chunkSize = Math.min(Math.max(noted + 64, 16 * 1024), PIECE_BYTES);
  return unpack(file, { chunkSize }).catch(() => null);
}

const GZIP_SMALLEST = 18;
const PIECE_BYTES = 32 * 1024 * 1024;

function asItIs(bytes: Uint8Array): Converted {
  return { bytes, problems: [], isLog: true };
}

// `zcat *.json.gz | ...` puts log files one behind the other without a line break, `cat` does so with gzip files. Inside a
// string the quotes of `{"Records"` would be escaped, so another one is another file (or a key of that name, which does no
// harm). The look at the whole text is spared where there can be but one.
function isOneLogFile(bytes: Buffer, maybeSeveral: boolean): boolean {
  if (!LOG_FILE_HEAD.test(bytes.toString('latin1', 0, HEAD_BYTES))) return false;
  return !maybeSeveral || bytes.indexOf('{"Records"', bytes.indexOf('{') + 1) < 0;
}

function convertText(bytes: Buffer): Converted {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const whole = parse(text);
  if (whole !== undefined) return fromEvents(bytes, eventsIn(whole), []);
  return convertLines(bytes, text);
}

function convertLines(bytes: Buffer, text: string): Converted {
  const lines = text.replace(NEXT_LOG_FILE, '}\n').split('\n');
  const events: unknown[] = [];
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parse(line);
    const found = value === undefined ? null : eventsIn(value);
    if (found === null) problems.push(`line ${index + 1} is no event in JSON`);
    else events.push(...found);
  }
  return events.length === 0 ? asItIs(bytes) : fromEvents(bytes, events, problems);
}

function fromEvents(bytes: Buffer, events: readonly unknown[] | null, problems: readonly string[]): Converted {
  if (events === null) return { bytes, problems, isLog: false };
  return { bytes: Buffer.from(JSON.stringify({ Records: events })), problems, isLog: true };
}

/** The events that a JSON value stands for; null if it is something else. */
export function eventsIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isEvent) ? value : null;
  if (!isJsonObject(value)) return null;
  if (Array.isArray(value.Records)) return value.Records;
  if (isEvent(value)) return [value];
  // EventBridge puts the record into an envelope.
  return isEvent(value.detail) ? [value.detail] : null;
}

function isEvent(value: unknown): boolean {
  return isJsonObject(value) && (Object.hasOwn(value, 'eventName') || Object.hasOwn(value, 'eventID'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
