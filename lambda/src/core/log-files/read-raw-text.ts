// Reads a log file's raw text as a whole: finds the candidates by their marks and parses only them.
// In: raw bytes and a record filter. Out: a `LogFile`. Where the quick way meets anything that is not plainly
// `{"Records":[{..},{..}]}`, the whole text is parsed instead; it never skips what it cannot account for.

import { type CloudTrailRecord, isJsonObject, type Json } from '../records/record.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import { firstElement, isEndOfObject, parseJson } from './json-text.ts';
import { type BrokenRecord, type LogFile, LogFileError } from './log-file.ts';
import { type Mark, marksOf } from './marks.ts';
import { recoverRecords } from './recover-records.ts';
import { scanRecords } from './scan-records.ts';

/** Reads raw text. Throws `LogFileError` where it is no log file; single broken records are reported. */
export function readRawText(raw: Buffer, filter: RecordFilter): LogFile {
  const marks = marksOf(filter);
  return (marks && readCandidates(raw, marks)) ?? readEveryRecord(raw);
}

/** Parses the records at some places; null where one is no JSON object after all. */
export function parseRecords(raw: Buffer, places: readonly (readonly [number, number])[]): CloudTrailRecord[] | null {
  const records: CloudTrailRecord[] = [];
  for (const [start, end] of places) {
    const record = parseJson(raw.toString('utf8', start, end));
    if (!isJsonObject(record)) return null;
    records.push(record);
  }
  return records;
}

// Where more than this share is to be parsed, parsing all of it at once is as quick.
const MOST_CANDIDATES = 0.5;

function readCandidates(raw: Buffer, marks: readonly Mark[]): LogFile | null {
  const from = firstElement(raw);
  if (from === null) return null;
  const { recordsRead, candidates, next, ended } = scanRecords(raw, from, marks, MOST_CANDIDATES);
  if (!ended || !isEndOfObject(raw.toString('latin1', next), 0)) return null;
  const records = parseRecords(raw, candidates);
  return records && { recordsRead, candidates: records, broken: [] };
}

function readEveryRecord(raw: Buffer): LogFile {
  const text = raw.toString();
  const parsed = parseJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (parsed === undefined) return recoverLogFile(raw);
  if (!isJsonObject(parsed) || !Object.hasOwn(parsed, 'Records') || !Array.isArray(parsed.Records)) {
    throw new LogFileError('no_records', `JSON without a list "Records": ${describe(parsed)}`);
  }
  return sortElements(parsed.Records);
}

function describe(parsed: Json): string {
  if (!isJsonObject(parsed)) return `it is ${kindOf(parsed)}`;
  const keys = Object.keys(parsed).slice(0, 5).join(', ');
  return keys === '' ? 'it is empty' : `its keys are ${keys.slice(0, 200)}`;
}

function sortElements(elements: readonly Json[]): LogFile {
  if (elements.every(isJsonObject)) return { recordsRead: elements.length, candidates: elements, broken: [] };
  const candidates: CloudTrailRecord[] = [];
  const broken: BrokenRecord[] = [];
  for (const [index, element] of elements.entries()) {
    if (isJsonObject(element)) candidates.push(element);
    else broken.push({ index, reason: `is ${kindOf(element)}, not an object` });
  }
  return { recordsRead: elements.length, candidates, broken };
}

function kindOf(json: Json): string {
  if (json === null) return 'null';
  return Array.isArray(json) ? 'a list' : `a ${typeof json}`;
}

function recoverLogFile(raw: Buffer): LogFile {
  const from = firstElement(raw);
  if (from === null) throw new LogFileError('not_json', `${raw.length} bytes that are not valid JSON`);
  const { candidates, broken } = recoverRecords(raw, from);
  return { recordsRead: candidates.length + broken.length, candidates, broken };
}
