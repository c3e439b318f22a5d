// Generates log files: real records, resampled until there are enough, with a share of them changed to match a rule.
// The same seed creates the same files.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CloudTrailRecord, JsonObject } from '../src/core/records/record.ts';

const RECORDS_IN_FILE = 5000;

/** The names of the events of the share `observed`; no other rule matches them. */
export const OBSERVED_NAMES: readonly string[] = Array.from({ length: 20 }, (_, index) => `ReadThing${index}`);

/** The log files (`.json.gz`) in a folder and the folders below it. */
export function readLogFiles(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((name) => readFileSync(join(folder, name)));
}

export interface LoadOptions {
  /**
   * The records of the share: changed so that a default rule matches each; unchanged; or, besides as many unchanged ones, changed to
   * have one of `OBSERVED_NAMES`. In the last case there are 20 records a second.
   */
  readonly share?: 'matching' | 'recorded' | 'observed';
  readonly perFile?: number;
  readonly seed?: number;
}

/** Gzip log files with `records` records in total. All but a share of them (`hitRate`, 0 to 1) are changed to match no rule. */
export function makeLogFiles(
  fixtures: string,
  records: number,
  hitRate: number,
  { share = 'matching', perFile = RECORDS_IN_FILE, seed = 1 }: LoadOptions = {},
): Buffer[] {
  const nextRecord = recordMaker(fixtures, hitRate, seed, share);
  const files: Buffer[] = [];
  for (let done = 0; done < records; done += perFile) {
    files.push(packed(Array.from({ length: Math.min(perFile, records - done) }, nextRecord)));
  }
  return files;
}

/** One gzip log file of about `rawBytes` raw bytes. */
export function makeLogFileOf(fixtures: string, rawBytes: number, hitRate: number, seed = 1): Buffer {
  const nextRecord = recordMaker(fixtures, hitRate, seed);
  const lines: string[] = [];
  for (let bytes = 0; bytes < rawBytes; bytes += (lines.at(-1) as string).length + 1) lines.push(nextRecord());
  return packed(lines);
}

function packed(lines: readonly string[]): Buffer {
  return gzipSync(`{"Records":[${lines.join(',')}]}`);
}

function recordMaker(
  fixtures: string,
  hitRate: number,
  seed: number,
  share: LoadOptions['share'] = 'matching',
): () => string {
  const random = mulberry32(seed);
  const recorded = readLogFiles(fixtures).flatMap(recordsOf).map(inOrder);
  const quiet = recorded.map(quietRecord);
  const loud = share === 'matching' ? quiet.map(loudRecord) : recorded;
  const observed = share === 'observed' ? quiet.map(observedRecord) : [];
  let made = 0;
  return () => {
    const drawn = random();
    const kind = drawn < hitRate ? loud : drawn < 2 * hitRate && observed.length > 0 ? observed : quiet;
    const times = observed.length > 0 ? { eventTime: timeOf(made++) } : {};
    return JSON.stringify({ ...pick(kind, random), ...times, eventID: uuid(random), requestID: uuid(random) });
  };
}

function recordsOf(file: Buffer): CloudTrailRecord[] {
  return JSON.parse(gunzipSync(file).toString()).Records as CloudTrailRecord[];
}

// CloudTrail writes a record's keys in this order; the sources of some fixtures had sorted them.
const ORDER =
  'eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID readOnly resources eventType managementEvent recipientAccountId eventCategory tlsDetails'.split(
    ' ',
  );

function inOrder(record: CloudTrailRecord): JsonObject {
  const rest = Object.keys(record).filter((key) => !ORDER.includes(key));
  const keys = [...ORDER, ...rest].filter((key) => Object.hasOwn(record, key));
  return Object.fromEntries(keys.map((key) => [key, record[key] ?? null]));
}

// A successful call, not by the root user, with a name that no default rule matches.
function quietRecord({ errorCode: _code, errorMessage: _message, ...record }: JsonObject): JsonObject {
  return {
    ...record,
    eventName: `Describe${String(record.eventName)}`,
    userIdentity: { ...(record.userIdentity as JsonObject), type: 'AssumedRole' },
  };
}

function loudRecord(record: JsonObject): JsonObject {
  return { ...record, eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
}

function observedRecord(record: JsonObject, index: number): JsonObject {
  const eventName = OBSERVED_NAMES[index % OBSERVED_NAMES.length] as string;
  return { ...record, eventSource: 'things.amazonaws.com', eventName };
}

function timeOf(made: number): string {
  return `${new Date(Date.UTC(2026, 0, 1) + made * 50).toISOString().slice(0, 19)}Z`;
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}

function uuid(random: () => number): string {
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

// A small seeded generator, by Tommy Ettinger, in the public domain.
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
